-- Scanning on a bad connection (docs/adr/0040-decisions-of-a-scan.md).

-- ── requests that were answered ──────────────────────────────────────────────────────────────
-- Who sends a request again under the same key, because the answer was lost, gets that answer: it is
-- done once. Its owner's alone, and for a month.
CREATE TABLE answered_requests (
  user_id integer NOT NULL REFERENCES users ON DELETE CASCADE,
  key text NOT NULL CHECK (length(key) BETWEEN 8 AND 100),
  -- SHA-256 of method, path and body, in base64url.
  request text NOT NULL CHECK (length(request) = 43),
  -- JSON of the data that was answered; null only within the transaction that works on it.
  answer text,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, key)
);
CREATE INDEX answered_requests_age ON answered_requests (user_id, created_at);
ALTER TABLE answered_requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE answered_requests FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON answered_requests TO fritz_app
  USING (user_id = (SELECT viewer_id())) WITH CHECK (user_id = (SELECT viewer_id()));
GRANT SELECT, DELETE ON answered_requests TO fritz_app;
GRANT INSERT (user_id, key, request) ON answered_requests TO fritz_app;
GRANT UPDATE (answer) ON answered_requests TO fritz_app;

-- ── candidates that somebody looked at ───────────────────────────────────────────────────────
-- That somebody scanned a candidate is no reason to keep it, no more than that he rejected it: else
-- nothing would end that anybody saw.
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
        AND r.relname NOT IN ('candidates', 'obj_editions', 'obj_audiences', 'obj_adoptions',
          'source_labels')
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
