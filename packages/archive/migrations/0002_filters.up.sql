-- Filters of groups, in versions. A filter belongs to a group and reads one stream; whoever is in
-- the group and may read the stream sees it.
CREATE TABLE filters (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL,
  group_id integer NOT NULL REFERENCES groups ON DELETE CASCADE,
  stream_id integer NOT NULL REFERENCES streams,
  -- The group's audience.
  audience_id integer NOT NULL REFERENCES audiences,
  active boolean NOT NULL DEFAULT false,
  active_version_id integer,
  created_by integer REFERENCES users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  modified_at timestamptz NOT NULL DEFAULT now(),
  CHECK (NOT active OR active_version_id IS NOT NULL)
);
CREATE INDEX filters_group ON filters (group_id);
CREATE INDEX filters_stream ON filters (stream_id);

CREATE TABLE filter_versions (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  filter_id integer NOT NULL REFERENCES filters ON DELETE CASCADE,
  -- Six characters, as clients of the query API know a version.
  fid text NOT NULL CHECK (fid ~ '^[0-9a-z]{6}$'),
  -- The pipeline as its author wrote it: JSON text, 64-bit integers intact.
  pipeline text NOT NULL,
  created_by integer REFERENCES users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (filter_id, fid),
  UNIQUE (filter_id, id)
);
-- A filter runs a version of its own, never another group's.
ALTER TABLE filters ADD CONSTRAINT filters_active_version
  FOREIGN KEY (id, active_version_id) REFERENCES filter_versions (filter_id, id)
  DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX filters_version ON filters (active_version_id);

-- The broker listens: a changed filter takes effect with the next batch.
CREATE FUNCTION on_filter_change() RETURNS trigger
  LANGUAGE plpgsql SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM pg_notify('fritz_filters', '');
  RETURN NULL;
END $$;
CREATE TRIGGER filters_doorbell AFTER INSERT OR UPDATE OR DELETE ON filters
  FOR EACH STATEMENT EXECUTE FUNCTION on_filter_change();

ALTER TABLE filters ENABLE ROW LEVEL SECURITY;
ALTER TABLE filters FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON filters FOR SELECT TO fritz_app USING (
  audience_id IN (SELECT visible_audiences()) AND stream_id IN (SELECT s.id FROM streams s));
CREATE POLICY adds ON filters FOR INSERT TO fritz_app WITH CHECK (
  audience_id IN (SELECT visible_audiences()) AND stream_id IN (SELECT s.id FROM streams s)
  AND audience_id = intern_audience(ARRAY[group_id]) AND created_by = (SELECT viewer_id())
  AND ((SELECT viewer_has('System admin')) OR EXISTS (
    SELECT FROM group_streams gs
    WHERE gs.group_id = filters.group_id AND gs.stream_id = filters.stream_id)));
CREATE POLICY changes ON filters FOR UPDATE TO fritz_app
  USING (audience_id IN (SELECT visible_audiences()) AND stream_id IN (SELECT s.id FROM streams s));
CREATE POLICY removes ON filters FOR DELETE TO fritz_app USING (
  group_id IN (SELECT viewer_admin_groups()) OR (SELECT viewer_has('System admin')));

ALTER TABLE filter_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE filter_versions FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON filter_versions FOR SELECT TO fritz_app
  USING (filter_id IN (SELECT f.id FROM filters f));
CREATE POLICY adds ON filter_versions FOR INSERT TO fritz_app
  WITH CHECK (created_by = (SELECT viewer_id()) AND filter_id IN (SELECT f.id FROM filters f));

GRANT SELECT, INSERT, DELETE ON filters TO fritz_app;
-- Group, stream and audience of a filter stay what they were.
GRANT UPDATE (name, active, active_version_id, modified_at) ON filters TO fritz_app;
GRANT SELECT, INSERT ON filter_versions TO fritz_app;
GRANT SELECT ON filters, filter_versions TO fritz_broker;
GRANT EXECUTE ON FUNCTION on_filter_change() TO fritz_app;
