-- What comments and annotations said before they were changed (docs/adr/0061): of what one sees now,
-- and saw then.
--
-- Only what was replaced is kept, so that a note that nobody changes costs nothing. Programs say
-- something anew each night: of each note the last versions stay.

CREATE TABLE comment_versions (
  comment_id integer NOT NULL REFERENCES comments ON DELETE CASCADE,
  version integer NOT NULL,
  text text NOT NULL,
  -- Whom it was for when it was replaced.
  audience_id integer NOT NULL REFERENCES audiences,
  said_at timestamptz NOT NULL,
  replaced_at timestamptz NOT NULL DEFAULT now(),
  -- null: the command line.
  replaced_by integer REFERENCES users ON DELETE SET NULL,
  PRIMARY KEY (comment_id, version)
);
CREATE INDEX comment_versions_user ON comment_versions (replaced_by);

CREATE TABLE annotation_versions (
  annotation_id integer NOT NULL REFERENCES annotations ON DELETE CASCADE,
  version integer NOT NULL,
  origin text NOT NULL,
  data jsonb NOT NULL,
  audience_id integer NOT NULL REFERENCES audiences,
  said_at timestamptz NOT NULL,
  replaced_at timestamptz NOT NULL DEFAULT now(),
  replaced_by integer REFERENCES users ON DELETE SET NULL,
  PRIMARY KEY (annotation_id, version)
);
CREATE INDEX annotation_versions_user ON annotation_versions (replaced_by);

CREATE FUNCTION on_comment_reworded() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  -- As many are kept.
  most constant integer := 50;
  before comment_versions;
BEGIN
  SELECT v.* INTO before FROM comment_versions v WHERE v.comment_id = OLD.id
    ORDER BY v.version DESC LIMIT 1;
  INSERT INTO comment_versions (comment_id, version, text, audience_id, said_at, replaced_by)
    VALUES (OLD.id, coalesce(before.version, 0) + 1, OLD.text, OLD.audience_id,
      coalesce(before.replaced_at, OLD.created_at), viewer_id());
  DELETE FROM comment_versions v WHERE v.comment_id = OLD.id AND v.version <= before.version + 1 - most;
  RETURN NULL;
END $$;
CREATE TRIGGER comments_reworded AFTER UPDATE OF text ON comments
  FOR EACH ROW WHEN (OLD.text <> NEW.text) EXECUTE FUNCTION on_comment_reworded();

CREATE FUNCTION on_annotation_reworded() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  most constant integer := 20;
  before annotation_versions;
BEGIN
  SELECT v.* INTO before FROM annotation_versions v WHERE v.annotation_id = OLD.id
    ORDER BY v.version DESC LIMIT 1;
  INSERT INTO annotation_versions (annotation_id, version, origin, data, audience_id, said_at, replaced_by)
    VALUES (OLD.id, coalesce(before.version, 0) + 1, OLD.origin, OLD.data, OLD.audience_id,
      coalesce(before.replaced_at, OLD.created_at), viewer_id());
  DELETE FROM annotation_versions v
    WHERE v.annotation_id = OLD.id AND v.version <= before.version + 1 - most;
  RETURN NULL;
END $$;
CREATE TRIGGER annotations_reworded AFTER UPDATE OF origin, data ON annotations
  FOR EACH ROW WHEN ((OLD.origin, OLD.data) IS DISTINCT FROM (NEW.origin, NEW.data))
  EXECUTE FUNCTION on_annotation_reworded();

ALTER TABLE comment_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE comment_versions FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON comment_versions TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON comment_versions FOR SELECT TO fritz_app USING (
  EXISTS (SELECT FROM comments c WHERE c.id = comment_versions.comment_id
    AND (c.author_id = (SELECT viewer_id())
      OR EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = comment_versions.audience_id)
      OR (SELECT viewer_has('System admin')))));
ALTER TABLE annotation_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE annotation_versions FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON annotation_versions TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON annotation_versions FOR SELECT TO fritz_app USING (
  EXISTS (SELECT FROM annotations a WHERE a.id = annotation_versions.annotation_id
    AND (a.author_id = (SELECT viewer_id())
      OR EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = annotation_versions.audience_id)
      OR (SELECT viewer_has('System admin')))));
GRANT SELECT ON comment_versions, annotation_versions TO fritz_app;
REVOKE EXECUTE ON FUNCTION on_comment_reworded(), on_annotation_reworded() FROM PUBLIC;
