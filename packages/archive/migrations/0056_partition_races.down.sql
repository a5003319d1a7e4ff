-- As they were.
CREATE OR REPLACE FUNCTION ztf_ensure_partitions(candids bigint[]) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  lower_bound bigint;
  upper_bound text;
  parent text;
  child text;
  made integer := 0;
BEGIN
  FOR lower_bound IN SELECT DISTINCT ztf_partition_start(c) FROM unnest(candids) AS t (c) ORDER BY 1
  LOOP
    upper_bound := CASE WHEN lower_bound < 9210000000000000000
      THEN (lower_bound + 30000000000000000)::text ELSE 'MAXVALUE' END;
    FOREACH parent IN ARRAY ARRAY['ztf_alerts', 'ztf_cutout_parts', 'ztf_light_curves'] LOOP
      child := parent || '_' || lpad((lower_bound / 1000000000000000)::text, 4, '0');
      CONTINUE WHEN to_regclass(child) IS NOT NULL;
      PERFORM pg_advisory_xact_lock(hashtext('ztf_ensure_partitions'));
      CONTINUE WHEN to_regclass(child) IS NOT NULL;
      EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)
        WITH (autovacuum_analyze_scale_factor = 0.5, autovacuum_vacuum_insert_scale_factor = 1,
          toast_tuple_target = 8160)',
        child, parent);
      EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', child);
      EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', child);
      EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)',
        parent, child, lower_bound, upper_bound);
      made := made + 1;
    END LOOP;
  END LOOP;
  RETURN made;
END $$;

CREATE OR REPLACE FUNCTION survey_ensure_partitions(survey text, candids bigint[]) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  width bigint;
  lower_bound bigint;
  upper_bound text;
  parent text;
  child text;
  made integer := 0;
BEGIN
  IF survey = 'ztf' THEN RETURN ztf_ensure_partitions(candids); END IF;
  SELECT s.partition_candids INTO STRICT width FROM surveys s
    WHERE s.name = survey_ensure_partitions.survey;
  FOR lower_bound IN SELECT DISTINCT c - c % width FROM unnest(candids) AS t (c) ORDER BY 1
  LOOP
    upper_bound := CASE WHEN lower_bound <= 9223372036854775807 - width
      THEN (lower_bound + width)::text ELSE 'MAXVALUE' END;
    FOREACH parent IN ARRAY ARRAY['alerts', 'cutout_parts', 'light_curves'] LOOP
      parent := survey || '_' || parent;
      child := parent || '_' || lpad((lower_bound / width)::text, 5, '0');
      CONTINUE WHEN to_regclass(child) IS NOT NULL;
      PERFORM pg_advisory_xact_lock(hashtext('survey_ensure_partitions'));
      CONTINUE WHEN to_regclass(child) IS NOT NULL;
      EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)
        WITH (autovacuum_analyze_scale_factor = 0.5, autovacuum_vacuum_insert_scale_factor = 1,
          toast_tuple_target = 8160)',
        child, parent);
      EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', child);
      EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', child);
      EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)',
        parent, child, lower_bound, upper_bound);
      made := made + 1;
    END LOOP;
  END LOOP;
  RETURN made;
END $$;
