-- Small pictures of objects: stored here, with an audience, or at a survey's address. Stamps of alerts
-- are not copied: who may see an alert gets its stamps from it.

CREATE TABLE thumbnails (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  obj_id text NOT NULL REFERENCES objs ON DELETE CASCADE,
  edition bigint NOT NULL DEFAULT 0,
  type text NOT NULL CHECK (type IN ('new', 'ref', 'sub', 'new_gz', 'ref_gz', 'sub_gz', 'sdss', 'dr8',
    'ls', 'ps1', 'chandra', 'hst', 'jwst', 'euclid', 'other')),
  survey text CHECK (survey ~ '^[A-Z0-9][A-Z0-9_-]{0,31}$'),
  owner_id integer NOT NULL REFERENCES users,
  audience_id integer NOT NULL REFERENCES audiences,
  -- One of the two: where a picture is, or it itself.
  public_url text CHECK (length(public_url) <= 2000),
  image bytea CHECK (octet_length(image) <= 5000000),
  media_type text CHECK (media_type IN ('image/png', 'image/jpeg')),
  width_px smallint,
  height_px smallint,
  is_grayscale boolean NOT NULL DEFAULT false,
  origin text CHECK (length(origin) <= 255),
  created_at timestamptz NOT NULL DEFAULT now(),
  modified_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((image IS NULL) = (media_type IS NULL)),
  CHECK ((image IS NULL) <> (public_url IS NULL)),
  -- A new one takes the place of the same person's old one.
  CONSTRAINT thumbnails_once UNIQUE NULLS NOT DISTINCT (obj_id, type, survey, audience_id, owner_id)
);
ALTER TABLE thumbnails ALTER COLUMN image SET STORAGE EXTERNAL;
CREATE INDEX thumbnails_owner ON thumbnails (owner_id);
CREATE TRIGGER thumbnails_marked BEFORE INSERT OR UPDATE OF obj_id ON thumbnails
  FOR EACH ROW EXECUTE FUNCTION on_obj_marked();
CREATE TRIGGER thumbnails_changed BEFORE UPDATE ON thumbnails
  FOR EACH ROW EXECUTE FUNCTION on_note_changed();
CREATE TRIGGER thumbnails_addressed BEFORE UPDATE OF audience_id ON thumbnails
  FOR EACH ROW WHEN (current_user = 'fritz_app' AND OLD.audience_id <> NEW.audience_id)
  EXECUTE FUNCTION on_note_addressed();

ALTER TABLE thumbnails ENABLE ROW LEVEL SECURITY;
ALTER TABLE thumbnails FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON thumbnails TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY subject ON thumbnails AS RESTRICTIVE TO fritz_app
  USING (viewer_sees_edition(obj_id, edition));
CREATE POLICY reads ON thumbnails FOR SELECT TO fritz_app USING (
  EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = thumbnails.audience_id)
  OR owner_id = (SELECT viewer_id()) OR (SELECT viewer_has('System admin')));
CREATE POLICY adds ON thumbnails FOR INSERT TO fritz_app WITH CHECK (
  owner_id = (SELECT viewer_id()) AND viewer_may_tell(audience_id)
  AND (SELECT viewer_has('Upload data')));
-- One's own by sending another; anybody's that one sees as who manages sources.
CREATE POLICY changes ON thumbnails FOR UPDATE TO fritz_app USING (
  (SELECT viewer_has('Manage sources'))
  OR (owner_id = (SELECT viewer_id()) AND (SELECT viewer_has('Upload data'))));
CREATE POLICY removes ON thumbnails FOR DELETE TO fritz_app USING ((SELECT viewer_has('Manage sources')));

SELECT audit('thumbnails', kind => 'thumbnail', id => 'id', about_user => 'owner_id',
  kept => '{obj_id,type,survey,owner_id,audience_id,public_url,origin}');

GRANT SELECT, DELETE,
  INSERT (obj_id, type, survey, owner_id, audience_id, public_url, image, media_type, width_px,
    height_px, is_grayscale, origin),
  UPDATE (obj_id, type, survey, audience_id, public_url, image, media_type, width_px, height_px,
    is_grayscale, origin) ON thumbnails TO fritz_app;
