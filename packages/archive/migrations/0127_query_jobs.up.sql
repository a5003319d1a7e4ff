-- Queries that people keep, and long ones that the server does by itself, with what came of them
-- (docs/adr/0058-long-queries-as-jobs.md).

-- ── queries that are kept ────────────────────────────────────────────────────────────────────
CREATE TABLE saved_queries (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  owner_id integer NOT NULL REFERENCES users ON DELETE CASCADE,
  -- Whose members see it, too.
  group_id integer REFERENCES groups ON DELETE SET NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  -- As it is sent: `json` keeps how numbers are written.
  asked json NOT NULL CHECK (json_typeof(asked) = 'object' AND length(asked::text) <= 1000000),
  created_at timestamptz NOT NULL DEFAULT now(),
  modified_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX saved_queries_owner ON saved_queries (owner_id);
CREATE INDEX saved_queries_group ON saved_queries (group_id);
ALTER TABLE saved_queries ENABLE ROW LEVEL SECURITY;
ALTER TABLE saved_queries FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON saved_queries TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON saved_queries FOR SELECT TO fritz_app USING (
  owner_id = (SELECT viewer_id()) OR group_id IN (SELECT viewer_groups()));
CREATE POLICY adds ON saved_queries FOR INSERT TO fritz_app WITH CHECK (
  owner_id = (SELECT viewer_id()) AND (group_id IS NULL OR group_id IN (SELECT viewer_groups())));
CREATE POLICY changes ON saved_queries FOR UPDATE TO fritz_app
  USING (owner_id = (SELECT viewer_id()))
  WITH CHECK (owner_id = (SELECT viewer_id())
    AND (group_id IS NULL OR group_id IN (SELECT viewer_groups())));
CREATE POLICY removes ON saved_queries FOR DELETE TO fritz_app USING (owner_id = (SELECT viewer_id()));
GRANT SELECT, DELETE, INSERT (owner_id, group_id, name, asked), UPDATE (group_id, name, asked, modified_at)
  ON saved_queries TO fritz_app;

-- ── jobs ─────────────────────────────────────────────────────────────────────────────────────
CREATE TABLE query_jobs (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  owner_id integer NOT NULL REFERENCES users ON DELETE CASCADE,
  name text CHECK (length(name) BETWEEN 1 AND 200),
  asked json NOT NULL CHECK (json_typeof(asked) = 'object' AND length(asked::text) <= 1000000),
  state text NOT NULL DEFAULT 'waiting'
    CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
  -- Why it failed.
  message text CHECK (length(message) <= 2000),
  -- Audiences of the programmes that its owner saw: what came of it may be of each of them, and is his for
  -- as long as he sees them all.
  programs integer[] NOT NULL,
  -- How many documents were looked at, and about how many there were to look at.
  looked_at bigint NOT NULL DEFAULT 0,
  estimated bigint,
  rows bigint NOT NULL DEFAULT 0,
  bytes bigint NOT NULL DEFAULT 0,
  -- Names and types of what stands in the rows, as a table has them.
  columns json,
  attempts integer NOT NULL DEFAULT 0,
  -- When it may be begun; of one that runs: when it is taken for lost.
  due_at timestamptz NOT NULL DEFAULT now(),
  created_at timestamptz NOT NULL DEFAULT now(),
  begun_at timestamptz,
  ended_at timestamptz,
  expires_at timestamptz,
  CHECK ((state IN ('waiting', 'running')) = (ended_at IS NULL)),
  CHECK ((ended_at IS NULL) = (expires_at IS NULL))
);
CREATE INDEX query_jobs_owner ON query_jobs (owner_id, id DESC);
CREATE INDEX query_jobs_due ON query_jobs (due_at) WHERE state IN ('waiting', 'running');
CREATE INDEX query_jobs_expires ON query_jobs (expires_at) WHERE expires_at IS NOT NULL;
ALTER TABLE query_jobs ENABLE ROW LEVEL SECURITY;
ALTER TABLE query_jobs FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON query_jobs TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON query_jobs FOR SELECT TO fritz_app USING (owner_id = (SELECT viewer_id()));
CREATE POLICY removes ON query_jobs FOR DELETE TO fritz_app USING (owner_id = (SELECT viewer_id()));
GRANT SELECT, DELETE ON query_jobs TO fritz_app;

-- What came of a job: lines of Extended JSON, packed (gzip), some thousand a row.
CREATE TABLE query_job_parts (
  job_id bigint NOT NULL REFERENCES query_jobs ON DELETE CASCADE,
  number integer NOT NULL,
  rows integer NOT NULL,
  packed bytea NOT NULL,
  PRIMARY KEY (job_id, number)
);
ALTER TABLE query_job_parts ALTER packed SET STORAGE EXTERNAL;
ALTER TABLE query_job_parts ENABLE ROW LEVEL SECURITY;
ALTER TABLE query_job_parts FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON query_job_parts TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON query_job_parts FOR SELECT TO fritz_app USING (EXISTS (
  SELECT FROM query_jobs j WHERE j.id = query_job_parts.job_id
    AND j.programs <@ ARRAY(SELECT visible_programs())));
GRANT SELECT ON query_job_parts TO fritz_app;

-- Orders a job; `refused` tells why there is none: 'too_many', 'too_large' (of what is kept), 'narrow_key'.
CREATE FUNCTION ask_query_job(asked_for json, called text, OUT id bigint, OUT refused text)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE me integer := viewer_id();
BEGIN
  IF me IS NULL THEN
    RAISE EXCEPTION 'nobody asks' USING ERRCODE = 'insufficient_privilege';
  END IF;
  -- A job is done with all that its owner may: who holds a narrower key does not get more by it.
  IF NOT viewer_has('System admin') AND EXISTS (
    SELECT FROM user_permissions p WHERE p.user_id = me AND p.acl_id = 'System admin') THEN
    refused := 'narrow_key';
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('fritz query jobs', me));
  IF (SELECT count(*) FROM query_jobs j WHERE j.owner_id = me) >= 100
    OR (SELECT count(*) FROM query_jobs j WHERE j.owner_id = me AND j.ended_at IS NULL) >= 10 THEN
    refused := 'too_many';
    RETURN;
  END IF;
  IF (SELECT coalesce(sum(j.bytes), 0) FROM query_jobs j WHERE j.owner_id = me) >= 20e9 THEN
    refused := 'too_large';
    RETURN;
  END IF;
  INSERT INTO query_jobs (owner_id, name, asked, programs)
    VALUES (me, called, asked_for, ARRAY(SELECT visible_programs())) RETURNING query_jobs.id INTO id;
  PERFORM pg_notify('fritz_work', '');
END $$;

-- Ends a job of the viewer's that is not over; what came of it by then is thrown away.
CREATE FUNCTION cancel_query_job(unwanted bigint) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  UPDATE query_jobs j SET state = 'cancelled', ended_at = now(), expires_at = now() + interval '1 day',
      rows = 0, bytes = 0
    WHERE j.id = unwanted AND j.owner_id = viewer_id() AND j.ended_at IS NULL;
  IF NOT FOUND THEN RETURN false; END IF;
  DELETE FROM query_job_parts p WHERE p.job_id = unwanted;
  RETURN true;
END $$;

-- ── the server's own work ────────────────────────────────────────────────────────────────────
-- Takes some of what is due, one of a person at a time; who does not say within the lease that he is at it
-- leaves it to others, who begin anew.
CREATE FUNCTION take_query_jobs(work_key text, most integer, lease interval)
  RETURNS TABLE (id bigint, owner_id integer, asked text, attempts integer, programs integer[])
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM demand_work_key(work_key);
  DELETE FROM query_jobs j WHERE j.expires_at < now();
  UPDATE query_jobs j SET state = 'failed', ended_at = now(), expires_at = now() + interval '7 days',
      message = 'the server was stopped three times while it was at it'
    WHERE j.state = 'running' AND j.due_at <= now() AND j.attempts >= 3;
  RETURN QUERY
    WITH due AS (
      SELECT j.id FROM query_jobs j
        WHERE j.state IN ('waiting', 'running') AND j.due_at <= now()
          AND NOT EXISTS (SELECT FROM query_jobs o WHERE o.owner_id = j.owner_id
            AND o.state IN ('waiting', 'running') AND o.id <> j.id
            AND (o.due_at > now() OR o.id < j.id))
        ORDER BY j.id LIMIT most FOR UPDATE SKIP LOCKED),
    emptied AS (DELETE FROM query_job_parts p USING due WHERE p.job_id = due.id),
    taken AS (
      UPDATE query_jobs j SET state = 'running', attempts = j.attempts + 1, begun_at = now(),
          due_at = now() + lease, looked_at = 0, rows = 0, bytes = 0
        FROM due WHERE j.id = due.id RETURNING j.*)
    SELECT t.id, t.owner_id, t.asked::text, t.attempts, t.programs FROM taken t;
END $$;

-- Tells that somebody is at it, and how far. False: it is not wanted any more, or another's.
CREATE FUNCTION note_query_job(work_key text, noted bigint, attempt integer, looked bigint, estimate bigint,
  lease interval) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM demand_work_key(work_key);
  UPDATE query_jobs j SET looked_at = looked, estimated = coalesce(estimate, j.estimated),
      due_at = now() + lease
    WHERE j.id = noted AND j.attempts = attempt AND j.state = 'running';
  RETURN FOUND;
END $$;

-- Keeps a part of what comes of it. False as above.
CREATE FUNCTION keep_query_part(work_key text, kept bigint, attempt integer, part integer, part_rows integer,
  part_packed bytea) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM demand_work_key(work_key);
  UPDATE query_jobs j SET rows = j.rows + part_rows, bytes = j.bytes + length(part_packed)
    WHERE j.id = kept AND j.attempts = attempt AND j.state = 'running';
  IF NOT FOUND THEN RETURN false; END IF;
  INSERT INTO query_job_parts (job_id, number, rows, packed) VALUES (kept, part, part_rows, part_packed);
  RETURN true;
END $$;

-- Ends it: 'done' or 'failed'. `seen`: what its owner saw of programmes when it began.
CREATE FUNCTION settle_query_job(work_key text, settled bigint, attempt integer, new_state text, words text,
  seen integer[], shape json, looked bigint) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM demand_work_key(work_key);
  UPDATE query_jobs j SET state = new_state, message = left(words, 2000), columns = shape,
      programs = coalesce(seen, j.programs), looked_at = looked, ended_at = now(),
      expires_at = now() + interval '7 days',
      rows = CASE new_state WHEN 'done' THEN j.rows ELSE 0 END,
      bytes = CASE new_state WHEN 'done' THEN j.bytes ELSE 0 END
    WHERE j.id = settled AND j.attempts = attempt AND j.state = 'running';
  IF NOT FOUND THEN RETURN false; END IF;
  IF new_state <> 'done' THEN DELETE FROM query_job_parts p WHERE p.job_id = settled; END IF;
  RETURN true;
END $$;

REVOKE EXECUTE ON FUNCTION ask_query_job(json, text), cancel_query_job(bigint),
  take_query_jobs(text, integer, interval),
  note_query_job(text, bigint, integer, bigint, bigint, interval),
  keep_query_part(text, bigint, integer, integer, integer, bytea),
  settle_query_job(text, bigint, integer, text, text, integer[], json, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ask_query_job(json, text), cancel_query_job(bigint),
  take_query_jobs(text, integer, interval),
  note_query_job(text, bigint, integer, bigint, bigint, interval),
  keep_query_part(text, bigint, integer, integer, integer, bytea),
  settle_query_job(text, bigint, integer, text, text, integer[], json, bigint) TO fritz_app;
