-- What people and models outside say of single alerts, as Kowalski's clients tell it.
CREATE TABLE alert_labels (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  survey text NOT NULL CHECK (length(survey) <= 40),
  candid bigint NOT NULL,
  object_id text NOT NULL CHECK (length(object_id) <= 200),
  -- The programme's whose alert it is: who sees the alert sees what is said of it.
  audience_id integer NOT NULL REFERENCES audiences,
  kind text NOT NULL CHECK (kind IN ('human_labels', 'ml_scores')),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  value double precision NOT NULL,
  -- What somebody says never replaces what another said.
  author_id integer NOT NULL REFERENCES users,
  said_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (survey, candid, kind, name, author_id)
);
CREATE INDEX alert_labels_author ON alert_labels (author_id);
CREATE INDEX alert_labels_audience ON alert_labels (audience_id);
ALTER TABLE alert_labels ENABLE ROW LEVEL SECURITY;
ALTER TABLE alert_labels FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON alert_labels TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON alert_labels FOR SELECT TO fritz_app USING (
  audience_id = ANY (ARRAY(SELECT visible_programs())));
CREATE POLICY adds ON alert_labels FOR INSERT TO fritz_app WITH CHECK (
  author_id = (SELECT viewer_id()) AND (SELECT viewer_has('Classify'))
  AND audience_id = ANY (ARRAY(SELECT visible_programs())));
CREATE POLICY changes ON alert_labels FOR UPDATE TO fritz_app
  USING (author_id = (SELECT viewer_id()) AND (SELECT viewer_has('Classify')))
  WITH CHECK (author_id = (SELECT viewer_id())
    AND audience_id = ANY (ARRAY(SELECT visible_programs())));
CREATE POLICY removes ON alert_labels FOR DELETE TO fritz_app USING (
  (author_id = (SELECT viewer_id()) AND (SELECT viewer_has('Classify')))
  OR (SELECT viewer_has('System admin')));
GRANT SELECT, DELETE, INSERT (survey, candid, object_id, audience_id, kind, name, value, author_id),
  UPDATE (value, said_at) ON alert_labels TO fritz_app;
