-- Candidates that people and other brokers post, and the end of those that nobody wanted
-- (docs/adr/0033).

-- ── posting ──────────────────────────────────────────────────────────────────────────────────
ALTER TABLE candidates
  ALTER COLUMN filter_version_id DROP NOT NULL,
  ALTER COLUMN survey DROP NOT NULL,
  ALTER COLUMN candid DROP NOT NULL,
  -- By somebody through the API, and not by the broker.
  ADD COLUMN posted boolean NOT NULL DEFAULT false,
  ADD COLUMN uploader_id integer REFERENCES users,
  ADD CONSTRAINT candidates_by_broker CHECK (
    posted OR (filter_version_id IS NOT NULL AND survey IS NOT NULL AND candid IS NOT NULL)),
  DROP CONSTRAINT candidates_filter_id_candid_key;
CREATE UNIQUE INDEX candidates_once ON candidates (filter_id, candid) WHERE NOT posted;
CREATE UNIQUE INDEX candidates_posted_once ON candidates (obj_id, filter_id, passed_at) WHERE posted;
CREATE INDEX candidates_uploader ON candidates (uploader_id) WHERE posted;

-- Who posts a candidate tells the filter's group of its object.
CREATE FUNCTION on_candidate_posted() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  INSERT INTO obj_audiences (obj_id, audience_id) VALUES (NEW.obj_id, NEW.audience_id)
    ON CONFLICT DO NOTHING;
  PERFORM pg_notify('fritz_news', '');
  RETURN NULL;
END $$;
CREATE TRIGGER candidates_posted AFTER INSERT ON candidates
  FOR EACH ROW WHEN (NEW.posted) EXECUTE FUNCTION on_candidate_posted();

CREATE POLICY adds ON candidates FOR INSERT TO fritz_app WITH CHECK (
  posted AND uploader_id = (SELECT viewer_id()) AND program_audience_id IS NULL
  AND (SELECT viewer_has('Upload data'))
  AND filter_id = ANY (ARRAY(SELECT visible_filters()))
  AND EXISTS (SELECT FROM objs o WHERE o.id = candidates.obj_id));
CREATE POLICY removes ON candidates FOR DELETE TO fritz_app USING (
  (SELECT viewer_has('Upload data'))
  AND filter_id = ANY (ARRAY(SELECT visible_filters()))
  AND (program_audience_id IS NULL
    OR program_audience_id = ANY (ARRAY(SELECT visible_programs()))));
GRANT INSERT (obj_id, filter_id, audience_id, candid, passed_at, output, posted, uploader_id), DELETE
  ON candidates TO fritz_app;

-- ── expiring ─────────────────────────────────────────────────────────────────────────────────
-- The broker's role calls what follows: it is under no policy, and so sees what hidden groups keep.
GRANT DELETE ON candidates, obj_names TO fritz_broker;
GRANT SELECT (list_name) ON listings TO fritz_broker;
GRANT SELECT (bot) ON annotations TO fritz_broker;
DO $$
DECLARE c record;
BEGIN
  FOR c IN
    SELECT k.conrelid::regclass AS referrer, a.attname FROM pg_constraint k
      JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
      WHERE k.contype = 'f' AND k.confrelid = 'obj_names'::regclass
        AND NOT has_column_privilege('fritz_broker', k.conrelid, a.attnum, 'SELECT')
  LOOP
    EXECUTE format('GRANT SELECT (%I) ON %s TO fritz_broker', c.attname, c.referrer);
  END LOOP;
END $$;

-- Those of these objects with which somebody has done something: everything that refers to a name is
-- looked at, of tables yet to come, too. What a broker made is no reason to keep it, and that somebody
-- rejected it neither.
CREATE FUNCTION kept_objs(names text[]) RETURNS SETOF text
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

-- Deletes those of the next `part` candidates after this one that passed before `until` and whose objects
-- nobody wanted; and such an object itself with the photometry of its alerts, which the archive has still,
-- where no candidate of it remains. `last` is null at the end.
CREATE FUNCTION expire_candidates(after_id bigint, until timestamptz, part integer)
  RETURNS TABLE (last bigint, candidates_gone integer, objs_gone integer)
  LANGUAGE plpgsql VOLATILE SET search_path = fritz, pg_temp AS $$
DECLARE
  old bigint[];
  names text[];
  kept text[];
BEGIN
  SELECT max(c.id), array_agg(c.id) FILTER (WHERE c.passed_at < until),
      array_agg(DISTINCT c.obj_id) FILTER (WHERE c.passed_at < until)
    INTO last, old, names
    FROM (SELECT * FROM candidates n WHERE n.id > after_id ORDER BY n.id LIMIT part) c;
  candidates_gone := 0;
  objs_gone := 0;
  IF names IS NOT NULL THEN
    -- Of the broker, of adoptions and of makers, in the order of all: what they begin with an object is
    -- seen here, or they find it gone.
    PERFORM pg_advisory_xact_lock(key) FROM (
      SELECT DISTINCT hashtextextended(n, 0) AS key FROM unnest(names) AS t (n) ORDER BY 1) AS keys;
    kept := ARRAY(SELECT kept_objs(names));
    DELETE FROM candidates c WHERE c.id = ANY (old) AND c.obj_id <> ALL (kept);
    GET DIAGNOSTICS candidates_gone = ROW_COUNT;
    DELETE FROM obj_names n WHERE n.id = ANY (names) AND n.id <> ALL (kept)
      AND NOT EXISTS (SELECT FROM candidates c WHERE c.obj_id = n.id);
    GET DIAGNOSTICS objs_gone = ROW_COUNT;
  END IF;
  RETURN NEXT;
END $$;
REVOKE EXECUTE ON FUNCTION on_candidate_posted(), kept_objs(text[]),
  expire_candidates(bigint, timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION kept_objs(text[]), expire_candidates(bigint, timestamptz, integer)
  TO fritz_broker;

-- ── deleting at an administrator's request ───────────────────────────────────────────────────
-- He sees everything but other people's lists and what is left of an object without candidates.
CREATE POLICY maintainer ON candidates FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY maintainer ON listings FOR SELECT TO CURRENT_USER USING (true);
CREATE FUNCTION listed_objs(names text[]) RETURNS SETOF text
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  IF viewer_has('System admin') THEN
    RETURN QUERY SELECT DISTINCT l.obj_id FROM listings l
      WHERE l.obj_id = ANY (names) AND l.list_name <> 'rejected_candidates';
  END IF;
END $$;
CREATE FUNCTION forget_objs(names text[]) RETURNS integer
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE gone integer;
BEGIN
  IF NOT viewer_has('System admin') THEN
    RAISE EXCEPTION 'only a System admin deletes objects' USING ERRCODE = 'insufficient_privilege';
  END IF;
  DELETE FROM obj_names n WHERE n.id = ANY (names)
    AND NOT EXISTS (SELECT FROM candidates c WHERE c.obj_id = n.id)
    AND n.id NOT IN (SELECT listed_objs(names));
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;
REVOKE EXECUTE ON FUNCTION listed_objs(text[]), forget_objs(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION kept_objs(text[]), listed_objs(text[]), forget_objs(text[]) TO fritz_app;

-- ── saving at once ───────────────────────────────────────────────────────────────────────────
-- What a filter's setting `autosave` asks for is done in the broker's transaction.
GRANT INSERT ON sources, comments TO fritz_broker;
GRANT SELECT ON group_users TO fritz_broker;
