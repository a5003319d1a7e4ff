-- People: what an account holds beyond its name, who may manage whom, accounts that end, and
-- invitations.
--
-- The rules, which nothing but this file enforces:
--   * Only with `Manage users` does one change other accounts; a System admin's account is changed
--     with `System admin` alone.
--   * Nobody gives a role or a permission that the key in hand does not carry, not even to himself.
--   * An account with `System admin` that does not end always remains.
--   * E-mail, telephone, end and rights of others are for holders of `Manage users`.
--   * An invitation gives what its maker may give, when it is made and when it is accepted.

-- ── accounts ─────────────────────────────────────────────────────────────────────────────────
ALTER TABLE users
  ADD COLUMN contact_phone text CHECK (contact_phone ~ '^\+?[0-9][0-9 ().-]{4,30}$'),
  ADD COLUMN affiliations text[] NOT NULL DEFAULT '{}'
    CHECK (cardinality(affiliations) <= 20 AND octet_length(affiliations::text) <= 40000),
  ADD COLUMN bio text CHECK (length(bio) <= 1000),
  ADD COLUMN preferences jsonb NOT NULL DEFAULT '{}'
    CONSTRAINT users_preferences_size CHECK (octet_length(preferences::text) <= 65536)
    CONSTRAINT users_preferences_object CHECK (jsonb_typeof(preferences) = 'object'),
  -- While it is set, `expires_at` is -infinity, so that every look at a key refuses the account.
  ADD COLUMN deactivated_at timestamptz,
  -- Of a deactivated account: what `expires_at` becomes when it is activated again.
  ADD COLUMN expires_when_active timestamptz,
  -- Counts the changes: who changes what he read names the number that he read.
  ADD COLUMN revision integer NOT NULL DEFAULT 1,
  ADD CONSTRAINT users_deactivated CHECK (
    CASE WHEN deactivated_at IS NULL THEN expires_when_active IS NULL
      ELSE expires_at = '-infinity' END);

DROP TRIGGER audited_insert ON users;
DROP TRIGGER audited_update ON users;
DROP TRIGGER audited_delete ON users;
SELECT audit('users', kind => 'user', id => 'id', about_user => 'id',
  kept => '{username,first_name,last_name,contact_email,contact_phone,is_bot,expires_at,deactivated_at,expires_when_active}');

CREATE FUNCTION count_user_revision() RETURNS trigger
  LANGUAGE plpgsql SET search_path = fritz, pg_temp AS $$
BEGIN
  NEW.revision := OLD.revision + 1;
  NEW.modified_at := now();
  RETURN NEW;
END $$;
CREATE TRIGGER users_revision BEFORE UPDATE ON users
  FOR EACH ROW EXECUTE FUNCTION count_user_revision();

-- Whether a user holds a permission, whatever key is in hand.
CREATE FUNCTION user_has(holder integer, acl text) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT EXISTS (SELECT FROM user_permissions p
    WHERE p.user_id = holder AND p.acl_id IN (acl, 'System admin'))
$$;

-- ── somebody always can help ─────────────────────────────────────────────────────────────────
-- Changes of rights take turns: of two transactions that each take a different admin away, the
-- later one sees what the first did.
CREATE FUNCTION keep_system_admin() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  CASE TG_TABLE_NAME
    WHEN 'users' THEN
      IF NEW.expires_at IS NULL OR NOT user_has(NEW.id, 'System admin') THEN RETURN NULL; END IF;
    WHEN 'user_roles' THEN
      IF NOT EXISTS (SELECT FROM role_acls a
        WHERE a.role_id = OLD.role_id AND a.acl_id = 'System admin') THEN RETURN NULL; END IF;
    ELSE
      IF OLD.acl_id <> 'System admin' THEN RETURN NULL; END IF;
  END CASE;
  IF NOT EXISTS (SELECT FROM users u JOIN user_permissions p ON p.user_id = u.id
    WHERE p.acl_id = 'System admin' AND u.expires_at IS NULL) THEN
    RAISE EXCEPTION 'no account with System admin that does not end would remain'
      USING ERRCODE = 'FZ011';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER users_end_turn BEFORE UPDATE OF expires_at ON users
  FOR EACH STATEMENT EXECUTE FUNCTION on_rights_change();
CREATE TRIGGER user_roles_turn BEFORE INSERT OR UPDATE OR DELETE ON user_roles
  FOR EACH STATEMENT EXECUTE FUNCTION on_rights_change();
CREATE TRIGGER user_acls_turn BEFORE INSERT OR UPDATE OR DELETE ON user_acls
  FOR EACH STATEMENT EXECUTE FUNCTION on_rights_change();
CREATE TRIGGER users_keep_system_admin AFTER UPDATE OF expires_at ON users
  FOR EACH ROW EXECUTE FUNCTION keep_system_admin();
CREATE TRIGGER user_roles_keep_system_admin AFTER UPDATE OR DELETE ON user_roles
  FOR EACH ROW EXECUTE FUNCTION keep_system_admin();
CREATE TRIGGER user_acls_keep_system_admin AFTER UPDATE OR DELETE ON user_acls
  FOR EACH ROW EXECUTE FUNCTION keep_system_admin();

-- ── who may manage whom ──────────────────────────────────────────────────────────────────────
-- Whether the key in hand may change an account.
CREATE FUNCTION viewer_manages_user(managed integer) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT viewer_has('Manage users')
    AND (viewer_has('System admin') OR NOT user_has(managed, 'System admin'))
$$;
-- Whether the key in hand carries all that a role does.
CREATE FUNCTION viewer_may_give_role(given text) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT viewer_has('Manage users') AND NOT EXISTS (
    SELECT FROM role_acls a WHERE a.role_id = given AND NOT viewer_has(a.acl_id))
$$;
CREATE FUNCTION viewer_may_give_acl(given text) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT viewer_has('Manage users') AND viewer_has(given)
$$;
-- Whether an account that the key in hand lets in may end then (null: never): no later than the key.
CREATE FUNCTION viewer_may_give_end(new_end timestamptz) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT viewer_grants_until() IS NULL OR coalesce(new_end <= viewer_grants_until(), false)
$$;
-- Whether somebody may take others into these groups and let them read these streams: groups that
-- he administers, or all; streams that he reads or everyone does, or all. Nobody's own group takes
-- others in.
CREATE FUNCTION may_enroll(
  giver integer, gives_groups boolean, gives_streams boolean, group_ids integer[],
  stream_ids integer[])
  RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT NOT EXISTS (
      SELECT FROM unnest(group_ids) AS wanted (id) WHERE NOT EXISTS (
        SELECT FROM groups g WHERE g.id = wanted.id AND g.single_user_id IS NULL
          AND (gives_groups OR EXISTS (SELECT FROM group_users m
            WHERE m.group_id = g.id AND m.user_id = giver AND m.admin))))
    AND NOT EXISTS (
      SELECT FROM unnest(stream_ids) AS wanted (id) WHERE NOT EXISTS (
        SELECT FROM streams s WHERE s.id = wanted.id
          AND (gives_streams OR s.auto_join OR EXISTS (SELECT FROM stream_users m
            WHERE m.stream_id = s.id AND m.user_id = giver))))
$$;
-- The streams that the members of these groups read; the group of all asks for none.
CREATE FUNCTION streams_of_groups(group_ids integer[]) RETURNS integer[]
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT ARRAY(SELECT DISTINCT gs.stream_id FROM group_streams gs JOIN groups g ON g.id = gs.group_id
    WHERE gs.group_id = ANY (group_ids) AND NOT g.sitewide ORDER BY 1)
$$;
-- Whether the key in hand may do so, the groups' streams included.
CREATE FUNCTION viewer_may_enroll(group_ids integer[], stream_ids integer[]) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT viewer_has('Manage users')
    AND may_enroll(viewer_id(), viewer_has('Manage groups'), viewer_has('System admin'), group_ids,
      stream_ids || streams_of_groups(group_ids))
$$;
-- Takes a user in, streams first: a group's members read what the group reads. Rights are the
-- caller's to check. Who is a member already keeps what he may, and may more where that is given.
CREATE FUNCTION enroll_user(
  enrolled integer, group_ids integer[], group_admins boolean[], group_saves boolean[],
  stream_ids integer[])
  RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM lock_audiences();
  INSERT INTO stream_users (stream_id, user_id)
    SELECT DISTINCT s, enrolled FROM unnest(stream_ids) AS given (s) ON CONFLICT DO NOTHING;
  INSERT INTO group_users (group_id, user_id, admin, can_save, can_share_photometry)
    SELECT g, enrolled, coalesce(bool_or(a), false), coalesce(bool_or(s), true), false
      FROM unnest(group_ids, group_admins, group_saves) AS given (g, a, s)
     WHERE g IS NOT NULL GROUP BY g
    ON CONFLICT (group_id, user_id) DO UPDATE
      SET admin = group_users.admin OR excluded.admin,
          can_save = group_users.can_save OR excluded.can_save;
END $$;
-- The same by the viewer, for an account that he manages.
CREATE FUNCTION enroll_managed_user(
  enrolled integer, group_ids integer[], group_admins boolean[], stream_ids integer[])
  RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM demand_managed_user(enrolled);
  PERFORM lock_audiences();
  IF NOT coalesce(viewer_manages_user(enrolled) AND viewer_may_enroll(group_ids, stream_ids), false) THEN
    RAISE EXCEPTION 'the viewer may not take this user in there' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM enroll_user(enrolled, group_ids, group_admins, '{}',
    stream_ids || streams_of_groups(group_ids));
END $$;

-- What of an account is not for everyone: of the viewer's own, and of all for who manages users.
CREATE FUNCTION user_details() RETURNS TABLE (
    user_id integer, contact_email text, contact_phone text, expires_at timestamptz,
    deactivated_at timestamptz, preferences jsonb)
  LANGUAGE sql STABLE SECURITY DEFINER ROWS 200 SET search_path = fritz, pg_temp AS $$
  SELECT u.id, u.contact_email, u.contact_phone,
      CASE WHEN u.deactivated_at IS NULL THEN u.expires_at ELSE u.expires_when_active END,
      u.deactivated_at,
      CASE WHEN u.id = (SELECT viewer_id()) THEN u.preferences END
    FROM users u WHERE u.id = (SELECT viewer_id()) OR (SELECT viewer_has('Manage users'))
$$;

-- Those whose account has ended: that, though not when or why, everyone may know.
CREATE FUNCTION ended_users() RETURNS SETOF integer
  LANGUAGE sql STABLE SECURITY DEFINER ROWS 20 SET search_path = fritz, pg_temp AS $$
  SELECT u.id FROM users u WHERE u.expires_at <= now() AND (SELECT viewer_id()) IS NOT NULL
$$;

CREATE FUNCTION demand_managed_user(managed integer) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  IF NOT coalesce(viewer_manages_user(managed), false) THEN
    RAISE EXCEPTION 'the viewer may not manage this account' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;

-- Begins a change of an account: until it is over nobody else changes it. Returns the revision that
-- it is at, or null where there is none.
CREATE FUNCTION begin_user_change(managed integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE found_revision integer;
BEGIN
  PERFORM demand_managed_user(managed);
  PERFORM lock_audiences();
  -- Whoever waited for his turn may have lost the right meanwhile.
  PERFORM demand_managed_user(managed);
  SELECT u.revision INTO found_revision FROM users u WHERE u.id = managed FOR NO KEY UPDATE;
  RETURN found_revision;
END $$;
-- When an account ends; null: never. A deactivated one stays so. False where there is none. Nobody
-- puts off his own end but the system's admins.
CREATE FUNCTION set_user_end(managed integer, new_end timestamptz) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM demand_managed_user(managed);
  IF managed = viewer_id() AND NOT viewer_has('System admin') AND EXISTS (
    SELECT FROM users u WHERE u.id = managed
      AND coalesce(new_end, 'infinity') > coalesce(u.expires_at, 'infinity')) THEN
    RAISE EXCEPTION 'nobody puts off the end of his own account' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE users u SET
      expires_at = CASE WHEN u.deactivated_at IS NULL THEN new_end ELSE u.expires_at END,
      expires_when_active = CASE WHEN u.deactivated_at IS NULL THEN NULL ELSE new_end END
    WHERE u.id = managed;
  RETURN FOUND;
END $$;
-- Ends an account and all its keys for good; what it made stays. False where it was ended before.
CREATE FUNCTION deactivate_user(managed integer) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM demand_managed_user(managed);
  UPDATE users u SET deactivated_at = now(), expires_when_active = u.expires_at, expires_at = '-infinity'
    WHERE u.id = managed AND u.deactivated_at IS NULL;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE access_keys k SET revoked_at = now() WHERE k.user_id = managed AND k.revoked_at IS NULL;
  RETURN true;
END $$;
-- Lets somebody in again, with all that was his but the keys; an end that has passed is lifted.
CREATE FUNCTION activate_user(managed integer) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM demand_managed_user(managed);
  UPDATE users u SET deactivated_at = NULL, expires_when_active = NULL,
      expires_at = CASE WHEN u.expires_when_active > now() THEN u.expires_when_active END
    WHERE u.id = managed AND u.deactivated_at IS NOT NULL;
  RETURN FOUND;
END $$;
-- Deletes an account that never left anything behind. What is in its own group's name would be
-- nobody's, and what it did nobody's doing: such an account is deactivated.
ALTER TABLE filters DROP CONSTRAINT filters_created_by_fkey,
  ADD CONSTRAINT filters_created_by_fkey FOREIGN KEY (created_by) REFERENCES users;
ALTER TABLE filter_versions DROP CONSTRAINT filter_versions_created_by_fkey,
  ADD CONSTRAINT filter_versions_created_by_fkey FOREIGN KEY (created_by) REFERENCES users;
ALTER TABLE sources DROP CONSTRAINT sources_saved_by_fkey, DROP CONSTRAINT sources_unsaved_by_fkey,
  ADD CONSTRAINT sources_saved_by_fkey FOREIGN KEY (saved_by) REFERENCES users,
  ADD CONSTRAINT sources_unsaved_by_fkey FOREIGN KEY (unsaved_by) REFERENCES users;
CREATE FUNCTION delete_user(managed integer) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM demand_managed_user(managed);
  -- An audience of its own group may be that of photometry, filters or anything yet to come.
  IF EXISTS (SELECT FROM groups g JOIN audience_groups a ON a.group_id = g.id
      WHERE g.single_user_id = managed) THEN
    RAISE EXCEPTION 'the account has made something' USING ERRCODE = 'FZ012';
  END IF;
  DELETE FROM users u WHERE u.id = managed;
  RETURN FOUND;
-- A group whose only admin it is may be one that the viewer does not know of.
EXCEPTION WHEN foreign_key_violation OR SQLSTATE 'FZ001' THEN
  RAISE EXCEPTION 'the account has made something' USING ERRCODE = 'FZ012';
END $$;

-- ── one's own profile ────────────────────────────────────────────────────────────────────────
-- RFC 7396: objects are merged, null removes a field, anything else replaces what was there.
CREATE FUNCTION merge_json(target jsonb, change jsonb) RETURNS jsonb
  LANGUAGE plpgsql IMMUTABLE SET search_path = fritz, pg_temp AS $$
DECLARE
  merged jsonb := CASE WHEN jsonb_typeof(target) = 'object' THEN target ELSE '{}' END;
  field record;
BEGIN
  IF jsonb_typeof(change) IS DISTINCT FROM 'object' THEN RETURN change; END IF;
  FOR field IN SELECT key, value FROM jsonb_each(change) LOOP
    IF jsonb_typeof(field.value) = 'null' THEN merged := merged - field.key;
    ELSE merged := merged
      || jsonb_build_object(field.key, merge_json(merged -> field.key, field.value));
    END IF;
  END LOOP;
  RETURN merged;
END $$;

-- Changes the viewer's own profile (how he is called at login and reached, with a key alone that
-- nothing narrows): what `change` names of username, first_name, last_name,
-- contact_email, contact_phone, affiliations, bio and is_bot; `preferences` is merged. Returns the new
-- revision, or null where the profile is no longer at `known_revision` (null: whatever it is at).
CREATE FUNCTION update_profile(change jsonb, known_revision integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE own integer := viewer_id(); made integer;
BEGIN
  IF own IS NULL THEN
    RAISE EXCEPTION 'a profile needs a viewer' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF change ?| '{username,contact_email,contact_phone}' AND NOT viewer_outranks(NULL) THEN
    RAISE EXCEPTION 'the key in hand does not carry all that its owner may'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE users u SET
      username = CASE WHEN change ? 'username' THEN change ->> 'username' ELSE u.username END,
      first_name = CASE WHEN change ? 'first_name' THEN change ->> 'first_name' ELSE u.first_name END,
      last_name = CASE WHEN change ? 'last_name' THEN change ->> 'last_name' ELSE u.last_name END,
      contact_email = CASE WHEN change ? 'contact_email' THEN change ->> 'contact_email' ELSE u.contact_email END,
      contact_phone = CASE WHEN change ? 'contact_phone' THEN change ->> 'contact_phone' ELSE u.contact_phone END,
      is_bot = CASE WHEN change ? 'is_bot' THEN (change ->> 'is_bot')::boolean ELSE u.is_bot END,
      bio = CASE WHEN change ? 'bio' THEN change ->> 'bio' ELSE u.bio END,
      affiliations = CASE WHEN change ? 'affiliations'
        THEN ARRAY(SELECT jsonb_array_elements_text(change -> 'affiliations')) ELSE u.affiliations END,
      preferences = CASE WHEN change ? 'preferences'
        THEN merge_json(u.preferences, change -> 'preferences') ELSE u.preferences END
    WHERE u.id = own AND (known_revision IS NULL OR u.revision = known_revision)
    RETURNING u.revision INTO made;
  IF made IS NOT NULL AND change ? 'username' THEN
    UPDATE groups g SET name = change ->> 'username', modified_at = now() WHERE g.single_user_id = own;
  END IF;
  RETURN made;
END $$;

-- ── invitations ──────────────────────────────────────────────────────────────────────────────
CREATE TABLE invitations (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  token_hash bytea NOT NULL UNIQUE,
  email text NOT NULL,
  role_id text NOT NULL REFERENCES roles ON DELETE CASCADE,
  invited_by integer NOT NULL REFERENCES users ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  modified_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  -- When the account ends that it makes; null: never.
  user_expires_at timestamptz,
  used_at timestamptz,
  used_by integer REFERENCES users ON DELETE SET NULL,
  withdrawn_at timestamptz,
  -- When its link was last replaced.
  renewed_at timestamptz,
  -- none: the link is passed on by hand; sending: nobody knows yet, or ever where the server died.
  mail_status text NOT NULL DEFAULT 'none' CHECK (mail_status IN ('none', 'sending', 'sent', 'failed')),
  mail_error text,
  mail_at timestamptz
);
CREATE INDEX invitations_inviter ON invitations (invited_by);
CREATE TABLE invitation_groups (
  invitation_id integer NOT NULL REFERENCES invitations ON DELETE CASCADE,
  group_id integer NOT NULL REFERENCES groups ON DELETE CASCADE,
  admin boolean NOT NULL DEFAULT false,
  can_save boolean NOT NULL DEFAULT true,
  PRIMARY KEY (invitation_id, group_id)
);
CREATE TABLE invitation_streams (
  invitation_id integer NOT NULL REFERENCES invitations ON DELETE CASCADE,
  stream_id integer NOT NULL REFERENCES streams ON DELETE CASCADE,
  PRIMARY KEY (invitation_id, stream_id)
);

-- The streams that an invitation gives: those named, and what its groups have come to read since.
CREATE FUNCTION invitation_stream_ids(invited integer) RETURNS integer[]
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT ARRAY(SELECT s.stream_id FROM invitation_streams s WHERE s.invitation_id = invited)
    || streams_of_groups(ARRAY(
      SELECT g.group_id FROM invitation_groups g WHERE g.invitation_id = invited))
$$;

-- Whether its maker is still here and may still give what an invitation gives: somebody who was
-- put out of a group has no way back, or a friend in, by a link made before.
CREATE FUNCTION invitation_stands(invited integer) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM invitations i JOIN users u ON u.id = i.invited_by
     WHERE i.id = invited AND (u.expires_at IS NULL OR u.expires_at > now())
       AND user_has(u.id, 'Manage users')
       AND NOT EXISTS (SELECT FROM role_acls a
         WHERE a.role_id = i.role_id AND NOT user_has(u.id, a.acl_id))
       AND may_enroll(u.id, user_has(u.id, 'Manage groups'), user_has(u.id, 'System admin'),
         ARRAY(SELECT g.group_id FROM invitation_groups g WHERE g.invitation_id = i.id),
         invitation_stream_ids(i.id)))
$$;

-- The invitation that a secret opens; null where it is unknown, used, expired, withdrawn or void.
CREATE FUNCTION open_invitation(invitation_token text) RETURNS integer
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT i.id FROM invitations i
   WHERE i.token_hash = sha256(convert_to(invitation_token, 'UTF8'))
     AND i.used_at IS NULL AND i.withdrawn_at IS NULL AND i.expires_at > now()
     AND invitation_stands(i.id)
$$;

-- What its link's holder is told before he accepts: no row where it cannot be used.
CREATE FUNCTION invitation_preview(invitation_token text) RETURNS TABLE (
    invited_by text, role text, groups text[], streams text[], expires_at timestamptz,
    user_expires_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = fritz, pg_temp AS $$
  SELECT coalesce(nullif(concat_ws(' ', u.first_name, u.last_name), ''), u.username), i.role_id,
      ARRAY(SELECT g.name FROM invitation_groups ig JOIN groups g ON g.id = ig.group_id
        WHERE ig.invitation_id = i.id ORDER BY 1),
      ARRAY(SELECT s.name FROM streams s WHERE s.id = ANY (invitation_stream_ids(i.id)) ORDER BY 1),
      i.expires_at, i.user_expires_at
    FROM invitations i JOIN users u ON u.id = i.invited_by
   WHERE i.id = open_invitation(invitation_token)
$$;

-- Accepts an invitation, once. With a viewer it is his account that joins (the other parameters
-- change nothing then); without one an account is made. An account is never found by its e-mail:
-- the link's holder may have had any address written on it. Returns the user, or null where the
-- invitation cannot be used; raises unique_violation where the username is taken.
CREATE FUNCTION accept_invitation(
  invitation_token text, username text, first_name text, last_name text, email text)
  RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
#variable_conflict use_column
DECLARE
  invitation invitations;
  guest integer := viewer_id();
BEGIN
  PERFORM lock_audiences();
  -- The second of two at once waits here, and finds it used.
  SELECT i.* INTO invitation FROM invitations i
    WHERE i.token_hash = sha256(convert_to(invitation_token, 'UTF8')) FOR UPDATE;
  IF invitation.id IS DISTINCT FROM open_invitation(invitation_token) OR invitation.id IS NULL THEN
    RETURN NULL;
  END IF;
  IF guest IS NOT NULL AND NOT viewer_is_whole() THEN
    RAISE EXCEPTION 'a narrow or ending key would give its owner what it does not carry'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF guest IS NULL THEN
    INSERT INTO users (username, first_name, last_name, contact_email, expires_at)
      VALUES (accept_invitation.username, accept_invitation.first_name,
        accept_invitation.last_name, coalesce(email, invitation.email), invitation.user_expires_at)
      RETURNING id INTO guest;
  END IF;
  INSERT INTO user_roles (user_id, role_id) VALUES (guest, invitation.role_id) ON CONFLICT DO NOTHING;
  PERFORM enroll_user(guest,
    ARRAY(SELECT g.group_id FROM invitation_groups g WHERE g.invitation_id = invitation.id ORDER BY g.group_id),
    ARRAY(SELECT g.admin FROM invitation_groups g WHERE g.invitation_id = invitation.id ORDER BY g.group_id),
    ARRAY(SELECT g.can_save FROM invitation_groups g WHERE g.invitation_id = invitation.id ORDER BY g.group_id),
    invitation_stream_ids(invitation.id));
  UPDATE invitations i SET used_at = now(), used_by = guest WHERE i.id = invitation.id;
  RETURN guest;
END $$;

-- What an invitation gives, set anew; the viewer and its maker both must be able to give it.
CREATE FUNCTION set_invitation_gifts(
  invited integer, new_role text, group_ids integer[], group_admins boolean[],
  group_saves boolean[], stream_ids integer[])
  RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  IF NOT coalesce(viewer_may_give_role(new_role) AND viewer_may_enroll(group_ids, stream_ids), false) THEN
    RAISE EXCEPTION 'the viewer may not give this' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE invitations i SET role_id = new_role, modified_at = now() WHERE i.id = invited;
  DELETE FROM invitation_groups g WHERE g.invitation_id = invited;
  DELETE FROM invitation_streams s WHERE s.invitation_id = invited;
  INSERT INTO invitation_groups (invitation_id, group_id, admin, can_save)
    SELECT invited, g, coalesce(a, false), coalesce(s, true)
      FROM unnest(group_ids, group_admins, group_saves) AS given (g, a, s) WHERE g IS NOT NULL;
  INSERT INTO invitation_streams (invitation_id, stream_id)
    SELECT DISTINCT invited, s FROM unnest(stream_ids) AS given (s);
  IF NOT invitation_stands(invited) THEN
    RAISE EXCEPTION 'the maker of the invitation may not give this' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;

CREATE FUNCTION create_invitation(
  new_hash bytea, guest_email text, new_role text, group_ids integer[], group_admins boolean[],
  group_saves boolean[], stream_ids integer[], new_end timestamptz, new_user_end timestamptz,
  new_mail_status text)
  RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE made integer;
BEGIN
  IF NOT coalesce(viewer_has('Manage users') AND viewer_may_give_end(new_user_end), false) THEN
    RAISE EXCEPTION 'inviting needs Manage users, and a key that lives as long'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO invitations (token_hash, email, role_id, invited_by, expires_at, user_expires_at,
      mail_status)
    VALUES (new_hash, guest_email, new_role, viewer_id(), new_end, new_user_end, new_mail_status)
    RETURNING id INTO made;
  PERFORM set_invitation_gifts(made, new_role, group_ids, group_admins, group_saves, stream_ids);
  RETURN made;
END $$;

-- Whether the viewer may change an invitation: his own, or any as System admin.
CREATE FUNCTION viewer_holds_invitation(invited integer) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT EXISTS (SELECT FROM invitations i WHERE i.id = invited AND viewer_has('Manage users')
    AND (i.invited_by = viewer_id() OR viewer_has('System admin')))
$$;
-- The viewer's open invitations whose maker may not give any more what they give.
CREATE FUNCTION void_invitations() RETURNS SETOF integer
  LANGUAGE sql STABLE SECURITY DEFINER ROWS 5 SET search_path = fritz, pg_temp AS $$
  SELECT i.id FROM invitations i
   WHERE i.used_at IS NULL AND i.withdrawn_at IS NULL AND i.expires_at > now()
     AND viewer_holds_invitation(i.id) AND NOT invitation_stands(i.id)
$$;
-- Changes an invitation that nobody has accepted; false where there is none.
CREATE FUNCTION update_invitation(
  invited integer, new_role text, group_ids integer[], group_admins boolean[],
  group_saves boolean[], stream_ids integer[], new_end timestamptz, new_user_end timestamptz)
  RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  UPDATE invitations i SET expires_at = new_end, user_expires_at = new_user_end
    WHERE i.id = invited AND viewer_holds_invitation(invited)
      AND i.used_at IS NULL AND i.withdrawn_at IS NULL;
  IF NOT FOUND THEN RETURN false; END IF;
  IF NOT viewer_may_give_end(new_user_end) THEN
    RAISE EXCEPTION 'the key in hand ends before that' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM set_invitation_gifts(invited, new_role, group_ids, group_admins, group_saves, stream_ids);
  RETURN true;
END $$;
-- A new secret for an invitation: the old link is void. Its holder has all that the invitation gives,
-- so the key in hand must be able to give it. False where there is none that the viewer may renew.
CREATE FUNCTION renew_invitation(
  invited integer, new_hash bytea, new_end timestamptz, new_mail_status text)
  RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  UPDATE invitations i SET token_hash = new_hash, expires_at = new_end, mail_status = new_mail_status,
      mail_error = NULL, mail_at = NULL, modified_at = now(), renewed_at = now()
    WHERE i.id = invited AND viewer_holds_invitation(invited)
      AND i.used_at IS NULL AND i.withdrawn_at IS NULL
      AND viewer_may_give_role(i.role_id) AND viewer_may_give_end(i.user_expires_at)
      AND viewer_may_enroll(
        ARRAY(SELECT g.group_id FROM invitation_groups g WHERE g.invitation_id = i.id),
        ARRAY(SELECT s.stream_id FROM invitation_streams s WHERE s.invitation_id = i.id));
  RETURN FOUND;
END $$;
CREATE FUNCTION withdraw_invitation(invited integer) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  UPDATE invitations i SET withdrawn_at = now(), modified_at = now()
    WHERE i.id = invited AND viewer_holds_invitation(invited)
      AND i.used_at IS NULL AND i.withdrawn_at IS NULL;
  RETURN FOUND;
END $$;
-- What became of the mail with this secret; who knows the secret's hash needs no viewer.
CREATE FUNCTION note_invitation_mail(sent_hash bytea, failure text) RETURNS void
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  UPDATE invitations i SET mail_at = now(), mail_error = left(failure, 500),
      mail_status = CASE WHEN failure IS NULL THEN 'sent' ELSE 'failed' END
    WHERE i.token_hash = sent_hash
$$;

SELECT audit('invitations', kind => 'invitation', id => 'id', about_user => 'invited_by',
  kept => '{email,role_id,invited_by,expires_at,user_expires_at,used_by,withdrawn_at,renewed_at}');
SELECT audit('invitation_groups', kind => 'invitation', id => 'invitation_id',
  about_group => 'group_id', kept => '{invitation_id,group_id,admin,can_save}');
SELECT audit('invitation_streams', kind => 'invitation', id => 'invitation_id',
  kept => '{invitation_id,stream_id}');

-- ── row-level security ───────────────────────────────────────────────────────────────────────
DROP POLICY manages ON users;
CREATE POLICY adds ON users FOR INSERT TO fritz_app WITH CHECK ((SELECT viewer_has('Manage users')));
CREATE POLICY changes ON users FOR UPDATE TO fritz_app
  USING (viewer_manages_user(id)) WITH CHECK (viewer_manages_user(id));
CREATE POLICY adds ON user_roles FOR INSERT TO fritz_app
  WITH CHECK (viewer_manages_user(user_id) AND viewer_may_give_role(role_id));
CREATE POLICY removes ON user_roles FOR DELETE TO fritz_app USING (viewer_manages_user(user_id));
CREATE POLICY adds ON user_acls FOR INSERT TO fritz_app
  WITH CHECK (viewer_manages_user(user_id) AND viewer_may_give_acl(acl_id));
CREATE POLICY removes ON user_acls FOR DELETE TO fritz_app USING (viewer_manages_user(user_id));

ALTER TABLE invitations ENABLE ROW LEVEL SECURITY;
ALTER TABLE invitations FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON invitations TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON invitations FOR SELECT TO fritz_app USING (
  (SELECT viewer_has('Manage users'))
  AND (invited_by = (SELECT viewer_id()) OR (SELECT viewer_has('System admin'))));
ALTER TABLE invitation_groups ENABLE ROW LEVEL SECURITY;
ALTER TABLE invitation_groups FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON invitation_groups TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON invitation_groups FOR SELECT TO fritz_app
  USING (invitation_id IN (SELECT i.id FROM invitations i));
ALTER TABLE invitation_streams ENABLE ROW LEVEL SECURITY;
ALTER TABLE invitation_streams FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON invitation_streams TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON invitation_streams FOR SELECT TO fritz_app
  USING (invitation_id IN (SELECT i.id FROM invitations i));

-- Looked at again once the statement's turn has come, as changes of groups are.
CREATE FUNCTION recheck_rights_given() RETURNS trigger
  LANGUAGE plpgsql SET search_path = fritz, pg_temp AS $$
BEGIN
  IF NOT coalesce(viewer_manages_user(NEW.user_id) AND CASE TG_TABLE_NAME
      WHEN 'user_roles' THEN viewer_may_give_role(to_jsonb(NEW) ->> 'role_id')
      ELSE viewer_may_give_acl(to_jsonb(NEW) ->> 'acl_id') END, false) THEN
    RAISE EXCEPTION 'the viewer may not give this' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER user_roles_recheck BEFORE INSERT ON user_roles
  FOR EACH ROW WHEN (current_user = 'fritz_app') EXECUTE FUNCTION recheck_rights_given();
CREATE TRIGGER user_acls_recheck BEFORE INSERT ON user_acls
  FOR EACH ROW WHEN (current_user = 'fritz_app') EXECUTE FUNCTION recheck_rights_given();

-- ── grants ───────────────────────────────────────────────────────────────────────────────────
-- Of a user everyone knows who he is; the rest is told by user_details().
REVOKE SELECT, INSERT, UPDATE ON users FROM fritz_app;
GRANT SELECT (id, username, first_name, last_name, affiliations, bio, is_bot, created_at, modified_at,
    revision)
  ON users TO fritz_app;
GRANT INSERT (username, first_name, last_name, contact_email, contact_phone, affiliations, bio, is_bot,
    expires_at)
  ON users TO fritz_app;
GRANT UPDATE (first_name, last_name, contact_email, contact_phone, affiliations, bio, is_bot)
  ON users TO fritz_app;
GRANT INSERT, DELETE ON user_roles, user_acls TO fritz_app;
GRANT SELECT (id, email, role_id, invited_by, created_at, modified_at, expires_at, user_expires_at,
    used_at, used_by, withdrawn_at, mail_status, mail_error, mail_at)
  ON invitations TO fritz_app;
GRANT SELECT ON invitation_groups, invitation_streams TO fritz_app;

REVOKE EXECUTE ON FUNCTION recheck_rights_given(), count_user_revision(), keep_system_admin(), user_has(integer, text),
  viewer_manages_user(integer), viewer_may_give_role(text), viewer_may_give_acl(text),
  viewer_may_give_end(timestamptz), may_enroll(integer, boolean, boolean, integer[], integer[]), viewer_may_enroll(integer[], integer[]),
  streams_of_groups(integer[]),
  enroll_user(integer, integer[], boolean[], boolean[], integer[]),
  enroll_managed_user(integer, integer[], boolean[], integer[]), user_details(), ended_users(),
  demand_managed_user(integer), begin_user_change(integer), set_user_end(integer, timestamptz), deactivate_user(integer),
  activate_user(integer), delete_user(integer), merge_json(jsonb, jsonb),
  update_profile(jsonb, integer), invitation_stream_ids(integer), invitation_stands(integer), open_invitation(text),
  invitation_preview(text), accept_invitation(text, text, text, text, text),
  set_invitation_gifts(integer, text, integer[], boolean[], boolean[], integer[]),
  create_invitation(bytea, text, text, integer[], boolean[], boolean[], integer[], timestamptz,
    timestamptz, text),
  viewer_holds_invitation(integer), void_invitations(),
  update_invitation(integer, text, integer[], boolean[], boolean[], integer[], timestamptz, timestamptz),
  renew_invitation(integer, bytea, timestamptz, text), withdraw_invitation(integer),
  note_invitation_mail(bytea, text)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION viewer_manages_user(integer), viewer_may_give_role(text),
  viewer_may_give_acl(text), viewer_may_give_end(timestamptz), viewer_may_enroll(integer[], integer[]),
  enroll_managed_user(integer, integer[], boolean[], integer[]), user_details(), ended_users(),
  begin_user_change(integer), void_invitations(), set_user_end(integer, timestamptz), deactivate_user(integer), activate_user(integer),
  delete_user(integer), update_profile(jsonb, integer), invitation_preview(text),
  accept_invitation(text, text, text, text, text),
  create_invitation(bytea, text, text, integer[], boolean[], boolean[], integer[], timestamptz,
    timestamptz, text),
  update_invitation(integer, text, integer[], boolean[], boolean[], integer[], timestamptz, timestamptz),
  renew_invitation(integer, bytea, timestamptz, text), withdraw_invitation(integer),
  note_invitation_mail(bytea, text)
  TO fritz_app;
