-- People, groups, streams and their rights; the viewer; audiences.
--
-- Every protected table has row-level security, forced, and one `audience_id` that says who sees a
-- row. An audience is an interned set of groups and streams, or one programme of one survey. Who
-- sees which audience is kept in `audience_viewers` by triggers, in the transaction that changes a
-- membership. The viewer of a transaction is the holder of the secret key in `fritz.viewer_key`.

-- ── permissions ──────────────────────────────────────────────────────────────────────────────
CREATE TABLE acls (id text PRIMARY KEY);
CREATE TABLE roles (id text PRIMARY KEY);
CREATE TABLE role_acls (
  role_id text NOT NULL REFERENCES roles ON DELETE CASCADE,
  acl_id text NOT NULL REFERENCES acls ON DELETE CASCADE,
  PRIMARY KEY (role_id, acl_id)
);

INSERT INTO acls (id) VALUES
  ('Become user'), ('Comment'), ('Annotate'), ('Manage users'), ('Manage sources'),
  ('Manage photometry'), ('Manage groups'), ('Manage teams'), ('Manage sharing services'),
  ('Manage shifts'), ('Manage instruments'), ('Manage allocations'), ('Manage observing runs'),
  ('Manage telescopes'), ('Manage Analysis Services'), ('Manage Recurring APIs'),
  ('Manage observation plans'), ('Manage GCNs'), ('Upload data'), ('Run Analyses'),
  ('System admin'), ('Post taxonomy'), ('Delete taxonomy'), ('Delete bulk photometry'),
  ('Classify'), ('Post from SEDMListener');
INSERT INTO roles (id) VALUES ('Super admin'), ('Group admin'), ('Full user'), ('View only');
INSERT INTO role_acls (role_id, acl_id) SELECT 'Super admin', id FROM acls;
INSERT INTO role_acls (role_id, acl_id) SELECT 'Group admin', unnest(ARRAY[
  'Annotate', 'Comment', 'Upload data', 'Run Analyses', 'Post taxonomy', 'Classify',
  'Manage shifts', 'Manage sources', 'Manage teams', 'Manage Analysis Services',
  'Manage Recurring APIs', 'Manage GCNs', 'Manage users', 'Manage observing runs']);
INSERT INTO role_acls (role_id, acl_id) SELECT 'Full user', unnest(ARRAY[
  'Annotate', 'Comment', 'Upload data', 'Classify', 'Run Analyses', 'Manage observing runs']);

-- ── people ───────────────────────────────────────────────────────────────────────────────────
CREATE TABLE users (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  username text NOT NULL UNIQUE CHECK (username ~ '^[a-z0-9][a-z0-9_.@-]*$'),
  first_name text,
  last_name text,
  contact_email text,
  is_bot boolean NOT NULL DEFAULT false,
  expires_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  modified_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE user_roles (
  user_id integer NOT NULL REFERENCES users ON DELETE CASCADE,
  role_id text NOT NULL REFERENCES roles ON DELETE CASCADE,
  PRIMARY KEY (user_id, role_id)
);
CREATE TABLE user_acls (
  user_id integer NOT NULL REFERENCES users ON DELETE CASCADE,
  acl_id text NOT NULL REFERENCES acls ON DELETE CASCADE,
  PRIMARY KEY (user_id, acl_id)
);
CREATE TABLE groups (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE,
  nickname text,
  description text,
  private boolean NOT NULL DEFAULT false,
  -- The user whose own group this is: every user has one, so that an owner is an audience too.
  single_user_id integer UNIQUE REFERENCES users ON DELETE CASCADE,
  -- The one group that holds every user.
  sitewide boolean NOT NULL DEFAULT false,
  auto_accept_requests boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  modified_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX groups_one_sitewide ON groups (sitewide) WHERE sitewide;
CREATE TABLE group_users (
  group_id integer NOT NULL REFERENCES groups ON DELETE CASCADE,
  user_id integer NOT NULL REFERENCES users ON DELETE CASCADE,
  admin boolean NOT NULL DEFAULT false,
  can_save boolean NOT NULL DEFAULT true,
  can_share_photometry boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (group_id, user_id)
);
CREATE INDEX group_users_user ON group_users (user_id);

-- ── streams: which programmes of which survey ────────────────────────────────────────────────
CREATE TABLE streams (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE,
  survey text NOT NULL,
  program_ids smallint[] NOT NULL,
  auto_join boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  modified_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE stream_users (
  stream_id integer NOT NULL REFERENCES streams ON DELETE CASCADE,
  user_id integer NOT NULL REFERENCES users ON DELETE CASCADE,
  PRIMARY KEY (stream_id, user_id)
);
CREATE INDEX stream_users_user ON stream_users (user_id);
CREATE TABLE group_streams (
  group_id integer NOT NULL REFERENCES groups ON DELETE CASCADE,
  stream_id integer NOT NULL REFERENCES streams ON DELETE CASCADE,
  PRIMARY KEY (group_id, stream_id)
);

-- ── keys: tokens, browser sessions and one-time links, all stored hashed ─────────────────────
CREATE TABLE access_keys (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  key_hash bytea NOT NULL UNIQUE,
  kind text NOT NULL CHECK (kind IN ('token', 'session', 'link')),
  user_id integer NOT NULL REFERENCES users ON DELETE CASCADE,
  name text,
  -- null: all the owner's permissions; else the subset of them that this key carries.
  acls text[],
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz,
  -- Of a session: the end of the token that it was opened with. No key outlives the token that it
  -- descends from; a session from a login link sets no bound.
  grants_until timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);
CREATE INDEX access_keys_user ON access_keys (user_id);

-- ── audiences ────────────────────────────────────────────────────────────────────────────────
CREATE TABLE audiences (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Canonical text of the set, e.g. 'g:3,8 s:1' or 'p:ztf:1'.
  key text NOT NULL UNIQUE,
  survey text,
  program_id smallint,
  CHECK ((survey IS NULL) = (program_id IS NULL))
);
CREATE TABLE audience_groups (
  audience_id integer NOT NULL REFERENCES audiences ON DELETE CASCADE,
  group_id integer NOT NULL REFERENCES groups ON DELETE CASCADE,
  PRIMARY KEY (audience_id, group_id)
);
CREATE INDEX audience_groups_group ON audience_groups (group_id);
CREATE TABLE audience_streams (
  audience_id integer NOT NULL REFERENCES audiences ON DELETE CASCADE,
  stream_id integer NOT NULL REFERENCES streams ON DELETE CASCADE,
  PRIMARY KEY (audience_id, stream_id)
);
CREATE INDEX audience_streams_stream ON audience_streams (stream_id);
-- Who sees which audience: maintained by the triggers below, read by every policy. The system's
-- admins see every audience, but not with a key that leaves that permission out: they are looked at
-- when the viewer is.
CREATE TABLE audience_viewers (
  user_id integer NOT NULL REFERENCES users ON DELETE CASCADE,
  audience_id integer NOT NULL REFERENCES audiences ON DELETE CASCADE,
  PRIMARY KEY (user_id, audience_id)
);
CREATE INDEX audience_viewers_audience ON audience_viewers (audience_id);

CREATE VIEW user_permissions WITH (security_invoker = true) AS
  SELECT ur.user_id, ra.acl_id FROM user_roles ur JOIN role_acls ra USING (role_id)
  UNION
  SELECT ua.user_id, ua.acl_id FROM user_acls ua;

CREATE VIEW audience_membership WITH (security_invoker = true) AS
  SELECT ag.audience_id, gu.user_id FROM audience_groups ag JOIN group_users gu USING (group_id)
  UNION
  SELECT ast.audience_id, su.user_id FROM audience_streams ast JOIN stream_users su USING (stream_id)
  UNION
  SELECT a.id, su.user_id
    FROM audiences a
    JOIN streams s ON s.survey = a.survey AND a.program_id = ANY (s.program_ids)
    JOIN stream_users su ON su.stream_id = s.id;

-- One at a time: of two transactions that change a membership and make an audience of it, neither
-- sees the other's rows, and the later one has to put both together.
CREATE FUNCTION lock_audiences() RETURNS void
  LANGUAGE sql VOLATILE SET search_path = fritz, pg_temp AS $$
  SELECT pg_advisory_xact_lock(hashtextextended('fritz.audience_viewers', 0))
$$;

CREATE FUNCTION refresh_viewer(viewed_user integer) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM lock_audiences();
  DELETE FROM audience_viewers v WHERE v.user_id = viewed_user AND NOT EXISTS (
    SELECT FROM audience_membership m WHERE m.user_id = viewed_user AND m.audience_id = v.audience_id);
  INSERT INTO audience_viewers (user_id, audience_id)
    SELECT m.user_id, m.audience_id FROM audience_membership m WHERE m.user_id = viewed_user
    ON CONFLICT DO NOTHING;
END $$;

CREATE FUNCTION refresh_audience(viewed_audience integer) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM lock_audiences();
  DELETE FROM audience_viewers v WHERE v.audience_id = viewed_audience AND NOT EXISTS (
    SELECT FROM audience_membership m
    WHERE m.audience_id = viewed_audience AND m.user_id = v.user_id);
  INSERT INTO audience_viewers (user_id, audience_id)
    SELECT m.user_id, m.audience_id FROM audience_membership m WHERE m.audience_id = viewed_audience
    ON CONFLICT DO NOTHING;
END $$;

-- The id of the audience of these groups and streams; made when it is new.
CREATE FUNCTION intern_audience(group_ids integer[], stream_ids integer[] DEFAULT '{}')
  RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  found integer;
  groups_sorted integer[] := ARRAY(SELECT DISTINCT unnest(group_ids) ORDER BY 1);
  streams_sorted integer[] := ARRAY(SELECT DISTINCT unnest(stream_ids) ORDER BY 1);
  audience_key text := 'g:' || array_to_string(groups_sorted, ',')
    || ' s:' || array_to_string(streams_sorted, ',');
BEGIN
  SELECT id INTO found FROM audiences WHERE key = audience_key;
  IF found IS NOT NULL THEN RETURN found; END IF;
  INSERT INTO audiences (key) VALUES (audience_key) ON CONFLICT DO NOTHING RETURNING id INTO found;
  IF found IS NULL THEN
    SELECT id INTO found FROM audiences WHERE key = audience_key;
    RETURN found;
  END IF;
  INSERT INTO audience_groups SELECT found, unnest(groups_sorted);
  INSERT INTO audience_streams SELECT found, unnest(streams_sorted);
  PERFORM refresh_audience(found);
  RETURN found;
END $$;

-- The id of the audience of one programme of a survey: everyone whose streams include it.
CREATE FUNCTION intern_program(survey_name text, program smallint)
  RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  found integer;
  audience_key text := 'p:' || survey_name || ':' || program;
BEGIN
  SELECT id INTO found FROM audiences WHERE key = audience_key;
  IF found IS NOT NULL THEN RETURN found; END IF;
  INSERT INTO audiences (key, survey, program_id) VALUES (audience_key, survey_name, program)
    ON CONFLICT DO NOTHING RETURNING id INTO found;
  IF found IS NULL THEN
    SELECT id INTO found FROM audiences WHERE key = audience_key;
    RETURN found;
  END IF;
  PERFORM refresh_audience(found);
  RETURN found;
END $$;

CREATE FUNCTION on_membership_change() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  IF TG_OP IN ('UPDATE', 'DELETE') THEN PERFORM refresh_viewer(OLD.user_id); END IF;
  IF TG_OP IN ('INSERT', 'UPDATE') THEN PERFORM refresh_viewer(NEW.user_id); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER group_users_audience AFTER INSERT OR UPDATE OR DELETE ON group_users
  FOR EACH ROW EXECUTE FUNCTION on_membership_change();
CREATE TRIGGER stream_users_audience AFTER INSERT OR UPDATE OR DELETE ON stream_users
  FOR EACH ROW EXECUTE FUNCTION on_membership_change();

CREATE FUNCTION on_stream_change() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM refresh_audience(a.id) FROM audiences a WHERE a.survey = NEW.survey
    OR (TG_OP = 'UPDATE' AND a.survey = OLD.survey);
  -- A stream for everyone is for those too who were here before it.
  IF NEW.auto_join THEN
    INSERT INTO stream_users (stream_id, user_id) SELECT NEW.id, u.id FROM users u
      ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER streams_audience AFTER INSERT OR UPDATE OF survey, program_ids, auto_join ON streams
  FOR EACH ROW EXECUTE FUNCTION on_stream_change();

-- Every new user gets his own group, and a place in the group of all.
CREATE FUNCTION on_new_user() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE own_group integer;
BEGIN
  INSERT INTO groups (name, private, single_user_id) VALUES (NEW.username, true, NEW.id)
    RETURNING id INTO own_group;
  INSERT INTO group_users (group_id, user_id, admin) VALUES (own_group, NEW.id, true);
  INSERT INTO group_users (group_id, user_id) SELECT g.id, NEW.id FROM groups g WHERE g.sitewide;
  INSERT INTO stream_users (stream_id, user_id) SELECT s.id, NEW.id FROM streams s WHERE s.auto_join;
  RETURN NULL;
END $$;
CREATE TRIGGER users_own_group AFTER INSERT ON users
  FOR EACH ROW EXECUTE FUNCTION on_new_user();

-- ── the viewer ───────────────────────────────────────────────────────────────────────────────
-- The key that the current transaction acts with, or nothing: an empty, forged, expired or revoked
-- key, and a one-time link, is nobody.
CREATE FUNCTION viewer() RETURNS access_keys
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT k FROM access_keys k JOIN users u ON u.id = k.user_id
  WHERE k.key_hash = sha256(convert_to(current_setting('fritz.viewer_key', true), 'UTF8'))
    AND k.kind IN ('token', 'session') AND k.revoked_at IS NULL
    AND (k.expires_at IS NULL OR k.expires_at > now())
    AND (u.expires_at IS NULL OR u.expires_at > now())
$$;
CREATE FUNCTION viewer_id() RETURNS integer
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT (viewer()).user_id
$$;
CREATE FUNCTION viewer_acls() RETURNS SETOF text
  LANGUAGE sql STABLE SECURITY DEFINER ROWS 26 SET search_path = fritz, pg_temp AS $$
  SELECT p.acl_id FROM viewer() v JOIN user_permissions p ON p.user_id = v.user_id
  WHERE v.acls IS NULL OR p.acl_id = ANY (v.acls)
$$;
CREATE FUNCTION viewer_has(acl text) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT EXISTS (SELECT FROM viewer_acls() a WHERE a IN (acl, 'System admin'))
$$;
-- The audiences that the viewer belongs to: policies say `audience_id IN (SELECT …)`, which the
-- planner hashes once per query.
CREATE FUNCTION visible_audiences() RETURNS SETOF integer
  LANGUAGE sql STABLE SECURITY DEFINER ROWS 50 SET search_path = fritz, pg_temp AS $$
  SELECT v.audience_id FROM audience_viewers v WHERE v.user_id = viewer_id()
  UNION
  SELECT a.id FROM audiences a WHERE (SELECT viewer_has('System admin'))
$$;
CREATE FUNCTION viewer_groups() RETURNS SETOF integer
  LANGUAGE sql STABLE SECURITY DEFINER ROWS 20 SET search_path = fritz, pg_temp AS $$
  SELECT gu.group_id FROM group_users gu WHERE gu.user_id = viewer_id()
$$;
CREATE FUNCTION viewer_admin_groups() RETURNS SETOF integer
  LANGUAGE sql STABLE SECURITY DEFINER ROWS 5 SET search_path = fritz, pg_temp AS $$
  SELECT gu.group_id FROM group_users gu WHERE gu.user_id = viewer_id() AND gu.admin
$$;
CREATE FUNCTION viewer_saving_groups() RETURNS SETOF integer
  LANGUAGE sql STABLE SECURITY DEFINER ROWS 20 SET search_path = fritz, pg_temp AS $$
  SELECT gu.group_id FROM group_users gu WHERE gu.user_id = viewer_id() AND gu.can_save
$$;
CREATE FUNCTION viewer_streams() RETURNS SETOF integer
  LANGUAGE sql STABLE SECURITY DEFINER ROWS 5 SET search_path = fritz, pg_temp AS $$
  SELECT su.stream_id FROM stream_users su WHERE su.user_id = viewer_id()
$$;

-- Exchanges a one-time link for a browser session, whose key's hash the caller brings. Returns the
-- user, or null where the link is unknown, used or too old, or the user's account has ended.
CREATE FUNCTION redeem_link(link_key text, session_hash bytea, session_expires timestamptz)
  RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE link access_keys;
BEGIN
  UPDATE access_keys k SET revoked_at = now()
    FROM users u WHERE u.id = k.user_id AND (u.expires_at IS NULL OR u.expires_at > now())
      AND k.key_hash = sha256(convert_to(link_key, 'UTF8')) AND k.kind = 'link'
      AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
    RETURNING k.* INTO link;
  IF link.user_id IS NULL THEN RETURN NULL; END IF;
  INSERT INTO access_keys (key_hash, kind, user_id, acls, expires_at)
    VALUES (session_hash, 'session', link.user_id, link.acls, session_expires);
  RETURN link.user_id;
END $$;

-- Until when a key lives at most that the viewer makes with the key in hand; null: for ever.
CREATE FUNCTION viewer_grants_until() RETURNS timestamptz
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT CASE v.kind WHEN 'token' THEN v.expires_at ELSE v.grants_until END FROM viewer() v
$$;

-- A browser session for the holder of the current key, with that key's permissions and no longer
-- life than it has. Returns the user, or null without a viewer.
CREATE FUNCTION open_session(session_hash bytea, session_expires timestamptz)
  RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE held access_keys := viewer();
BEGIN
  IF held.user_id IS NULL THEN RETURN NULL; END IF;
  INSERT INTO access_keys (key_hash, kind, user_id, acls, expires_at, grants_until)
    VALUES (session_hash, 'session', held.user_id, held.acls,
      least(held.expires_at, session_expires), viewer_grants_until());
  RETURN held.user_id;
END $$;

-- Ends the browser session in hand; false where the key is none.
CREATE FUNCTION end_session() RETURNS boolean
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  WITH ended AS (
    UPDATE access_keys k SET revoked_at = now() FROM viewer() v
      WHERE k.id = v.id AND k.kind = 'session' AND k.revoked_at IS NULL RETURNING k.id)
  SELECT EXISTS (SELECT FROM ended)
$$;

-- Notes that the key in hand is in use: to the minute, so that few requests write.
CREATE FUNCTION note_key_use() RETURNS void
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  UPDATE access_keys k SET last_used_at = now() FROM viewer() v
    WHERE k.id = v.id
      AND (k.last_used_at IS NULL OR k.last_used_at < now() - interval '1 minute')
$$;

-- Forgets the sessions and links that ended more than a week ago; returns how many. Tokens stay:
-- their owner looks back at them.
CREATE FUNCTION sweep_keys() RETURNS integer
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  WITH gone AS (
    DELETE FROM access_keys k WHERE k.kind IN ('session', 'link')
      AND least(k.expires_at, k.revoked_at) < now() - interval '7 days' RETURNING k.id)
  SELECT count(*)::integer FROM gone
$$;

-- A new group, whose first admin is the viewer.
CREATE FUNCTION create_group(
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

-- Whether a new key of the viewer's would carry no more than the key he holds, and live no longer.
CREATE FUNCTION viewer_may_grant(new_acls text[], new_expires timestamptz) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT v.user_id IS NOT NULL
    AND CASE WHEN new_acls IS NULL THEN v.acls IS NULL
      ELSE new_acls <@ ARRAY(SELECT viewer_acls()) END
    AND (viewer_grants_until() IS NULL OR coalesce(new_expires <= viewer_grants_until(), false))
  FROM viewer() v
$$;

-- Whether a user may read every stream of a group: what the group finds is his to see, too.
CREATE FUNCTION holds_group_streams(holder integer, of_group integer) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT NOT EXISTS (
    SELECT FROM group_streams gs WHERE gs.group_id = of_group AND NOT EXISTS (
      SELECT FROM stream_users su WHERE su.stream_id = gs.stream_id AND su.user_id = holder))
$$;

-- ── row-level security ───────────────────────────────────────────────────────────────────────
-- `maintainer` is the owner that migrates: the functions above run as it. It holds no policy on
-- the tables of later migrations that keep science data.
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON users TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON users FOR SELECT TO fritz_app USING ((SELECT viewer_id()) IS NOT NULL);
CREATE POLICY manages ON users FOR ALL TO fritz_app
  USING ((SELECT viewer_has('Manage users'))) WITH CHECK ((SELECT viewer_has('Manage users')));

ALTER TABLE user_roles ENABLE ROW LEVEL SECURITY;
ALTER TABLE user_roles FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON user_roles TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON user_roles FOR SELECT TO fritz_app
  USING (user_id = (SELECT viewer_id()) OR (SELECT viewer_has('Manage users')));
ALTER TABLE user_acls ENABLE ROW LEVEL SECURITY;
ALTER TABLE user_acls FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON user_acls TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON user_acls FOR SELECT TO fritz_app
  USING (user_id = (SELECT viewer_id()) OR (SELECT viewer_has('Manage users')));

ALTER TABLE groups ENABLE ROW LEVEL SECURITY;
ALTER TABLE groups FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON groups TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON groups FOR SELECT TO fritz_app USING (
  (NOT private AND (SELECT viewer_id()) IS NOT NULL) OR id IN (SELECT viewer_groups())
  OR (SELECT viewer_has('System admin')));
CREATE POLICY changes ON groups FOR UPDATE TO fritz_app
  USING (id IN (SELECT viewer_admin_groups()) OR (SELECT viewer_has('System admin')));
CREATE POLICY removes ON groups FOR DELETE TO fritz_app
  USING ((id IN (SELECT viewer_admin_groups()) OR (SELECT viewer_has('System admin')))
    AND NOT sitewide AND single_user_id IS NULL);

ALTER TABLE group_users ENABLE ROW LEVEL SECURITY;
ALTER TABLE group_users FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON group_users TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON group_users FOR SELECT TO fritz_app
  USING (group_id IN (SELECT g.id FROM groups g));
-- Nobody's own group takes others in, and nobody leaves his own.
CREATE POLICY adds ON group_users FOR INSERT TO fritz_app
  WITH CHECK (((SELECT viewer_has('System admin'))
      OR (group_id IN (SELECT viewer_admin_groups()) AND holds_group_streams(user_id, group_id)))
    AND group_id IN (SELECT g.id FROM groups g WHERE g.single_user_id IS NULL));
CREATE POLICY changes ON group_users FOR UPDATE TO fritz_app
  USING (group_id IN (SELECT viewer_admin_groups()) OR (SELECT viewer_has('System admin')));
CREATE POLICY removes ON group_users FOR DELETE TO fritz_app
  USING ((user_id = (SELECT viewer_id()) OR group_id IN (SELECT viewer_admin_groups())
      OR (SELECT viewer_has('System admin')))
    AND group_id IN (SELECT g.id FROM groups g WHERE g.single_user_id IS NULL));

ALTER TABLE streams ENABLE ROW LEVEL SECURITY;
ALTER TABLE streams FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON streams TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON streams FOR SELECT TO fritz_app USING (
  id IN (SELECT viewer_streams()) OR (auto_join AND (SELECT viewer_id()) IS NOT NULL)
  OR (SELECT viewer_has('System admin')));
CREATE POLICY manages ON streams FOR ALL TO fritz_app
  USING ((SELECT viewer_has('System admin'))) WITH CHECK ((SELECT viewer_has('System admin')));

ALTER TABLE stream_users ENABLE ROW LEVEL SECURITY;
ALTER TABLE stream_users FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON stream_users TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON stream_users FOR SELECT TO fritz_app
  USING (user_id = (SELECT viewer_id()) OR (SELECT viewer_has('System admin')));
CREATE POLICY manages ON stream_users FOR ALL TO fritz_app
  USING ((SELECT viewer_has('System admin'))) WITH CHECK ((SELECT viewer_has('System admin')));

ALTER TABLE group_streams ENABLE ROW LEVEL SECURITY;
ALTER TABLE group_streams FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON group_streams TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON group_streams FOR SELECT TO fritz_app USING (
  group_id IN (SELECT viewer_groups()) OR (SELECT viewer_has('System admin')));
CREATE POLICY adds ON group_streams FOR INSERT TO fritz_app WITH CHECK (
  (SELECT viewer_has('System admin'))
  OR (group_id IN (SELECT viewer_admin_groups()) AND stream_id IN (SELECT viewer_streams())));
CREATE POLICY removes ON group_streams FOR DELETE TO fritz_app USING (
  group_id IN (SELECT viewer_admin_groups()) OR (SELECT viewer_has('System admin')));

ALTER TABLE access_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE access_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON access_keys TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON access_keys FOR SELECT TO fritz_app USING (user_id = (SELECT viewer_id()));
CREATE POLICY adds ON access_keys FOR INSERT TO fritz_app WITH CHECK (
  kind = 'token' AND user_id = (SELECT viewer_id()) AND viewer_may_grant(acls, expires_at));
-- What was revoked, and a link that was used, stays so.
CREATE POLICY changes ON access_keys FOR UPDATE TO fritz_app
  USING (user_id = (SELECT viewer_id()) AND revoked_at IS NULL)
  WITH CHECK (user_id = (SELECT viewer_id()));

ALTER TABLE audiences ENABLE ROW LEVEL SECURITY;
ALTER TABLE audiences FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON audiences TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON audiences FOR SELECT TO fritz_app USING (id IN (SELECT visible_audiences()));
ALTER TABLE audience_groups ENABLE ROW LEVEL SECURITY;
ALTER TABLE audience_groups FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON audience_groups TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON audience_groups FOR SELECT TO fritz_app
  USING (audience_id IN (SELECT visible_audiences()));
ALTER TABLE audience_streams ENABLE ROW LEVEL SECURITY;
ALTER TABLE audience_streams FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON audience_streams TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON audience_streams FOR SELECT TO fritz_app
  USING (audience_id IN (SELECT visible_audiences()));
ALTER TABLE audience_viewers ENABLE ROW LEVEL SECURITY;
ALTER TABLE audience_viewers FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON audience_viewers TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY own ON audience_viewers FOR SELECT TO fritz_app
  USING (user_id = (SELECT viewer_id()));

-- ── grants ───────────────────────────────────────────────────────────────────────────────────
GRANT USAGE ON SCHEMA fritz TO fritz_app, fritz_broker;
GRANT SELECT ON acls, roles, role_acls TO fritz_app;
GRANT SELECT, INSERT, UPDATE ON users TO fritz_app;
GRANT SELECT ON user_roles, user_acls, user_permissions TO fritz_app;
GRANT SELECT, DELETE ON groups TO fritz_app;
GRANT UPDATE (name, nickname, description, private, auto_accept_requests, modified_at)
  ON groups TO fritz_app;
GRANT SELECT, INSERT, DELETE ON group_users, stream_users, group_streams TO fritz_app;
GRANT UPDATE (admin, can_save, can_share_photometry) ON group_users TO fritz_app;
GRANT SELECT, INSERT, UPDATE ON streams TO fritz_app;
GRANT SELECT (id, kind, user_id, name, acls, created_at, expires_at, last_used_at, revoked_at)
  ON access_keys TO fritz_app;
GRANT INSERT (key_hash, kind, user_id, name, acls, expires_at) ON access_keys TO fritz_app;
GRANT UPDATE (name, revoked_at) ON access_keys TO fritz_app;
GRANT SELECT ON audiences, audience_groups, audience_streams, audience_viewers TO fritz_app;
GRANT SELECT ON audiences, streams, group_streams TO fritz_broker;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA fritz FROM PUBLIC;
GRANT EXECUTE ON FUNCTION viewer_id(), viewer_acls(), viewer_has(text), viewer_may_grant(text[], timestamptz),
  visible_audiences(), viewer_groups(), viewer_admin_groups(), viewer_saving_groups(), viewer_streams(),
  redeem_link(text, bytea, timestamptz), open_session(bytea, timestamptz), end_session(),
  note_key_use(), sweep_keys(), holds_group_streams(integer, integer), create_group(text, text, text, boolean, integer[]), intern_audience(integer[], integer[])
  TO fritz_app;
GRANT EXECUTE ON FUNCTION intern_program(text, smallint), intern_audience(integer[], integer[])
  TO fritz_broker;
