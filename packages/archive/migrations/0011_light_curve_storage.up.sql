-- How the rows of a night are kept.

-- Stored points are Avro with many floats: compressing them takes several times as long as storing
-- them and saves little.
ALTER TABLE ztf_light_curves ALTER COLUMN points SET STORAGE EXTERNAL;

-- Partitions only grow. With the usual settings each tenth more is a new ANALYZE of a hundred columns,
-- which takes as much of the processor as storing the rows.
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
    FOREACH parent IN ARRAY ARRAY['ztf_alerts', 'ztf_cutouts', 'ztf_light_curves'] LOOP
      child := parent || '_' || lpad((lower_bound / 1000000000000000)::text, 4, '0');
      CONTINUE WHEN to_regclass(child) IS NOT NULL;
      PERFORM pg_advisory_xact_lock(hashtext('ztf_ensure_partitions'));
      CONTINUE WHEN to_regclass(child) IS NOT NULL;
      EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)
        WITH (autovacuum_analyze_scale_factor = 0.5, autovacuum_vacuum_insert_scale_factor = 1)',
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

DO $$
DECLARE child regclass;
BEGIN
  FOR child IN SELECT i.inhrelid::regclass FROM pg_inherits i
    WHERE i.inhparent IN ('ztf_alerts'::regclass, 'ztf_cutouts'::regclass, 'ztf_light_curves'::regclass)
      AND i.inhrelid IN (SELECT c.oid FROM pg_class c WHERE c.relkind = 'r')
  LOOP
    EXECUTE format('ALTER TABLE %s SET (autovacuum_analyze_scale_factor = 0.5,
      autovacuum_vacuum_insert_scale_factor = 1)', child);
  END LOOP;
END $$;
