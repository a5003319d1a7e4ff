-- The search of 0084 asked of all names that begin alike which the viewer sees, before it kept a few.
-- Now it stops as soon as there are enough,
-- and looks at 2,000 at most.
CREATE OR REPLACE FUNCTION search_objs(typed text, most integer)
  RETURNS TABLE (obj_id text, matched text) LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20
  SET search_path = fritz, pg_temp AS $$
DECLARE
  me integer := viewer_id();
  is_admin boolean := viewer_has('System admin');
  begins text := lower(typed);
  tns text := tns_search_key(typed);
  past constant text := chr(1114111);
BEGIN
  IF me IS NULL OR begins = '' THEN RETURN; END IF;
  RETURN QUERY
    WITH named AS (
      SELECT n.id, NULL::text AS other FROM (
          SELECT o.id FROM obj_names o
           WHERE lower(o.id) ~>=~ begins AND lower(o.id) ~<~ (begins || past)
           ORDER BY lower(o.id) USING ~<~ LIMIT 2000) n
       WHERE is_admin OR EXISTS (SELECT FROM obj_audiences oa
          JOIN audience_viewers v ON v.audience_id = oa.audience_id AND v.user_id = me
         WHERE oa.obj_id = n.id)
       LIMIT most),
    tns_named AS (
      SELECT n.id, n.other FROM (
          SELECT e.id, e.edition, e.tns_name AS other FROM obj_editions e
           WHERE e.tns_name IS NOT NULL AND tns <> ''
             AND tns_search_key(e.tns_name) ~>=~ tns AND tns_search_key(e.tns_name) ~<~ (tns || past)
           ORDER BY tns_search_key(e.tns_name) USING ~<~ LIMIT 2000) n
       WHERE is_admin OR EXISTS (SELECT FROM obj_audiences oa
          JOIN audience_viewers v ON v.audience_id = oa.audience_id AND v.user_id = me
         WHERE oa.obj_id = n.id AND oa.edition = n.edition)
       LIMIT most),
    aliased AS (
      SELECT e.id, a.name AS other FROM obj_editions e
        CROSS JOIN LATERAL (SELECT x AS name FROM unnest(e.alias) x
          WHERE starts_with(lower(x), begins) LIMIT 1) a
       WHERE e.alias IS NOT NULL
         AND (is_admin OR EXISTS (SELECT FROM obj_audiences oa
            JOIN audience_viewers v ON v.audience_id = oa.audience_id AND v.user_id = me
           WHERE oa.obj_id = e.id AND oa.edition = e.edition))
       LIMIT most),
    found AS (
      SELECT n.id, n.other FROM named n UNION ALL SELECT t.id, t.other FROM tns_named t
      UNION ALL SELECT a.id, a.other FROM aliased a)
    SELECT f.id, (array_agg(f.other ORDER BY f.other NULLS FIRST))[1] FROM found f
     GROUP BY f.id
     ORDER BY lower(f.id) = begins DESC, f.id LIMIT most;
END $$;
