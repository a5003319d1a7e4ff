-- As 0084 made it.
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
      SELECT n.id, NULL::text AS other FROM obj_names n
       WHERE lower(n.id) ~>=~ begins AND lower(n.id) ~<~ (begins || past)
       ORDER BY lower(n.id) USING ~<~ LIMIT 20000),
    known AS (
      (SELECT e.id, e.edition, e.tns_name AS other FROM obj_editions e
        WHERE e.tns_name IS NOT NULL AND tns <> ''
          AND tns_search_key(e.tns_name) ~>=~ tns AND tns_search_key(e.tns_name) ~<~ (tns || past)
        LIMIT 20000)
      UNION ALL
      SELECT e.id, e.edition, a.name FROM obj_editions e
        CROSS JOIN LATERAL (SELECT x AS name FROM unnest(e.alias) x
          WHERE starts_with(lower(x), begins) LIMIT 1) a
       WHERE e.alias IS NOT NULL),
    wanted AS (
      SELECT n.id, e.edition, n.other FROM named n JOIN obj_editions e ON e.id = n.id
      UNION ALL SELECT k.id, k.edition, k.other FROM known k)
    SELECT w.id, (array_agg(w.other ORDER BY w.other NULLS FIRST))[1] FROM wanted w
     WHERE is_admin OR EXISTS (SELECT FROM obj_audiences oa
        JOIN audience_viewers v ON v.audience_id = oa.audience_id AND v.user_id = me
       WHERE oa.obj_id = w.id AND oa.edition = w.edition)
     GROUP BY w.id
     ORDER BY lower(w.id) = begins DESC, w.id LIMIT most;
END $$;
