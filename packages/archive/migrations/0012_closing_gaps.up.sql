-- Gaps that were left to whoever runs SQL as the application: groups made without the permission to,
-- and saves in the name of others.

CREATE OR REPLACE FUNCTION create_group(
  group_name text, group_nickname text, group_description text, is_private boolean,
  admin_ids integer[] DEFAULT '{}')
  RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE made integer; founder integer := viewer_id();
BEGIN
  IF founder IS NULL OR NOT viewer_has('Upload data') THEN
    RAISE EXCEPTION 'a group needs a viewer who founds it, with Upload data'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO groups (name, nickname, description, private)
    VALUES (group_name, group_nickname, group_description, is_private) RETURNING id INTO made;
  INSERT INTO group_users (group_id, user_id, admin)
    SELECT made, a, true FROM (SELECT founder UNION SELECT unnest(admin_ids)) AS admins (a);
  RETURN made;
END $$;

-- Who saved and who unsaved, and when, is not for the statement to say.
CREATE FUNCTION on_source_turned() RETURNS trigger
  LANGUAGE plpgsql SET search_path = fritz, pg_temp AS $$
BEGIN
  IF NEW.active THEN
    NEW.saved_by := viewer_id();
    NEW.saved_at := now();
    NEW.unsaved_by := NULL;
    NEW.unsaved_at := NULL;
  ELSE
    NEW.unsaved_by := viewer_id();
    NEW.unsaved_at := now();
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER sources_turned BEFORE UPDATE OF active ON sources
  FOR EACH ROW WHEN (current_user = 'fritz_app' AND NEW.active <> OLD.active)
  EXECUTE FUNCTION on_source_turned();
REVOKE EXECUTE ON FUNCTION on_source_turned() FROM PUBLIC;

REVOKE INSERT, UPDATE ON sources FROM fritz_app;
REVOKE UPDATE (active, saved_by, saved_at, unsaved_by, unsaved_at) ON sources FROM fritz_app;
GRANT INSERT (obj_id, group_id, audience_id, saved_by), UPDATE (active) ON sources TO fritz_app;

-- The viewer's own token by its secret: scripts know theirs by it, and the application reads no hashes.
CREATE FUNCTION own_token_id(secret text) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT k.id FROM access_keys k
  WHERE k.key_hash = sha256(convert_to(secret, 'UTF8')) AND k.kind = 'token'
    AND k.user_id = viewer_id()
$$;
REVOKE EXECUTE ON FUNCTION own_token_id(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION own_token_id(text) TO fritz_app;
