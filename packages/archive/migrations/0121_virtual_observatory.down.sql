DO $$
DECLARE f regprocedure;
BEGIN
  FOR f IN SELECT p.oid FROM pg_proc p
    WHERE p.pronamespace = 'fritz'::regnamespace AND p.proname LIKE 'adql\_%'
  LOOP
    EXECUTE format('DROP FUNCTION %s', f);
  END LOOP;
END $$;
DROP POLICY published ON ztf_alerts;
DROP POLICY published ON lsst_alerts;
DROP POLICY published ON winter_alerts;
DROP POLICY published ON pgir_alerts;
DROP POLICY published ON survey_objects;
DROP POLICY published ON ztf_scores;
DROP POLICY published ON archive_light_curves;
DROP POLICY published ON archive_curve_values;
DROP FUNCTION publish_rows(text);
