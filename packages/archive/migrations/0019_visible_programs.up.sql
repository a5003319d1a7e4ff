-- Which programmes somebody sees is asked once per query, not of each candidate: there are a handful,
-- but to look one up among all of a person's audiences, a hash of tens of thousands was made.
CREATE FUNCTION visible_programs() RETURNS SETOF integer
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 5 SET search_path = fritz, pg_temp AS $$
DECLARE me integer := viewer_id();
BEGIN
  IF viewer_has('System admin') THEN
    RETURN QUERY SELECT a.id FROM audiences a WHERE a.survey IS NOT NULL;
  ELSE
    RETURN QUERY SELECT a.id FROM audiences a WHERE a.survey IS NOT NULL AND EXISTS (
      SELECT FROM audience_viewers v WHERE v.user_id = me AND v.audience_id = a.id);
  END IF;
END $$;
REVOKE EXECUTE ON FUNCTION visible_programs() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION visible_programs() TO fritz_app;

DROP POLICY reads ON candidates;
CREATE POLICY reads ON candidates FOR SELECT TO fritz_app USING (
  filter_id = ANY (ARRAY(SELECT visible_filters()))
  AND (program_audience_id IS NULL
    OR program_audience_id = ANY (ARRAY(SELECT visible_programs()))));
