REVOKE SELECT ON group_users FROM fritz_broker;
REVOKE INSERT ON sources, comments FROM fritz_broker;
DROP FUNCTION forget_objs(text[]);
DROP FUNCTION listed_objs(text[]);
DROP POLICY maintainer ON listings;
DROP FUNCTION expire_candidates(bigint, timestamptz, integer);
DROP FUNCTION kept_objs(text[]);
DO $$
DECLARE c record;
BEGIN
  FOR c IN
    SELECT k.conrelid::regclass AS referrer, r.relname, a.attname FROM pg_constraint k
      JOIN pg_class r ON r.oid = k.conrelid
      JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
      WHERE k.contype = 'f' AND k.confrelid = 'obj_names'::regclass
  LOOP
    EXECUTE format('REVOKE SELECT (%I) ON %s FROM fritz_broker', c.attname, c.referrer);
  END LOOP;
END $$;
REVOKE SELECT (bot) ON annotations FROM fritz_broker;
REVOKE SELECT (list_name) ON listings FROM fritz_broker;
REVOKE DELETE ON candidates, obj_names FROM fritz_broker;
REVOKE INSERT (obj_id, filter_id, audience_id, candid, passed_at, output, posted, uploader_id), DELETE
  ON candidates FROM fritz_app;
DROP POLICY removes ON candidates;
DROP POLICY adds ON candidates;
CREATE POLICY leaving ON candidates TO CURRENT_USER USING (true);
DROP TRIGGER candidates_posted ON candidates;
DROP FUNCTION on_candidate_posted();
DELETE FROM candidates WHERE posted;
DROP POLICY leaving ON candidates;
DROP POLICY maintainer ON candidates;
DROP INDEX candidates_uploader;
DROP INDEX candidates_posted_once;
DROP INDEX candidates_once;
ALTER TABLE candidates
  ADD CONSTRAINT candidates_filter_id_candid_key UNIQUE (filter_id, candid),
  DROP CONSTRAINT candidates_by_broker,
  DROP COLUMN uploader_id,
  DROP COLUMN posted,
  ALTER COLUMN candid SET NOT NULL,
  ALTER COLUMN survey SET NOT NULL,
  ALTER COLUMN filter_version_id SET NOT NULL;
