-- Releases that are kept in files, in HATS layout (docs/adr/0059-releases-in-files.md).

-- Where the rows of a release are.
ALTER TABLE archive_releases
  ADD COLUMN store text NOT NULL DEFAULT 'postgres' CHECK (store IN ('postgres', 'hats'));

-- The folder of each programme's rows, under the programme's audience: who may not see the programme
-- does not learn where its files are.
CREATE TABLE archive_parts (
  release_id integer NOT NULL REFERENCES archive_releases ON DELETE CASCADE,
  programid smallint NOT NULL,
  audience_id integer NOT NULL,
  location text NOT NULL,
  -- Whether its rows have places; else they are found by their numbers alone.
  is_placed boolean NOT NULL,
  rows bigint NOT NULL,
  bytes bigint NOT NULL,
  PRIMARY KEY (release_id, programid)
);
ALTER TABLE archive_parts ENABLE ROW LEVEL SECURITY;
ALTER TABLE archive_parts FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON archive_parts FOR SELECT TO fritz_app
  USING (EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = archive_parts.audience_id)
    OR (SELECT viewer_has('System admin')));
-- `fritz archive` writes as the owner, whom a forced policy binds, too.
CREATE POLICY maintainer ON archive_parts TO CURRENT_USER USING (true) WITH CHECK (true);
GRANT SELECT ON archive_parts TO fritz_app, fritz_broker;
