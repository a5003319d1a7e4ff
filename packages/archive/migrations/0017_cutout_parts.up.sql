-- Cutouts in rows that fill a page each. TOAST cuts a value into pieces of 2 kB, each with an index
-- entry and found a place for by itself: three stamps are 23 such pieces, or 6 rows that COPY
-- writes page by page.
CREATE TABLE ztf_cutout_parts (
  candid bigint NOT NULL,
  -- From 0 on; an alert without stamps has part 0, which is empty.
  part smallint NOT NULL,
  audience_id integer NOT NULL,
  -- With part 0: how long each stamp is, null for one that was not sent, and its file's name.
  science_bytes integer,
  template_bytes integer,
  difference_bytes integer,
  science_name text CHECK (octet_length(science_name) <= 255),
  template_name text CHECK (octet_length(template_name) <= 255),
  difference_name text CHECK (octet_length(difference_name) <= 255),
  -- A piece of the three stamps one after another. A row must fit a page.
  bytes bytea NOT NULL CHECK (octet_length(bytes) <= 8000),
  PRIMARY KEY (candid, part)
) PARTITION BY RANGE (candid);
ALTER TABLE ztf_cutout_parts
  ALTER COLUMN science_name SET STORAGE PLAIN,
  ALTER COLUMN template_name SET STORAGE PLAIN,
  ALTER COLUMN difference_name SET STORAGE PLAIN,
  ALTER COLUMN bytes SET STORAGE PLAIN;

-- Rows of light curves up to a page stay whole too.
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
DO $$
DECLARE child regclass;
BEGIN
  FOR child IN SELECT i.inhrelid::regclass FROM pg_inherits i
    JOIN pg_class c ON c.oid = i.inhrelid AND c.relkind = 'r'
    WHERE i.inhparent IN ('ztf_alerts'::regclass, 'ztf_light_curves'::regclass)
  LOOP
    EXECUTE format('ALTER TABLE %s SET (toast_tuple_target = 8160)', child);
  END LOOP;
END $$;

-- The owner sees no science data, unless its tables' policies are lifted for a moment.
DROP FUNCTION public_cutouts(bigint[]);
ALTER TABLE ztf_cutouts RENAME TO ztf_whole_cutouts;
ALTER TABLE ztf_whole_cutouts NO FORCE ROW LEVEL SECURITY;
SELECT ztf_ensure_partitions(ARRAY(SELECT DISTINCT ztf_partition_start(candid) FROM ztf_whole_cutouts));
INSERT INTO ztf_cutout_parts (candid, part, audience_id, science_bytes, template_bytes,
    difference_bytes, science_name, template_name, difference_name, bytes)
  SELECT c.candid, part, c.audience_id, c.science_bytes, c.template_bytes, c.difference_bytes,
    c.science_name, c.template_name, c.difference_name, substring(c.stamps FROM 1 FOR 7200)
  FROM (SELECT candid, 0 AS part, audience_id, octet_length(science) AS science_bytes,
      octet_length(template) AS template_bytes, octet_length(difference) AS difference_bytes,
      left(science_name, 255) AS science_name, left(template_name, 255) AS template_name,
      left(difference_name, 255) AS difference_name,
      coalesce(science, '') || coalesce(template, '') || coalesce(difference, '') AS stamps
    FROM ztf_whole_cutouts) AS c;
INSERT INTO ztf_cutout_parts (candid, part, audience_id, bytes)
  SELECT c.candid, part, c.audience_id, substring(c.stamps FROM 7201 + (part - 1) * 8000 FOR 8000)
  FROM (SELECT candid, audience_id,
      coalesce(science, '') || coalesce(template, '') || coalesce(difference, '') AS stamps
    FROM ztf_whole_cutouts) AS c
  CROSS JOIN LATERAL generate_series(1, (octet_length(c.stamps) - 7200 + 7999) / 8000) AS part;
DROP TABLE ztf_whole_cutouts;

ALTER TABLE ztf_cutout_parts ENABLE ROW LEVEL SECURITY;
ALTER TABLE ztf_cutout_parts FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON ztf_cutout_parts FOR SELECT TO fritz_app USING (
  EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = ztf_cutout_parts.audience_id)
  OR (SELECT viewer_has('System admin')));
CREATE POLICY public ON ztf_cutout_parts FOR SELECT TO CURRENT_USER USING (
  (SELECT current_setting('fritz.public_read', true)) = 'on'
  AND audience_id IN (SELECT public_audiences()));

-- One row an alert with its stamps as the survey sent them; the rights are those of the parts. A stamp
-- that is not asked for is not put together.
CREATE VIEW ztf_cutouts WITH (security_invoker = true) AS
  SELECT c.candid, c.audience_id,
    c.science_name,
    (SELECT substring(string_agg(p.bytes, '' ORDER BY p.part) FROM 1 FOR c.science_bytes)
      FROM ztf_cutout_parts p WHERE p.candid = c.candid) AS science,
    c.template_name,
    (SELECT substring(string_agg(p.bytes, '' ORDER BY p.part)
        FROM 1 + coalesce(c.science_bytes, 0) FOR c.template_bytes)
      FROM ztf_cutout_parts p WHERE p.candid = c.candid) AS template,
    c.difference_name,
    (SELECT substring(string_agg(p.bytes, '' ORDER BY p.part)
        FROM 1 + coalesce(c.science_bytes, 0) + coalesce(c.template_bytes, 0) FOR c.difference_bytes)
      FROM ztf_cutout_parts p WHERE p.candid = c.candid) AS difference
  FROM ztf_cutout_parts c WHERE c.part = 0;

CREATE FUNCTION public_cutouts(candids bigint[])
  RETURNS SETOF ztf_cutouts LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM set_config('fritz.public_read', 'on', true);
  RETURN QUERY SELECT c.* FROM ztf_cutouts c
    WHERE c.candid = ANY (candids) AND c.audience_id IN (SELECT public_audiences());
  PERFORM set_config('fritz.public_read', 'off', true);
END $$;

GRANT SELECT ON ztf_cutout_parts, ztf_cutouts TO fritz_app;
GRANT SELECT, INSERT ON ztf_cutout_parts TO fritz_broker;
GRANT SELECT ON ztf_cutouts TO fritz_broker;
REVOKE EXECUTE ON FUNCTION public_cutouts(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public_cutouts(bigint[]) TO fritz_public;
