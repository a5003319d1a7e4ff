-- Classifiers, and the scores that they gave alerts: see docs/adr/0020-scores-on-demand.md.

-- A model in one version. At most one version of each name is in force.
CREATE TABLE models (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  survey text NOT NULL,
  -- The score's name in the document that filters see.
  name text NOT NULL CHECK (name ~ '^[a-z][a-z0-9_]{0,39}$'),
  version text NOT NULL CHECK (version ~ '^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$'),
  -- model.json as it was written.
  manifest text NOT NULL,
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  -- Every alert is scored as it comes, or when a filter asks for it and else by morning.
  when_scored text NOT NULL CHECK (when_scored IN ('always', 'asked')),
  active boolean NOT NULL DEFAULT false,
  added_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (survey, name, version)
);
CREATE UNIQUE INDEX models_active ON models (survey, name) WHERE active;

-- The ONNX files: what brokers run is what is in the database.
CREATE TABLE model_files (
  model_id integer PRIMARY KEY REFERENCES models ON DELETE CASCADE,
  bytes bytea NOT NULL
);
ALTER TABLE model_files ALTER COLUMN bytes SET STORAGE EXTERNAL;
-- Nobody's but the owner's and the brokers'.
ALTER TABLE model_files ENABLE ROW LEVEL SECURITY;
ALTER TABLE model_files FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON model_files TO CURRENT_USER USING (true) WITH CHECK (true);

-- What a row of scores is of: some thousand bytes once instead of some dozen with each alert.
CREATE TABLE score_sets (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- In the order of the row's scores.
  model_ids integer[] NOT NULL,
  -- Models that were in force and that nobody asked for: their scores come in other rows.
  deferred_ids integer[] NOT NULL DEFAULT '{}',
  -- Made by another version later: what filters saw then stays as it was.
  is_rescore boolean NOT NULL DEFAULT false,
  UNIQUE (model_ids, deferred_ids, is_rescore)
);

-- An alert's scores: a row that came with it, and one for what was scored later. Append-only.
-- (No foreign key to sets: each row that is stored would lock the set's row.)
CREATE TABLE ztf_scores (
  candid bigint NOT NULL,
  set_id integer NOT NULL,
  audience_id integer NOT NULL,
  -- By the models of the set; null where there is none.
  scores real[] NOT NULL,
  -- Why; null where there are all.
  reasons text[],
  PRIMARY KEY (candid, set_id)
) PARTITION BY RANGE (candid);
ALTER TABLE ztf_scores ENABLE ROW LEVEL SECURITY;
ALTER TABLE ztf_scores FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON ztf_scores FOR SELECT TO fritz_app USING (
  EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = ztf_scores.audience_id)
  OR (SELECT viewer_has('System admin')));

-- Makes the partitions that these candids need, as wide as those of the alerts.
CREATE FUNCTION ztf_ensure_score_partitions(candids bigint[]) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  lower_bound bigint;
  upper_bound text;
  child text;
  made integer := 0;
BEGIN
  FOR lower_bound IN SELECT DISTINCT ztf_partition_start(c) FROM unnest(candids) AS t (c) ORDER BY 1
  LOOP
    upper_bound := CASE WHEN lower_bound < 9210000000000000000
      THEN (lower_bound + 30000000000000000)::text ELSE 'MAXVALUE' END;
    child := 'ztf_scores_' || lpad((lower_bound / 1000000000000000)::text, 4, '0');
    CONTINUE WHEN to_regclass(child) IS NOT NULL;
    PERFORM pg_advisory_xact_lock(hashtext('ztf_ensure_score_partitions'));
    CONTINUE WHEN to_regclass(child) IS NOT NULL;
    EXECUTE format('CREATE TABLE %I (LIKE ztf_scores INCLUDING DEFAULTS INCLUDING CONSTRAINTS)
      WITH (autovacuum_analyze_scale_factor = 0.5, autovacuum_vacuum_insert_scale_factor = 1)', child);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', child);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', child);
    EXECUTE format('ALTER TABLE ztf_scores ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)',
      child, lower_bound, upper_bound);
    made := made + 1;
  END LOOP;
  RETURN made;
END $$;

-- One row a score, for queries; the rights are those of the scores.
CREATE VIEW ztf_classifications WITH (security_invoker = true) AS
  SELECT s.candid, m.name, m.version, s.scores[u.place] AS score, s.reasons[u.place] AS reason,
    t.is_rescore
  FROM ztf_scores s
  JOIN score_sets t ON t.id = s.set_id
  CROSS JOIN LATERAL unnest(t.model_ids) WITH ORDINALITY AS u (model_id, place)
  JOIN models m ON m.id = u.model_id;

-- Brokers look again when a model is added, changed or taken out of force.
CREATE FUNCTION ring_models() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NOTIFY fritz_filters;
  RETURN NULL;
END $$;
CREATE TRIGGER ring AFTER INSERT OR UPDATE OR DELETE ON models
  FOR EACH STATEMENT EXECUTE FUNCTION ring_models();

GRANT SELECT ON models, score_sets, ztf_scores, ztf_classifications TO fritz_app, fritz_broker;
GRANT SELECT ON model_files TO fritz_broker;
GRANT INSERT ON score_sets, ztf_scores TO fritz_broker;
REVOKE EXECUTE ON FUNCTION ztf_ensure_score_partitions(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ztf_ensure_score_partitions(bigint[]) TO fritz_broker;
REVOKE EXECUTE ON FUNCTION ring_models() FROM PUBLIC;
