REVOKE DELETE ON streams FROM fritz_app;
DROP FUNCTION members_without_stream(integer, integer);
DROP TABLE group_admission_requests;
DROP TRIGGER streams_doorbell ON streams;
DROP TRIGGER group_streams_doorbell ON group_streams;
DROP FUNCTION on_admission_asked(), on_admission_decision(), on_admission_accepted();
DROP FUNCTION on_group_member(), on_group_stream(), on_stream_left(), on_rights_change(),
  on_members_come(), on_members_go(), on_readers_come(), on_readers_go(), on_group_end(),
  on_stream_end() CASCADE;
DROP FUNCTION close_audiences(integer[], integer[], integer), stream_audiences(integer);
DROP FUNCTION recheck_group_admin() CASCADE;
CREATE OR REPLACE FUNCTION lock_audiences() RETURNS void
  LANGUAGE sql VOLATILE SET search_path = fritz, pg_temp AS $$
  SELECT pg_advisory_xact_lock(hashtextextended('fritz.audience_viewers', 0))
$$;
DROP TRIGGER group_users_audience ON group_users;
DROP TRIGGER stream_users_audience ON stream_users;
CREATE TRIGGER group_users_audience AFTER INSERT OR UPDATE OR DELETE ON group_users
  FOR EACH ROW EXECUTE FUNCTION on_membership_change();
CREATE TRIGGER stream_users_audience AFTER INSERT OR UPDATE OR DELETE ON stream_users
  FOR EACH ROW EXECUTE FUNCTION on_membership_change();

CREATE OR REPLACE FUNCTION holds_group_streams(holder integer, of_group integer) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT NOT EXISTS (
    SELECT FROM group_streams gs WHERE gs.group_id = of_group AND NOT EXISTS (
      SELECT FROM stream_users su WHERE su.stream_id = gs.stream_id AND su.user_id = holder))
$$;
DROP FUNCTION reads_group_streams(integer, integer);

CREATE OR REPLACE FUNCTION intern_audience(group_ids integer[], stream_ids integer[] DEFAULT '{}')
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

CREATE OR REPLACE FUNCTION intern_program(survey_name text, program smallint)
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

CREATE OR REPLACE FUNCTION on_stream_change() RETURNS trigger
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

DROP FUNCTION demand_fresh_look();
DROP POLICY joins ON stream_users;
DROP POLICY reads ON group_streams;
CREATE POLICY reads ON group_streams FOR SELECT TO fritz_app USING (
  group_id IN (SELECT viewer_groups()) OR (SELECT viewer_has('System admin')));
DROP POLICY adds ON group_streams;
CREATE POLICY adds ON group_streams FOR INSERT TO fritz_app WITH CHECK (
  (SELECT viewer_has('System admin'))
  OR (group_id IN (SELECT viewer_admin_groups()) AND stream_id IN (SELECT viewer_streams())));
DROP POLICY removes ON group_streams;
CREATE POLICY removes ON group_streams FOR DELETE TO fritz_app USING (
  group_id IN (SELECT viewer_admin_groups()) OR (SELECT viewer_has('System admin')));

DROP POLICY adds ON group_users;
CREATE POLICY adds ON group_users FOR INSERT TO fritz_app
  WITH CHECK (((SELECT viewer_has('System admin'))
      OR (group_id IN (SELECT viewer_admin_groups()) AND holds_group_streams(user_id, group_id)))
    AND group_id IN (SELECT g.id FROM groups g WHERE g.single_user_id IS NULL));
DROP POLICY changes ON group_users;
CREATE POLICY changes ON group_users FOR UPDATE TO fritz_app
  USING (group_id IN (SELECT viewer_admin_groups()) OR (SELECT viewer_has('System admin')));
DROP POLICY removes ON group_users;
CREATE POLICY removes ON group_users FOR DELETE TO fritz_app
  USING ((user_id = (SELECT viewer_id()) OR group_id IN (SELECT viewer_admin_groups())
      OR (SELECT viewer_has('System admin')))
    AND group_id IN (SELECT g.id FROM groups g WHERE g.single_user_id IS NULL));

DROP POLICY reads ON groups;
CREATE POLICY reads ON groups FOR SELECT TO fritz_app USING (
  (NOT private AND (SELECT viewer_id()) IS NOT NULL) OR id IN (SELECT viewer_groups())
  OR (SELECT viewer_has('System admin')));
DROP POLICY changes ON groups;
CREATE POLICY changes ON groups FOR UPDATE TO fritz_app
  USING (id IN (SELECT viewer_admin_groups()) OR (SELECT viewer_has('System admin')));
DROP POLICY removes ON groups;
CREATE POLICY removes ON groups FOR DELETE TO fritz_app
  USING ((id IN (SELECT viewer_admin_groups()) OR (SELECT viewer_has('System admin')))
    AND NOT sitewide AND single_user_id IS NULL);

ALTER TABLE groups DROP CONSTRAINT groups_sitewide;
DROP INDEX groups_public_name;
-- Of groups that came to share a name the first public one, else the first, keeps it.
UPDATE groups g SET name = g.name || ' (' || g.id || ')' WHERE EXISTS (
  SELECT FROM groups o WHERE o.name = g.name AND (o.private, o.id) < (g.private, g.id));
ALTER TABLE groups ADD CONSTRAINT groups_name_key UNIQUE (name);
