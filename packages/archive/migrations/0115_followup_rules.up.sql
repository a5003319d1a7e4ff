-- Rules that ask facilities by themselves, and what each of them did or why it did not (docs/adr/0053).

-- With whose rights a filter asks: whoever set it so. Null for settings from before: nobody asked for anything
-- by them then, and they ask for nothing until somebody sets them again.
ALTER TABLE filters ADD COLUMN followup_by integer REFERENCES users ON DELETE SET NULL;
CREATE INDEX filters_followup_by ON filters (followup_by);
CREATE FUNCTION on_auto_followup_set() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  NEW.followup_by := CASE WHEN NEW.auto_followup = '{}' THEN NULL ELSE viewer_id() END;
  RETURN NEW;
END $$;
CREATE TRIGGER filters_followup_set BEFORE INSERT OR UPDATE OF auto_followup ON filters
  FOR EACH ROW EXECUTE FUNCTION on_auto_followup_set();

-- Constraints and the like of a rule that a class sets off, in the words of SkyPortal.
ALTER TABLE default_followup_requests ADD COLUMN settings jsonb NOT NULL DEFAULT '{}'
  CHECK (jsonb_typeof(settings) = 'object');
GRANT INSERT (settings) ON default_followup_requests TO fritz_app;

CREATE TABLE followup_rule_runs (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- One of the two rules.
  filter_id integer REFERENCES filters ON DELETE CASCADE,
  default_id integer REFERENCES default_followup_requests ON DELETE CASCADE,
  obj_id text NOT NULL REFERENCES obj_names ON DELETE CASCADE,
  edition bigint NOT NULL,
  -- The alert that set it off, of a filter's survey.
  candid bigint,
  -- What the filter's own pipeline said: {payload, comment}.
  output jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(output) = 'object'),
  -- waiting: the server has not looked at it yet; asked, raised: of a request that was there, the priority;
  -- ignored: a constraint held; refused: it could not be asked for.
  outcome text NOT NULL DEFAULT 'waiting'
    CHECK (outcome IN ('waiting', 'asked', 'raised', 'ignored', 'refused')),
  words text CHECK (length(words) <= 2000),
  request_id integer REFERENCES followup_requests ON DELETE SET NULL,
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL DEFAULT now(),
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK (num_nonnulls(filter_id, default_id) = 1)
);
-- An alert while another of the object waits adds nothing.
CREATE UNIQUE INDEX followup_rule_runs_waiting ON followup_rule_runs (filter_id, obj_id)
  WHERE outcome = 'waiting';
CREATE INDEX followup_rule_runs_due ON followup_rule_runs (due_at) WHERE outcome = 'waiting';
CREATE INDEX followup_rule_runs_filter ON followup_rule_runs (filter_id, id DESC);
CREATE INDEX followup_rule_runs_default ON followup_rule_runs (default_id, id DESC);
CREATE INDEX followup_rule_runs_obj ON followup_rule_runs (obj_id);
CREATE INDEX followup_rule_runs_request ON followup_rule_runs (request_id);
CREATE INDEX followup_rule_runs_old ON followup_rule_runs (created_at);
CREATE TRIGGER followup_rule_runs_edition BEFORE INSERT ON followup_rule_runs
  FOR EACH ROW EXECUTE FUNCTION on_said_of_obj();
ALTER TABLE followup_rule_runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE followup_rule_runs FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON followup_rule_runs TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY subject ON followup_rule_runs AS RESTRICTIVE TO fritz_app USING (EXISTS (
  SELECT FROM obj_audiences oa
   WHERE oa.obj_id = followup_rule_runs.obj_id AND oa.edition = followup_rule_runs.edition));
CREATE POLICY reads ON followup_rule_runs FOR SELECT TO fritz_app USING (
  filter_id IN (SELECT f.id FROM filters f)
  OR default_id IN (SELECT d.id FROM default_followup_requests d));
-- What a class set off is written by whoever said it.
CREATE POLICY adds ON followup_rule_runs FOR INSERT TO fritz_app WITH CHECK (
  filter_id IS NULL AND default_id IN (SELECT d.id FROM default_followup_requests d)
  AND (SELECT viewer_has('Upload data')));
GRANT SELECT, INSERT (default_id, obj_id, outcome, words, request_id) ON followup_rule_runs TO fritz_app;
-- What a filter sets off is written with the candidate.
GRANT INSERT (filter_id, obj_id, candid, output) ON followup_rule_runs TO fritz_broker;
GRANT SELECT (obj_id, filter_id, outcome) ON followup_rule_runs TO fritz_broker;

CREATE FUNCTION on_rule_run_waits() RETURNS trigger
  LANGUAGE plpgsql SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM pg_notify('fritz_work', '');
  RETURN NULL;
END $$;
CREATE TRIGGER followup_rule_runs_waits AFTER INSERT ON followup_rule_runs
  FOR EACH ROW WHEN (NEW.outcome = 'waiting') EXECUTE FUNCTION on_rule_run_waits();

-- Takes some of what waits, the oldest first; who does not settle it within the lease leaves it to others.
-- What was said a season ago is forgotten.
CREATE FUNCTION take_followup_runs(work_key text, most integer, lease interval)
  RETURNS TABLE (run_id bigint, attempts integer, filter_id integer, filter_name text, group_id integer,
    settings jsonb, obj_id text, candid bigint, output jsonb, user_id integer)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM demand_work_key(work_key);
  DELETE FROM followup_rule_runs r WHERE r.id IN (
    SELECT o.id FROM followup_rule_runs o WHERE o.created_at < now() - interval '90 days'
      AND o.outcome <> 'waiting' ORDER BY o.created_at LIMIT 1000 FOR UPDATE SKIP LOCKED);
  RETURN QUERY
    WITH due AS (
      SELECT w.id FROM followup_rule_runs w WHERE w.outcome = 'waiting' AND w.due_at <= now()
        ORDER BY w.due_at, w.id LIMIT most FOR UPDATE SKIP LOCKED),
    taken AS (
      UPDATE followup_rule_runs w SET attempts = w.attempts + 1, due_at = now() + lease
        FROM due WHERE w.id = due.id RETURNING w.*)
    SELECT t.id, t.attempts, f.id, f.name, f.group_id, f.auto_followup, t.obj_id, t.candid, t.output,
        f.followup_by
      FROM taken t JOIN filters f ON f.id = t.filter_id ORDER BY t.id;
END $$;

-- Settles one, if nobody else did since.
CREATE FUNCTION settle_followup_run(work_key text, settled bigint, seen_attempts integer, came text,
  why text, made integer) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM demand_work_key(work_key);
  UPDATE followup_rule_runs r SET outcome = came, words = left(why, 2000), request_id = made
    WHERE r.id = settled AND r.attempts = seen_attempts AND r.outcome = 'waiting';
  RETURN FOUND;
END $$;

-- What the server writes in somebody's place no person wrote: there is no key in hand that would say so.
CREATE FUNCTION on_note_by_work() RETURNS trigger
  LANGUAGE plpgsql SET search_path = fritz, pg_temp AS $$
BEGIN
  NEW.bot := true;
  RETURN NEW;
END $$;
CREATE TRIGGER comments_written_by_work BEFORE INSERT ON comments
  FOR EACH ROW WHEN (NEW.bot IS NULL) EXECUTE FUNCTION on_note_by_work();

REVOKE EXECUTE ON FUNCTION on_auto_followup_set(), on_note_by_work(), on_rule_run_waits(),
  take_followup_runs(text, integer, interval),
  settle_followup_run(text, bigint, integer, text, text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION take_followup_runs(text, integer, interval),
  settle_followup_run(text, bigint, integer, text, text, integer) TO fritz_app;
