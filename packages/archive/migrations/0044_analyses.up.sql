-- Analyses of objects by services outside: asked for here, sent by the server's own work, answered
-- by a call to an address that holds a token.

-- ── the server's own work ────────────────────────────────────────────────────────────────────
-- A server that does what waits in outboxes proves itself by such a key, which only its memory
-- holds: who can merely run SQL as the application's role reads no outbox.
CREATE TABLE work_keys (
  key_hash bytea PRIMARY KEY,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE FUNCTION demand_work_key(work_key text) RETURNS void
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM work_keys w
      WHERE w.key_hash = sha256(convert_to(work_key, 'UTF8'))) THEN
    RAISE EXCEPTION 'not a server that works' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;
ALTER TABLE work_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE work_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON work_keys TO CURRENT_USER USING (true) WITH CHECK (true);

-- ── services ─────────────────────────────────────────────────────────────────────────────────
CREATE TABLE analysis_services (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL CHECK (name <> ''),
  display_name text,
  description text,
  version text,
  contact_name text,
  contact_email text,
  url text NOT NULL,
  -- Name of a parameter → the values that it can have; an empty list: any.
  optional_parameters jsonb NOT NULL DEFAULT '{}',
  authentication_type text NOT NULL
    CHECK (authentication_type IN ('none', 'api_key', 'header_token', 'HTTPBasicAuth')),
  -- Sealed by the server; requests write it and never read it.
  authinfo bytea,
  enabled boolean NOT NULL DEFAULT true,
  analysis_type text NOT NULL
    CHECK (analysis_type IN ('lightcurve_fitting', 'spectrum_fitting', 'meta_analysis')),
  input_data_types text[] NOT NULL CHECK (input_data_types <@ ARRAY['photometry', 'spectra',
    'redshift', 'annotations', 'comments', 'classifications']),
  -- How long the service may take.
  timeout_s double precision NOT NULL DEFAULT 3600 CHECK (timeout_s > 0 AND timeout_s <= 2592000),
  upload_only boolean NOT NULL DEFAULT false,
  display_on_resource_dropdown boolean NOT NULL DEFAULT true,
  -- Whether its results sum the object up.
  is_summary boolean NOT NULL DEFAULT false,
  audience_id integer NOT NULL REFERENCES audiences,
  created_by integer NOT NULL REFERENCES users,
  created_at timestamptz NOT NULL DEFAULT now(),
  modified_at timestamptz NOT NULL DEFAULT now(),
  CHECK (authentication_type = 'none' OR authinfo IS NOT NULL),
  UNIQUE (name, audience_id)
);
CREATE INDEX analysis_services_audience ON analysis_services (audience_id);
CREATE INDEX analysis_services_maker ON analysis_services (created_by);
CREATE TRIGGER analysis_services_readdressed BEFORE UPDATE OF audience_id ON analysis_services
  FOR EACH ROW WHEN (current_user = 'fritz_app' AND NEW.audience_id <> OLD.audience_id)
  EXECUTE FUNCTION on_readdressed();
ALTER TABLE analysis_services ENABLE ROW LEVEL SECURITY;
ALTER TABLE analysis_services FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON analysis_services TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON analysis_services FOR SELECT TO fritz_app USING (EXISTS (
    SELECT FROM audience_viewers v WHERE v.audience_id = analysis_services.audience_id)
  OR (SELECT viewer_has('System admin')));
CREATE POLICY adds ON analysis_services FOR INSERT TO fritz_app WITH CHECK (
  created_by = (SELECT viewer_id()) AND viewer_may_address(audience_id));
CREATE POLICY permitted_adds ON analysis_services AS RESTRICTIVE FOR INSERT TO fritz_app
  WITH CHECK ((SELECT viewer_has('Manage Analysis Services')));
CREATE POLICY changes ON analysis_services FOR UPDATE TO fritz_app
  USING (created_by = (SELECT viewer_id()) OR viewer_administers(audience_id));
CREATE POLICY permitted_changes ON analysis_services AS RESTRICTIVE FOR UPDATE TO fritz_app
  USING ((SELECT viewer_has('Manage Analysis Services')));
CREATE POLICY removes ON analysis_services FOR DELETE TO fritz_app
  USING (created_by = (SELECT viewer_id()) OR viewer_administers(audience_id));
CREATE POLICY permitted_removes ON analysis_services AS RESTRICTIVE FOR DELETE TO fritz_app
  USING ((SELECT viewer_has('Manage Analysis Services')));

-- ── analyses ─────────────────────────────────────────────────────────────────────────────────
CREATE TABLE obj_analyses (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  obj_id text NOT NULL REFERENCES objs ON DELETE CASCADE,
  analysis_service_id integer NOT NULL REFERENCES analysis_services ON DELETE CASCADE,
  author_id integer NOT NULL REFERENCES users,
  audience_id integer NOT NULL REFERENCES audiences,
  -- queued: not sent yet; pending: the service has it.
  status text NOT NULL DEFAULT 'queued'
    CHECK (status IN ('queued', 'pending', 'completed', 'failure', 'timed_out')),
  status_message text,
  analysis_parameters jsonb NOT NULL DEFAULT '{}',
  show_parameters boolean NOT NULL DEFAULT true,
  show_plots boolean NOT NULL DEFAULT true,
  show_corner boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now(),
  modified_at timestamptz NOT NULL DEFAULT now(),
  last_activity timestamptz NOT NULL DEFAULT now(),
  -- Nothing is taken from the service after that; null: an upload.
  invalid_after timestamptz,
  duration_s double precision
);
CREATE INDEX obj_analyses_obj ON obj_analyses (obj_id, id);
CREATE INDEX obj_analyses_service ON obj_analyses (analysis_service_id);
CREATE INDEX obj_analyses_author ON obj_analyses (author_id, created_at);
CREATE INDEX obj_analyses_audience ON obj_analyses (audience_id);
CREATE INDEX obj_analyses_open ON obj_analyses (invalid_after) WHERE status IN ('queued', 'pending');
-- What came of it: its results (one), samples (one), and plots.
CREATE TABLE obj_analysis_products (
  analysis_id integer NOT NULL REFERENCES obj_analyses ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('results', 'inference_data', 'plot')),
  number smallint NOT NULL DEFAULT 0,
  -- json, png, pdf … as the service calls it.
  format text NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (analysis_id, kind, number)
);
ALTER TABLE obj_analyses ENABLE ROW LEVEL SECURITY;
ALTER TABLE obj_analyses FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON obj_analyses TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON obj_analyses FOR SELECT TO fritz_app USING (
  (EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = obj_analyses.audience_id)
    OR author_id = (SELECT viewer_id()) OR (SELECT viewer_has('System admin')))
  AND EXISTS (SELECT FROM objs o WHERE o.id = obj_analyses.obj_id));
CREATE POLICY adds ON obj_analyses FOR INSERT TO fritz_app WITH CHECK (
  author_id = (SELECT viewer_id()) AND viewer_may_address(audience_id)
  AND analysis_service_id IN (SELECT s.id FROM analysis_services s)
  AND EXISTS (SELECT FROM objs o WHERE o.id = obj_analyses.obj_id));
CREATE POLICY permitted_adds ON obj_analyses AS RESTRICTIVE FOR INSERT TO fritz_app
  WITH CHECK ((SELECT viewer_has('Run Analyses')));
CREATE POLICY removes ON obj_analyses FOR DELETE TO fritz_app
  USING (author_id = (SELECT viewer_id()) OR viewer_administers(audience_id));
CREATE POLICY permitted_removes ON obj_analyses AS RESTRICTIVE FOR DELETE TO fritz_app
  USING ((SELECT viewer_has('Run Analyses')));
ALTER TABLE obj_analysis_products ENABLE ROW LEVEL SECURITY;
ALTER TABLE obj_analysis_products FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON obj_analysis_products TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON obj_analysis_products FOR SELECT TO fritz_app USING (EXISTS (
  SELECT FROM obj_analyses a WHERE a.id = obj_analysis_products.analysis_id));
-- Of an upload, by who makes it.
CREATE POLICY adds ON obj_analysis_products FOR INSERT TO fritz_app WITH CHECK (EXISTS (
  SELECT FROM obj_analyses a WHERE a.id = obj_analysis_products.analysis_id
    AND a.author_id = (SELECT viewer_id()) AND a.invalid_after IS NULL));
CREATE POLICY permitted_adds ON obj_analysis_products AS RESTRICTIVE FOR INSERT TO fritz_app
  WITH CHECK ((SELECT viewer_has('Run Analyses')));

-- ── what is to be sent ───────────────────────────────────────────────────────────────────────
CREATE TABLE analysis_jobs (
  analysis_id integer PRIMARY KEY REFERENCES obj_analyses ON DELETE CASCADE,
  -- What is sent, as its author saw it when he asked; gone once it is sent.
  payload jsonb NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX analysis_jobs_due ON analysis_jobs (due_at);
-- By what a service answers; one per attempt, because an answer may come to any of them.
CREATE TABLE analysis_tokens (
  token_hash bytea PRIMARY KEY,
  analysis_id integer NOT NULL REFERENCES obj_analyses ON DELETE CASCADE
);
CREATE INDEX analysis_tokens_analysis ON analysis_tokens (analysis_id);
ALTER TABLE analysis_jobs ENABLE ROW LEVEL SECURITY;
ALTER TABLE analysis_jobs FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON analysis_jobs TO CURRENT_USER USING (true) WITH CHECK (true);
ALTER TABLE analysis_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE analysis_tokens FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON analysis_tokens TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE FUNCTION queue_analysis(queued integer, sent jsonb) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM obj_analyses a WHERE a.id = queued AND a.status = 'queued'
      AND a.author_id = viewer_id() AND a.invalid_after IS NOT NULL
      AND NOT EXISTS (SELECT FROM analysis_tokens t WHERE t.analysis_id = a.id)) THEN
    RAISE EXCEPTION 'not an analysis of the viewer that waits' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO analysis_jobs (analysis_id, payload) VALUES (queued, sent);
  PERFORM pg_notify('fritz_work', '');
END $$;

-- Takes some of what is due; who does not settle it within the lease leaves it to others.
CREATE FUNCTION take_analysis_jobs(work_key text, most integer, lease interval)
  RETURNS TABLE (analysis_id integer, attempts integer, url text, authentication_type text,
    authinfo bytea, payload jsonb, invalid_after timestamptz)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM demand_work_key(work_key);
  RETURN QUERY
    WITH due AS (
      SELECT j.analysis_id FROM analysis_jobs j WHERE j.due_at <= now()
        ORDER BY j.due_at LIMIT most FOR UPDATE SKIP LOCKED),
    taken AS (
      UPDATE analysis_jobs j SET attempts = j.attempts + 1, due_at = now() + lease FROM due
        WHERE j.analysis_id = due.analysis_id RETURNING j.*)
    SELECT t.analysis_id, t.attempts, s.url, s.authentication_type, s.authinfo, t.payload,
        a.invalid_after
      FROM taken t JOIN obj_analyses a ON a.id = t.analysis_id
        JOIN analysis_services s ON s.id = a.analysis_service_id;
END $$;
CREATE FUNCTION give_analysis_token(work_key text, given_to integer, new_hash bytea) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM demand_work_key(work_key);
  INSERT INTO analysis_tokens (token_hash, analysis_id) VALUES (new_hash, given_to);
END $$;
-- Settles an attempt: 'sent', 'failed', or 'again' after some time.
CREATE FUNCTION settle_analysis_job(work_key text, settled integer, outcome text, message text,
  again_after interval) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM demand_work_key(work_key);
  IF outcome = 'again' THEN
    UPDATE analysis_jobs j SET due_at = now() + again_after WHERE j.analysis_id = settled;
  ELSE
    DELETE FROM analysis_jobs j WHERE j.analysis_id = settled;
  END IF;
  -- The service may have answered already.
  UPDATE obj_analyses a SET status_message = message, last_activity = now(), modified_at = now(),
      status = CASE outcome WHEN 'sent' THEN 'pending' WHEN 'failed' THEN 'failure' ELSE a.status END
    WHERE a.id = settled AND a.status = 'queued';
  IF outcome = 'failed' THEN
    DELETE FROM analysis_tokens t WHERE t.analysis_id = settled;
  END IF;
END $$;
-- Gives up what took longer than the service may; tells how many.
CREATE FUNCTION expire_analyses(work_key text) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE ended integer[];
BEGIN
  PERFORM demand_work_key(work_key);
  WITH gone AS (
    UPDATE obj_analyses a SET status = 'timed_out', last_activity = now(), modified_at = now()
      WHERE a.status IN ('queued', 'pending') AND a.invalid_after < now() RETURNING a.id)
    SELECT array_agg(id) INTO ended FROM gone;
  DELETE FROM analysis_jobs j WHERE j.analysis_id = ANY (ended);
  DELETE FROM analysis_tokens t WHERE t.analysis_id = ANY (ended);
  RETURN coalesce(cardinality(ended), 0);
END $$;

-- What a service answers, by the token that it was given, once. The outcome is 'taken', or 'unknown'
-- where the token is nobody's, of an analysis that is over, or too old.
CREATE FUNCTION finish_analysis(token text, succeeded boolean, message text, kinds text[],
  numbers smallint[], formats text[], contents bytea[], summed_up text)
  RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE found obj_analyses;
BEGIN
  SELECT a.* INTO found FROM analysis_tokens t JOIN obj_analyses a ON a.id = t.analysis_id
    WHERE t.token_hash = sha256(convert_to(token, 'UTF8'))
      AND a.status IN ('queued', 'pending') AND a.invalid_after >= now() FOR UPDATE OF a;
  IF found.id IS NULL THEN RETURN 'unknown'; END IF;
  DELETE FROM analysis_tokens t WHERE t.analysis_id = found.id;
  DELETE FROM analysis_jobs j WHERE j.analysis_id = found.id;
  UPDATE obj_analyses a SET status = CASE WHEN succeeded THEN 'completed' ELSE 'failure' END,
      status_message = message, last_activity = now(), modified_at = now(),
      duration_s = extract(epoch FROM now() - a.created_at)
    WHERE a.id = found.id;
  INSERT INTO obj_analysis_products (analysis_id, kind, number, format, content)
    SELECT found.id, k, n, f, c FROM unnest(kinds, numbers, formats, contents) AS p (k, n, f, c);
  IF succeeded AND summed_up IS NOT NULL AND EXISTS (SELECT FROM analysis_services s
      WHERE s.id = found.analysis_service_id AND s.is_summary) THEN
    INSERT INTO obj_summaries (obj_id, summary, is_bot, set_by, audience_id)
      VALUES (found.obj_id, summed_up, true, found.author_id, found.audience_id);
  END IF;
  RETURN 'taken';
END $$;

-- ── analyses by themselves ───────────────────────────────────────────────────────────────────
-- Begun for whoever says of an object what the filter asks for, with his rights.
CREATE TABLE default_analyses (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  analysis_service_id integer NOT NULL REFERENCES analysis_services ON DELETE CASCADE,
  author_id integer NOT NULL REFERENCES users,
  audience_id integer NOT NULL REFERENCES audiences,
  default_parameters jsonb NOT NULL DEFAULT '{}',
  -- {classifications: [{name, probability}]}
  source_filter jsonb NOT NULL,
  show_parameters boolean NOT NULL DEFAULT true,
  show_plots boolean NOT NULL DEFAULT true,
  show_corner boolean NOT NULL DEFAULT true,
  daily_limit integer NOT NULL DEFAULT 10 CHECK (daily_limit BETWEEN 1 AND 10000),
  -- How many were begun on which day, UTC.
  counted_day date,
  counted integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  modified_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX default_analyses_service ON default_analyses (analysis_service_id);
CREATE INDEX default_analyses_author ON default_analyses (author_id);
CREATE INDEX default_analyses_audience ON default_analyses (audience_id);
CREATE TRIGGER default_analyses_readdressed BEFORE UPDATE OF audience_id ON default_analyses
  FOR EACH ROW WHEN (current_user = 'fritz_app' AND NEW.audience_id <> OLD.audience_id)
  EXECUTE FUNCTION on_readdressed();
ALTER TABLE default_analyses ENABLE ROW LEVEL SECURITY;
ALTER TABLE default_analyses FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON default_analyses TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON default_analyses FOR SELECT TO fritz_app USING (
  (EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = default_analyses.audience_id)
    OR (SELECT viewer_has('System admin')))
  AND analysis_service_id IN (SELECT s.id FROM analysis_services s));
CREATE POLICY adds ON default_analyses FOR INSERT TO fritz_app WITH CHECK (
  author_id = (SELECT viewer_id()) AND viewer_may_address(audience_id)
  AND analysis_service_id IN (SELECT s.id FROM analysis_services s));
CREATE POLICY permitted_adds ON default_analyses AS RESTRICTIVE FOR INSERT TO fritz_app
  WITH CHECK ((SELECT viewer_has('Run Analyses')));
CREATE POLICY changes ON default_analyses FOR UPDATE TO fritz_app
  USING (author_id = (SELECT viewer_id()) OR viewer_administers(audience_id));
CREATE POLICY permitted_changes ON default_analyses AS RESTRICTIVE FOR UPDATE TO fritz_app
  USING ((SELECT viewer_has('Run Analyses')));
CREATE POLICY removes ON default_analyses FOR DELETE TO fritz_app
  USING (author_id = (SELECT viewer_id()) OR viewer_administers(audience_id));
CREATE POLICY permitted_removes ON default_analyses AS RESTRICTIVE FOR DELETE TO fritz_app
  USING ((SELECT viewer_has('Run Analyses')));
-- Counts one more analysis by itself; false where there were enough today, or the viewer sees none.
CREATE FUNCTION count_default_analysis(begun integer) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE today date := (now() AT TIME ZONE 'UTC')::date;
BEGIN
  UPDATE default_analyses d SET counted_day = today,
      counted = CASE WHEN d.counted_day = today THEN d.counted + 1 ELSE 1 END
    WHERE d.id = begun AND d.audience_id IN (SELECT visible_audiences())
      AND (d.counted_day IS DISTINCT FROM today OR d.counted < d.daily_limit);
  RETURN FOUND;
END $$;

REVOKE EXECUTE ON FUNCTION demand_work_key(text), queue_analysis(integer, jsonb),
  take_analysis_jobs(text, integer, interval), give_analysis_token(text, integer, bytea),
  settle_analysis_job(text, integer, text, text, interval), expire_analyses(text),
  finish_analysis(text, boolean, text, text[], smallint[], text[], bytea[], text),
  count_default_analysis(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION queue_analysis(integer, jsonb),
  take_analysis_jobs(text, integer, interval), give_analysis_token(text, integer, bytea),
  settle_analysis_job(text, integer, text, text, interval), expire_analyses(text),
  finish_analysis(text, boolean, text, text[], smallint[], text[], bytea[], text),
  count_default_analysis(integer) TO fritz_app;
GRANT DELETE ON analysis_services, obj_analyses, default_analyses TO fritz_app;
GRANT SELECT (id, name, display_name, description, version, contact_name, contact_email, url,
    optional_parameters, authentication_type, enabled, analysis_type, input_data_types, timeout_s,
    upload_only, display_on_resource_dropdown, is_summary, audience_id, created_by, created_at,
    modified_at),
  INSERT (name, display_name, description, version, contact_name, contact_email, url,
    optional_parameters, authentication_type, authinfo, enabled, analysis_type, input_data_types,
    timeout_s, upload_only, display_on_resource_dropdown, is_summary, audience_id, created_by),
  UPDATE (name, display_name, description, version, contact_name, contact_email, url,
    optional_parameters, authentication_type, authinfo, enabled, analysis_type, input_data_types,
    timeout_s, upload_only, display_on_resource_dropdown, is_summary, audience_id, modified_at)
  ON analysis_services TO fritz_app;
GRANT SELECT ON obj_analyses, obj_analysis_products, default_analyses TO fritz_app;
GRANT INSERT (obj_id, analysis_service_id, author_id, audience_id, status, status_message,
    analysis_parameters, show_parameters, show_plots, show_corner, invalid_after)
  ON obj_analyses TO fritz_app;
GRANT INSERT (analysis_id, kind, number, format, content) ON obj_analysis_products TO fritz_app;
GRANT INSERT (analysis_service_id, author_id, audience_id, default_parameters, source_filter,
    show_parameters, show_plots, show_corner, daily_limit),
  UPDATE (audience_id, default_parameters, source_filter, show_parameters, show_plots, show_corner,
    daily_limit, modified_at) ON default_analyses TO fritz_app;

-- ── audit ────────────────────────────────────────────────────────────────────────────────────
SELECT audit('analysis_services', kind => 'analysis', id => 'id', about_audience => 'audience_id',
  kept => '{name,url,authentication_type,enabled,timeout_s,upload_only,audience_id}');
SELECT audit('default_analyses', kind => 'analysis', id => 'analysis_service_id',
  about_audience => 'audience_id',
  kept => '{analysis_service_id,default_parameters,source_filter,daily_limit,audience_id}');
