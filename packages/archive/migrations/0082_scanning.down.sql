CREATE OR REPLACE FUNCTION kept_objs(names text[]) RETURNS SETOF text
  LANGUAGE plpgsql STABLE SET search_path = fritz, pg_temp AS $$
DECLARE
  parts text := 'SELECT e.id FROM obj_editions e
    WHERE e.id = ANY ($1) AND e.modified_at > e.created_at';
  c record;
BEGIN
  FOR c IN
    SELECT r.relname, a.attname FROM pg_constraint k
      JOIN pg_class r ON r.oid = k.conrelid
      JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
      WHERE k.contype = 'f' AND k.confrelid = 'fritz.obj_names'::regclass
        AND r.relname NOT IN ('candidates', 'obj_editions', 'obj_audiences', 'obj_adoptions')
      ORDER BY r.relname
  LOOP
    parts := parts || format(' UNION SELECT r.%I FROM %I r WHERE r.%I = ANY ($1)',
        c.attname, c.relname, c.attname)
      || CASE c.relname
        WHEN 'photometry' THEN ' AND r.owner_id IS NOT NULL'
        WHEN 'listings' THEN ' AND r.list_name <> ''rejected_candidates'''
        WHEN 'annotations' THEN ' AND NOT r.bot'
        ELSE '' END;
  END LOOP;
  RETURN QUERY EXECUTE parts USING names;
END $$;
DROP TABLE answered_requests;
