-- What another marshal has of things that Fritz has no noun for yet (docs/adr/0038): as it came, with
-- the ids here of what it refers to, until the noun is there and reads it.
CREATE TABLE migrated_documents (
  -- The other marshal's address.
  origin text NOT NULL CHECK (origin <> ''),
  -- In its words: followup_request, observing_run, assignment …
  kind text NOT NULL CHECK (kind <> ''),
  -- Its id there.
  origin_id text NOT NULL CHECK (origin_id <> ''),
  document jsonb NOT NULL,
  -- By the name of a field of the document: the id here of what that field names.
  here jsonb NOT NULL DEFAULT '{}',
  taken_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (origin, kind, origin_id)
);
ALTER TABLE migrated_documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE migrated_documents FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON migrated_documents TO CURRENT_USER USING (true) WITH CHECK (true);
-- Whom the things in it are for, only their noun can say: until then they are for who sees all.
CREATE POLICY reads ON migrated_documents FOR SELECT TO fritz_app
  USING ((SELECT viewer_has('System admin')));
GRANT SELECT ON migrated_documents TO fritz_app;
