-- Groups that people manage: names that tell nothing of hidden groups, members who may read what
-- their group reads, an admin at all times, and requests to join.

-- ── names ────────────────────────────────────────────────────────────────────────────────────
-- A private group's name is taken by nobody: a refused name would tell that it exists.
ALTER TABLE groups DROP CONSTRAINT groups_name_key;
CREATE UNIQUE INDEX groups_public_name ON groups (name) WHERE NOT private;
ALTER TABLE groups ADD CONSTRAINT groups_sitewide
  CHECK (NOT sitewide OR (NOT private AND single_user_id IS NULL));

-- ── requests to join ─────────────────────────────────────────────────────────────────────────
CREATE TABLE group_admission_requests (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  group_id integer NOT NULL REFERENCES groups ON DELETE CASCADE,
  user_id integer NOT NULL REFERENCES users ON DELETE CASCADE,
  status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'accepted', 'declined')),
  -- null: not yet, or by the group's own rule.
  decided_by integer REFERENCES users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  modified_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX group_admission_requests_once
  ON group_admission_requests (group_id, user_id) WHERE status = 'pending';
CREATE INDEX group_admission_requests_user ON group_admission_requests (user_id);

-- ── changes of rights come one after another ─────────────────────────────────────────────────
-- A transaction that looks at one moment for as long as it lasts would see rights that are gone:
-- whatever rests on rights demands that each statement looks anew.
CREATE FUNCTION demand_fresh_look() RETURNS void
  LANGUAGE plpgsql STABLE SET search_path = fritz, pg_temp AS $$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'rights are looked at in transactions that are READ COMMITTED'
      USING ERRCODE = 'invalid_transaction_state';
  END IF;
END $$;
CREATE OR REPLACE FUNCTION lock_audiences() RETURNS void
  LANGUAGE plpgsql VOLATILE SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM demand_fresh_look();
  PERFORM pg_advisory_xact_lock(hashtextextended('fritz.audience_viewers', 0));
END $$;

-- Before anything else is locked: so no two of them wait for one another, and what a rule looks at
-- after a change is all there is.
CREATE FUNCTION on_rights_change() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM lock_audiences();
  RETURN NULL;
END $$;
CREATE TRIGGER users_turn BEFORE DELETE ON users
  FOR EACH STATEMENT EXECUTE FUNCTION on_rights_change();
CREATE TRIGGER groups_turn BEFORE DELETE ON groups
  FOR EACH STATEMENT EXECUTE FUNCTION on_rights_change();
CREATE TRIGGER group_users_turn BEFORE INSERT OR UPDATE OR DELETE ON group_users
  FOR EACH STATEMENT EXECUTE FUNCTION on_rights_change();
CREATE TRIGGER group_streams_turn BEFORE INSERT OR UPDATE OR DELETE ON group_streams
  FOR EACH STATEMENT EXECUTE FUNCTION on_rights_change();
CREATE TRIGGER streams_turn BEFORE INSERT OR UPDATE OR DELETE ON streams
  FOR EACH STATEMENT EXECUTE FUNCTION on_rights_change();
CREATE TRIGGER stream_users_turn BEFORE INSERT OR UPDATE OR DELETE ON stream_users
  FOR EACH STATEMENT EXECUTE FUNCTION on_rights_change();
CREATE TRIGGER group_admission_requests_turn BEFORE INSERT OR UPDATE ON group_admission_requests
  FOR EACH STATEMENT EXECUTE FUNCTION on_rights_change();

-- The same for a new audience: its turn first, then its name.
CREATE OR REPLACE FUNCTION intern_audience(group_ids integer[], stream_ids integer[] DEFAULT '{}')
  RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  found integer;
  groups_sorted integer[] := ARRAY(SELECT DISTINCT unnest(group_ids) ORDER BY 1);
  streams_sorted integer[] := ARRAY(SELECT DISTINCT unnest(stream_ids) ORDER BY 1);
  audience_key text := 'g:' || array_to_string(groups_sorted, ',')
    || ' s:' || array_to_string(streams_sorted, ',');
BEGIN
  PERFORM demand_fresh_look();
  IF session_user = 'fritz_app' AND viewer_id() IS NULL THEN
    RAISE EXCEPTION 'an audience needs a viewer' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT id INTO found FROM audiences WHERE key = audience_key;
  IF found IS NOT NULL THEN RETURN found; END IF;
  PERFORM lock_audiences();
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

CREATE OR REPLACE FUNCTION intern_program(survey_name text, program smallint)
  RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  found integer;
  audience_key text := 'p:' || survey_name || ':' || program;
BEGIN
  PERFORM demand_fresh_look();
  SELECT id INTO found FROM audiences WHERE key = audience_key;
  IF found IS NOT NULL THEN RETURN found; END IF;
  PERFORM lock_audiences();
  INSERT INTO audiences (key, survey, program_id) VALUES (audience_key, survey_name, program)
    ON CONFLICT DO NOTHING RETURNING id INTO found;
  IF found IS NULL THEN
    SELECT id INTO found FROM audiences WHERE key = audience_key;
    RETURN found;
  END IF;
  PERFORM refresh_audience(found);
  RETURN found;
END $$;

-- ── who sees which audience, kept by what has changed alone ──────────────────────────────────
-- A membership touches the audiences of its group or stream, not all those of its user: there may be
-- a hundred thousand, and many members may come at once.
DROP TRIGGER group_users_audience ON group_users;
DROP TRIGGER stream_users_audience ON stream_users;
CREATE TRIGGER group_users_audience AFTER UPDATE OF group_id, user_id ON group_users
  FOR EACH ROW EXECUTE FUNCTION on_membership_change();
CREATE TRIGGER stream_users_audience AFTER UPDATE OF stream_id, user_id ON stream_users
  FOR EACH ROW EXECUTE FUNCTION on_membership_change();

-- Takes these audiences from those of these users who do not belong to them in another way; one
-- stream is left out of account: the one that ends.
CREATE FUNCTION close_audiences(closed integer[], to_users integer[], without integer DEFAULT 0)
  RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  DELETE FROM audience_viewers v
    WHERE v.audience_id = ANY (closed) AND v.user_id = ANY (to_users)
      AND NOT EXISTS (
        SELECT FROM audience_groups ag JOIN group_users gu USING (group_id)
        WHERE ag.audience_id = v.audience_id AND gu.user_id = v.user_id)
      AND NOT EXISTS (
        SELECT FROM audience_streams ast JOIN stream_users su USING (stream_id)
        WHERE ast.audience_id = v.audience_id AND su.user_id = v.user_id
          AND su.stream_id <> without)
      AND NOT EXISTS (
        SELECT FROM audiences a
          JOIN streams s ON s.survey = a.survey AND a.program_id = ANY (s.program_ids)
          JOIN stream_users su ON su.stream_id = s.id
        WHERE a.id = v.audience_id AND su.user_id = v.user_id AND s.id <> without);
END $$;

CREATE FUNCTION on_members_come() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  INSERT INTO audience_viewers (user_id, audience_id)
    SELECT c.user_id, ag.audience_id FROM came c JOIN audience_groups ag USING (group_id)
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER group_users_come AFTER INSERT ON group_users REFERENCING NEW TABLE AS came
  FOR EACH STATEMENT EXECUTE FUNCTION on_members_come();

CREATE FUNCTION on_members_go() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM close_audiences(
    ARRAY(SELECT ag.audience_id FROM audience_groups ag
      WHERE ag.group_id IN (SELECT o.group_id FROM gone o)),
    ARRAY(SELECT o.user_id FROM gone o));
  RETURN NULL;
END $$;
CREATE TRIGGER group_users_go AFTER DELETE ON group_users REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION on_members_go();

-- The audiences of a stream: those that name it, and those of its programmes.
CREATE FUNCTION stream_audiences(of_stream integer) RETURNS SETOF integer
  LANGUAGE sql STABLE ROWS 20 SET search_path = fritz, pg_temp AS $$
  SELECT ast.audience_id FROM audience_streams ast WHERE ast.stream_id = of_stream
  UNION
  SELECT a.id FROM streams s
    JOIN audiences a ON a.survey = s.survey AND a.program_id = ANY (s.program_ids)
    WHERE s.id = of_stream
$$;

CREATE FUNCTION on_readers_come() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  INSERT INTO audience_viewers (user_id, audience_id)
    SELECT c.user_id, opened FROM came c CROSS JOIN LATERAL stream_audiences(c.stream_id) AS opened
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER stream_users_come AFTER INSERT ON stream_users REFERENCING NEW TABLE AS came
  FOR EACH STATEMENT EXECUTE FUNCTION on_readers_come();

CREATE FUNCTION on_readers_go() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM close_audiences(
    ARRAY(SELECT stream_audiences(o.stream_id) FROM (SELECT DISTINCT stream_id FROM gone) o),
    ARRAY(SELECT o.user_id FROM gone o));
  RETURN NULL;
END $$;
CREATE TRIGGER stream_users_go AFTER DELETE ON stream_users REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION on_readers_go();

-- A group or a stream that ends leaves its audiences first, while it is known which they are.
CREATE FUNCTION on_group_end() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE closed integer[];
BEGIN
  WITH ended AS (DELETE FROM audience_groups WHERE group_id = OLD.id RETURNING audience_id)
    SELECT array_agg(audience_id) INTO closed FROM ended;
  PERFORM close_audiences(
    closed, ARRAY(SELECT gu.user_id FROM group_users gu WHERE gu.group_id = OLD.id));
  RETURN OLD;
END $$;
CREATE TRIGGER groups_end BEFORE DELETE ON groups
  FOR EACH ROW EXECUTE FUNCTION on_group_end();

CREATE FUNCTION on_stream_end() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE closed integer[] := ARRAY(SELECT stream_audiences(OLD.id));
BEGIN
  DELETE FROM audience_streams WHERE stream_id = OLD.id;
  PERFORM close_audiences(
    closed, ARRAY(SELECT su.user_id FROM stream_users su WHERE su.stream_id = OLD.id), OLD.id);
  RETURN OLD;
END $$;
CREATE TRIGGER streams_end BEFORE DELETE ON streams
  FOR EACH ROW EXECUTE FUNCTION on_stream_end();

-- ── rules that no change may break ───────────────────────────────────────────────────────────
-- Whether a user may read every stream of a group.
CREATE FUNCTION reads_group_streams(reader integer, of_group integer) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT NOT EXISTS (
    SELECT FROM group_streams gs WHERE gs.group_id = of_group AND NOT EXISTS (
      SELECT FROM stream_users su WHERE su.stream_id = gs.stream_id AND su.user_id = reader))
$$;
-- The same for a viewer: of a group that he knows of, and of himself or as who manages it. False
-- else, so that nothing is told of groups and users by asking.
CREATE OR REPLACE FUNCTION holds_group_streams(holder integer, of_group integer) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT EXISTS (
      SELECT FROM groups g
      WHERE g.id = of_group AND CASE WHEN holder = (SELECT viewer_id())
        THEN NOT g.private OR g.id IN (SELECT viewer_groups()) OR (SELECT viewer_has('Manage groups'))
        ELSE g.id IN (SELECT viewer_admin_groups()) OR (SELECT viewer_has('Manage groups')) END)
    AND reads_group_streams(holder, of_group)
$$;

-- A group keeps an admin, and its members may read every stream that it reads. Not so the group of
-- all: nobody leaves it, and the system's admins manage it.
CREATE FUNCTION on_group_member() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NOT reads_group_streams(NEW.user_id, NEW.group_id)
      AND EXISTS (SELECT FROM groups g WHERE g.id = NEW.group_id AND NOT g.sitewide) THEN
      RAISE EXCEPTION 'user % may not read every stream of group %', NEW.user_id, NEW.group_id
        USING ERRCODE = 'FZ002';
    END IF;
    UPDATE group_admission_requests r SET status = 'accepted'
      WHERE r.group_id = NEW.group_id AND r.user_id = NEW.user_id AND r.status = 'pending';
    RETURN NULL;
  END IF;
  IF OLD.admin AND (TG_OP = 'DELETE' OR NOT NEW.admin)
    AND EXISTS (SELECT FROM groups g WHERE g.id = OLD.group_id AND NOT g.sitewide)
    AND NOT EXISTS (SELECT FROM group_users gu WHERE gu.group_id = OLD.group_id AND gu.admin) THEN
    RAISE EXCEPTION 'group % would have no admin', OLD.group_id USING ERRCODE = 'FZ001';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER group_users_rules AFTER INSERT OR UPDATE OR DELETE ON group_users
  FOR EACH ROW EXECUTE FUNCTION on_group_member();

CREATE FUNCTION on_group_stream() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM group_users gu JOIN groups g ON g.id = gu.group_id
    WHERE gu.group_id = NEW.group_id AND NOT g.sitewide AND NOT EXISTS (
      SELECT FROM stream_users su WHERE su.stream_id = NEW.stream_id AND su.user_id = gu.user_id))
  THEN
    RAISE EXCEPTION 'not every member of group % may read stream %', NEW.group_id, NEW.stream_id
      USING ERRCODE = 'FZ002';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER group_streams_rules AFTER INSERT OR UPDATE ON group_streams
  FOR EACH ROW EXECUTE FUNCTION on_group_stream();

-- A stream that ends, or a user, takes its places with it and asks nobody.
CREATE FUNCTION on_stream_left() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM streams s WHERE s.id = OLD.stream_id)
    AND EXISTS (SELECT FROM users u WHERE u.id = OLD.user_id)
    AND EXISTS (
      SELECT FROM group_users gu JOIN group_streams gs USING (group_id)
        JOIN groups g ON g.id = gu.group_id
      WHERE gu.user_id = OLD.user_id AND gs.stream_id = OLD.stream_id AND NOT g.sitewide)
  THEN
    RAISE EXCEPTION 'a group of user % reads stream %', OLD.user_id, OLD.stream_id
      USING ERRCODE = 'FZ003';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER stream_users_rules AFTER DELETE ON stream_users
  FOR EACH ROW EXECUTE FUNCTION on_stream_left();

-- A stream becomes everyone's when it is declared so, and not again with each change of it: who was
-- taken out stays out.
CREATE OR REPLACE FUNCTION on_stream_change() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM refresh_audience(a.id) FROM audiences a WHERE a.survey = NEW.survey
    OR (TG_OP = 'UPDATE' AND a.survey = OLD.survey);
  IF NEW.auto_join AND (TG_OP = 'INSERT' OR NOT OLD.auto_join) THEN
    INSERT INTO stream_users (stream_id, user_id) SELECT NEW.id, u.id FROM users u
      ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;

-- The broker looks again: which programmes a filter reads may have changed.
CREATE TRIGGER streams_doorbell AFTER UPDATE ON streams
  FOR EACH STATEMENT EXECUTE FUNCTION on_filter_change();
CREATE TRIGGER group_streams_doorbell AFTER INSERT OR DELETE ON group_streams
  FOR EACH STATEMENT EXECUTE FUNCTION on_filter_change();

-- Who of a group may not read a stream: told to whoever may read the stream himself and manages the
-- group. Its own admins and the system's learn who, of others that are named null how many.
CREATE FUNCTION members_without_stream(of_group integer, of_stream integer) RETURNS SETOF integer
  LANGUAGE sql STABLE SECURITY DEFINER ROWS 5 SET search_path = fritz, pg_temp AS $$
  SELECT CASE WHEN of_group IN (SELECT viewer_admin_groups()) OR (SELECT viewer_has('System admin'))
      THEN gu.user_id END
  FROM group_users gu JOIN streams s ON s.id = of_stream
  WHERE gu.group_id = of_group
    AND (s.auto_join OR s.id IN (SELECT viewer_streams()) OR (SELECT viewer_has('System admin')))
    AND (of_group IN (SELECT viewer_admin_groups()) OR (SELECT viewer_has('Manage groups')))
    AND NOT EXISTS (
      SELECT FROM stream_users su WHERE su.stream_id = of_stream AND su.user_id = gu.user_id)
$$;

-- What a viewer's statement rests on is looked at again once its turn has come: of a statement that
-- waited for the one which took him out, the policies saw him still in. Not SECURITY DEFINER, and
-- only where the viewer acts himself: the functions that act for him check on their own.
CREATE FUNCTION recheck_group_admin() RETURNS trigger
  LANGUAGE plpgsql SET search_path = fritz, pg_temp AS $$
BEGIN
  IF NOT coalesce(NEW.group_id IN (SELECT viewer_admin_groups()) OR viewer_has('Manage groups'), false) THEN
    RAISE EXCEPTION 'the viewer does not manage group %', NEW.group_id
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER group_users_recheck BEFORE INSERT ON group_users
  FOR EACH ROW WHEN (current_user = 'fritz_app') EXECUTE FUNCTION recheck_group_admin();
CREATE TRIGGER group_users_recheck_rise BEFORE UPDATE ON group_users
  FOR EACH ROW WHEN (current_user = 'fritz_app' AND (NEW.admin > OLD.admin
    OR NEW.can_save > OLD.can_save OR NEW.can_share_photometry > OLD.can_share_photometry))
  EXECUTE FUNCTION recheck_group_admin();
CREATE TRIGGER group_streams_recheck BEFORE INSERT ON group_streams
  FOR EACH ROW WHEN (current_user = 'fritz_app') EXECUTE FUNCTION recheck_group_admin();
CREATE TRIGGER group_admission_requests_recheck BEFORE UPDATE OF status ON group_admission_requests
  FOR EACH ROW WHEN (current_user = 'fritz_app' AND NEW.status = 'accepted')
  EXECUTE FUNCTION recheck_group_admin();

-- ── a request's way ──────────────────────────────────────────────────────────────────────────
CREATE FUNCTION on_admission_asked() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  UPDATE group_admission_requests r SET status = 'accepted' FROM groups g
    WHERE r.id = NEW.id AND g.id = NEW.group_id AND g.auto_accept_requests
      AND reads_group_streams(NEW.user_id, NEW.group_id);
  RETURN NULL;
END $$;
CREATE TRIGGER group_admission_requests_asked AFTER INSERT ON group_admission_requests
  FOR EACH ROW WHEN (NEW.status = 'pending') EXECUTE FUNCTION on_admission_asked();

CREATE FUNCTION on_admission_decision() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  NEW.decided_by := CASE NEW.status WHEN 'pending' THEN NULL
    ELSE nullif(viewer_id(), NEW.user_id) END;
  NEW.modified_at := now();
  RETURN NEW;
END $$;
CREATE TRIGGER group_admission_requests_decision BEFORE UPDATE OF status ON group_admission_requests
  FOR EACH ROW EXECUTE FUNCTION on_admission_decision();

-- Who is accepted is a member, in the same moment.
CREATE FUNCTION on_admission_accepted() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  INSERT INTO group_users (group_id, user_id, can_share_photometry)
    VALUES (NEW.group_id, NEW.user_id, false) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER group_admission_requests_accepted AFTER UPDATE OF status ON group_admission_requests
  FOR EACH ROW WHEN (NEW.status = 'accepted' AND OLD.status <> 'accepted')
  EXECUTE FUNCTION on_admission_accepted();

-- ── row-level security ───────────────────────────────────────────────────────────────────────
-- Whoever may manage groups knows of all of them; what their members see he does not see by that.
DROP POLICY reads ON groups;
CREATE POLICY reads ON groups FOR SELECT TO fritz_app USING (
  (NOT private AND (SELECT viewer_id()) IS NOT NULL) OR id IN (SELECT viewer_groups())
  OR (SELECT viewer_has('Manage groups')));
DROP POLICY changes ON groups;
CREATE POLICY changes ON groups FOR UPDATE TO fritz_app
  USING ((id IN (SELECT viewer_admin_groups()) OR (SELECT viewer_has('Manage groups')))
    AND single_user_id IS NULL);
DROP POLICY removes ON groups;
CREATE POLICY removes ON groups FOR DELETE TO fritz_app
  USING ((id IN (SELECT viewer_admin_groups()) OR (SELECT viewer_has('Manage groups')))
    AND NOT sitewide AND single_user_id IS NULL);

DROP POLICY adds ON group_users;
CREATE POLICY adds ON group_users FOR INSERT TO fritz_app
  WITH CHECK (((SELECT viewer_has('Manage groups')) OR group_id IN (SELECT viewer_admin_groups()))
    AND group_id IN (SELECT g.id FROM groups g WHERE g.single_user_id IS NULL));
DROP POLICY changes ON group_users;
CREATE POLICY changes ON group_users FOR UPDATE TO fritz_app
  USING ((group_id IN (SELECT viewer_admin_groups()) OR (SELECT viewer_has('Manage groups')))
    AND group_id IN (SELECT g.id FROM groups g WHERE g.single_user_id IS NULL));
DROP POLICY removes ON group_users;
CREATE POLICY removes ON group_users FOR DELETE TO fritz_app
  USING ((user_id = (SELECT viewer_id()) OR group_id IN (SELECT viewer_admin_groups())
      OR (SELECT viewer_has('Manage groups')))
    AND group_id IN (SELECT g.id FROM groups g WHERE g.single_user_id IS NULL AND NOT g.sitewide));

DROP POLICY reads ON group_streams;
CREATE POLICY reads ON group_streams FOR SELECT TO fritz_app USING (
  group_id IN (SELECT viewer_groups()) OR (SELECT viewer_has('Manage groups')));
DROP POLICY adds ON group_streams;
CREATE POLICY adds ON group_streams FOR INSERT TO fritz_app WITH CHECK (
  ((SELECT viewer_has('Manage groups')) OR group_id IN (SELECT viewer_admin_groups()))
  AND group_id IN (SELECT g.id FROM groups g WHERE g.single_user_id IS NULL)
  AND stream_id IN (SELECT s.id FROM streams s));
DROP POLICY removes ON group_streams;
CREATE POLICY removes ON group_streams FOR DELETE TO fritz_app USING (
  group_id IN (SELECT viewer_admin_groups()) OR (SELECT viewer_has('Manage groups')));

-- A stream for everyone may be taken by everyone, for himself.
CREATE POLICY joins ON stream_users FOR INSERT TO fritz_app WITH CHECK (
  user_id = (SELECT viewer_id()) AND stream_id IN (SELECT s.id FROM streams s WHERE s.auto_join));

ALTER TABLE group_admission_requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE group_admission_requests FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON group_admission_requests TO CURRENT_USER
  USING (true) WITH CHECK (true);
CREATE POLICY reads ON group_admission_requests FOR SELECT TO fritz_app USING (
  user_id = (SELECT viewer_id()) OR group_id IN (SELECT viewer_admin_groups())
  OR (SELECT viewer_has('Manage groups')));
CREATE POLICY asks ON group_admission_requests FOR INSERT TO fritz_app WITH CHECK (
  user_id = (SELECT viewer_id()) AND status = 'pending'
  AND group_id IN (
    SELECT g.id FROM groups g WHERE NOT g.sitewide AND g.single_user_id IS NULL)
  AND group_id NOT IN (SELECT viewer_groups()) AND holds_group_streams(user_id, group_id));
-- What was accepted is a membership, and ends as one.
CREATE POLICY decides ON group_admission_requests FOR UPDATE TO fritz_app
  USING ((group_id IN (SELECT viewer_admin_groups()) OR (SELECT viewer_has('Manage groups')))
    AND status <> 'accepted')
  WITH CHECK (group_id IN (SELECT viewer_admin_groups()) OR (SELECT viewer_has('Manage groups')));
CREATE POLICY withdraws ON group_admission_requests FOR DELETE TO fritz_app
  USING (user_id = (SELECT viewer_id()));

GRANT SELECT, DELETE ON group_admission_requests TO fritz_app;
GRANT INSERT (group_id, user_id), UPDATE (status) ON group_admission_requests TO fritz_app;
GRANT DELETE ON streams TO fritz_app;
REVOKE EXECUTE ON FUNCTION demand_fresh_look(), recheck_group_admin(), on_rights_change(), on_group_member(), on_group_stream(),
  on_stream_left(), on_admission_asked(), on_admission_decision(), on_admission_accepted(),
  members_without_stream(integer, integer), close_audiences(integer[], integer[], integer),
  stream_audiences(integer), on_members_come(), on_members_go(), on_readers_come(),
  on_readers_go(), on_group_end(), on_stream_end(), reads_group_streams(integer, integer)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION members_without_stream(integer, integer) TO fritz_app;
