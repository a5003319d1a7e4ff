DROP FUNCTION own_token_id(text);
REVOKE INSERT (obj_id, group_id, audience_id, saved_by) ON sources FROM fritz_app;
GRANT INSERT ON sources TO fritz_app;
GRANT UPDATE (active, saved_by, saved_at, unsaved_by, unsaved_at) ON sources TO fritz_app;
DROP TRIGGER sources_turned ON sources;
DROP FUNCTION on_source_turned();

CREATE OR REPLACE FUNCTION create_group(
  group_name text, group_nickname text, group_description text, is_private boolean,
  admin_ids integer[] DEFAULT '{}')
  RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE made integer; founder integer := viewer_id();
BEGIN
  IF founder IS NULL THEN
    RAISE EXCEPTION 'a group needs a viewer who founds it' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO groups (name, nickname, description, private)
    VALUES (group_name, group_nickname, group_description, is_private) RETURNING id INTO made;
  INSERT INTO group_users (group_id, user_id, admin)
    SELECT made, a, true FROM (SELECT founder UNION SELECT unnest(admin_ids)) AS admins (a);
  RETURN made;
END $$;
