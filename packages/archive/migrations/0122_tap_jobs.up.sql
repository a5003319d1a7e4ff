-- Queries of the Virtual Observatory that run by themselves, as UWS has them, and what came of them.
CREATE TABLE tap_jobs (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- Null: of somebody without a key, who finds it by its id alone.
  owner_id integer REFERENCES users ON DELETE CASCADE,
  phase text NOT NULL DEFAULT 'PENDING'
    CHECK (phase IN ('PENDING', 'QUEUED', 'EXECUTING', 'COMPLETED', 'ERROR', 'ABORTED')),
  run_id text CHECK (octet_length(run_id) <= 1000),
  -- Pairs of name and value, in their order.
  parameters jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(parameters) = 'array'),
  created_at timestamptz NOT NULL DEFAULT now(),
  started_at timestamptz,
  ended_at timestamptz,
  duration_s integer NOT NULL CHECK (duration_s > 0),
  destroy_at timestamptz NOT NULL,
  error text,
  result_type text,
  result_rows bigint,
  is_overflow boolean,
  -- When whoever runs it last said so.
  alive_at timestamptz
);
CREATE INDEX tap_jobs_owner ON tap_jobs (owner_id, created_at);
CREATE INDEX tap_jobs_ends ON tap_jobs (destroy_at);

-- Tables that came with a job, and its result, in pieces.
CREATE TABLE tap_job_parts (
  job_id uuid NOT NULL REFERENCES tap_jobs ON DELETE CASCADE,
  name text NOT NULL CHECK (octet_length(name) <= 1000),
  part integer NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (job_id, name, part)
);
ALTER TABLE tap_job_parts ALTER bytes SET STORAGE EXTERNAL;

ALTER TABLE tap_jobs ENABLE ROW LEVEL SECURITY;
ALTER TABLE tap_jobs FORCE ROW LEVEL SECURITY;
ALTER TABLE tap_job_parts ENABLE ROW LEVEL SECURITY;
ALTER TABLE tap_job_parts FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON tap_jobs TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY maintainer ON tap_job_parts TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY own ON tap_jobs TO fritz_app
  USING (owner_id = (SELECT viewer_id()))
  WITH CHECK (owner_id = (SELECT viewer_id()));
-- Who has no key has the id, which cannot be guessed.
CREATE POLICY named ON tap_jobs TO fritz_app
  USING (owner_id IS NULL AND id::text = (SELECT current_setting('fritz.tap_job', true)))
  WITH CHECK (owner_id IS NULL AND (SELECT viewer_id()) IS NULL
    AND id::text = (SELECT current_setting('fritz.tap_job', true)));
CREATE POLICY of_job ON tap_job_parts TO fritz_app
  USING (EXISTS (SELECT FROM tap_jobs j WHERE j.id = job_id))
  WITH CHECK (EXISTS (SELECT FROM tap_jobs j WHERE j.id = job_id));
GRANT SELECT, INSERT, UPDATE, DELETE ON tap_jobs TO fritz_app;
GRANT SELECT, INSERT, DELETE ON tap_job_parts TO fritz_app;

-- Ends what is over: jobs whose time came, and those whose server stopped under them. Tells how many jobs of
-- people without a key there are.
CREATE FUNCTION sweep_tap_jobs() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp
AS $$
BEGIN
  DELETE FROM tap_jobs j WHERE j.destroy_at < now();
  UPDATE tap_jobs j SET phase = 'ERROR', ended_at = now(),
      error = 'the server stopped while this job ran: run it again'
    WHERE j.phase IN ('QUEUED', 'EXECUTING') AND j.alive_at < now() - interval '60 s';
  RETURN (SELECT count(*) FROM tap_jobs j WHERE j.owner_id IS NULL);
END $$;
REVOKE EXECUTE ON FUNCTION sweep_tap_jobs() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sweep_tap_jobs() TO fritz_app;
