-- The broker's own books: how far each partition was read, what each batch did, what each filter
-- version made of it, and what could not be read.

CREATE TABLE stream_offsets (
  consumer text NOT NULL,
  topic text NOT NULL,
  partition integer NOT NULL,
  -- Raised by every claim: only the last claimant may commit.
  epoch integer NOT NULL DEFAULT 1,
  next_offset bigint NOT NULL DEFAULT 0,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (consumer, topic, partition)
);

CREATE TABLE batches (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  survey text NOT NULL,
  consumer text NOT NULL,
  committed_at timestamptz NOT NULL DEFAULT now(),
  packets integer NOT NULL,
  new integer NOT NULL,
  known integer NOT NULL,
  quarantined integer NOT NULL,
  -- Milliseconds per stage.
  stage_ms jsonb NOT NULL
);
CREATE INDEX batches_committed ON batches (committed_at);

-- evaluated = passed + rejected + failed; a failed evaluation threw or overran its budget.
CREATE TABLE filter_counts (
  batch_id bigint NOT NULL REFERENCES batches ON DELETE CASCADE,
  filter_version_id integer NOT NULL REFERENCES filter_versions ON DELETE CASCADE,
  evaluated integer NOT NULL,
  passed integer NOT NULL,
  rejected integer NOT NULL,
  failed integer NOT NULL,
  elapsed_us bigint NOT NULL,
  -- The first failure of the batch, for the filter's author.
  failure text,
  failure_candid bigint,
  PRIMARY KEY (batch_id, filter_version_id),
  CHECK (evaluated = passed + rejected + failed)
);
CREATE INDEX filter_counts_version ON filter_counts (filter_version_id, batch_id);

CREATE TABLE quarantine (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  survey text NOT NULL,
  -- Where it came from: kafka topic, partition and offset, or a file.
  origin_kind text NOT NULL CHECK (origin_kind IN ('kafka', 'file')),
  origin_name text NOT NULL,
  origin_partition integer NOT NULL,
  origin_offset bigint NOT NULL,
  code text NOT NULL,
  reason text NOT NULL,
  bytes bytea NOT NULL,
  sha256 bytea NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  -- When a retry read it after all.
  resolved_at timestamptz,
  -- The same packet is kept once, however often it comes.
  UNIQUE (survey, sha256)
);
ALTER TABLE quarantine ALTER COLUMN bytes SET STORAGE EXTERNAL;

ALTER TABLE batches ENABLE ROW LEVEL SECURITY;
ALTER TABLE batches FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON batches FOR SELECT TO fritz_app USING ((SELECT viewer_id()) IS NOT NULL);
ALTER TABLE filter_counts ENABLE ROW LEVEL SECURITY;
ALTER TABLE filter_counts FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON filter_counts FOR SELECT TO fritz_app
  USING (filter_version_id IN (SELECT v.id FROM filter_versions v));
ALTER TABLE stream_offsets ENABLE ROW LEVEL SECURITY;
ALTER TABLE stream_offsets FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON stream_offsets FOR SELECT TO fritz_app USING ((SELECT viewer_has('System admin')));
ALTER TABLE quarantine ENABLE ROW LEVEL SECURITY;
ALTER TABLE quarantine FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON quarantine FOR SELECT TO fritz_app USING ((SELECT viewer_has('System admin')));

GRANT SELECT ON batches, filter_counts, stream_offsets, quarantine TO fritz_app;
GRANT SELECT, INSERT, UPDATE ON stream_offsets TO fritz_broker;
GRANT SELECT, INSERT ON batches, filter_counts, quarantine TO fritz_broker;
GRANT UPDATE (resolved_at, code, reason) ON quarantine TO fritz_broker;
