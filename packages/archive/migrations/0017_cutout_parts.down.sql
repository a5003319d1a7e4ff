DROP FUNCTION public_cutouts(bigint[]);
ALTER VIEW ztf_cutouts RENAME TO ztf_joined_cutouts;
CREATE TABLE ztf_cutouts (
  candid bigint NOT NULL PRIMARY KEY,
  audience_id integer NOT NULL,
  science_name text,
  science bytea,
  template_name text,
  template bytea,
  difference_name text,
  difference bytea
) PARTITION BY RANGE (candid);
ALTER TABLE ztf_cutouts
  ALTER COLUMN science SET STORAGE EXTERNAL,
  ALTER COLUMN template SET STORAGE EXTERNAL,
  ALTER COLUMN difference SET STORAGE EXTERNAL;

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
    JOIN pg_class c ON c.oid = i.inhrelid AND c.relkind = 'r'
    WHERE i.inhparent IN ('ztf_alerts'::regclass, 'ztf_light_curves'::regclass)
  LOOP
    EXECUTE format('ALTER TABLE %s RESET (toast_tuple_target)', child);
  END LOOP;
END $$;

ALTER TABLE ztf_cutout_parts NO FORCE ROW LEVEL SECURITY;
SELECT ztf_ensure_partitions(ARRAY(SELECT DISTINCT ztf_partition_start(candid) FROM ztf_cutout_parts));
INSERT INTO ztf_cutouts (candid, audience_id, science_name, science, template_name, template,
    difference_name, difference)
  SELECT candid, audience_id, science_name, science, template_name, template, difference_name,
    difference FROM ztf_joined_cutouts;
DROP VIEW ztf_joined_cutouts;
DROP TABLE ztf_cutout_parts;

ALTER TABLE ztf_cutouts ENABLE ROW LEVEL SECURITY;
ALTER TABLE ztf_cutouts FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON ztf_cutouts FOR SELECT TO fritz_app USING (
  EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = ztf_cutouts.audience_id)
  OR (SELECT viewer_has('System admin')));
CREATE POLICY public ON ztf_cutouts FOR SELECT TO CURRENT_USER USING (
  (SELECT current_setting('fritz.public_read', true)) = 'on'
  AND audience_id IN (SELECT public_audiences()));
CREATE FUNCTION public_cutouts(candids bigint[])
  RETURNS SETOF ztf_cutouts LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM set_config('fritz.public_read', 'on', true);
  RETURN QUERY SELECT c.* FROM ztf_cutouts c
    WHERE c.candid = ANY (candids) AND c.audience_id IN (SELECT public_audiences());
  PERFORM set_config('fritz.public_read', 'off', true);
END $$;
GRANT SELECT ON ztf_cutouts TO fritz_app;
GRANT SELECT, INSERT ON ztf_cutouts TO fritz_broker;
REVOKE EXECUTE ON FUNCTION public_cutouts(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public_cutouts(bigint[]) TO fritz_public;
