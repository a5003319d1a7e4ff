-- Rights that are looked up fast, permissions that the database itself asks for, and a bell that
-- rings when somebody loses rights.

-- ── the viewer, looked up with plans that stay ───────────────────────────────────────────────
-- The same as before in PL/pgSQL, which keeps the plans of its statements for the session: policies
-- ask for the viewer several times in each query.
CREATE OR REPLACE FUNCTION viewer() RETURNS access_keys
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  held access_keys;
  -- Hashed once: in the query it would be for every key that is compared.
  hash bytea := sha256(convert_to(current_setting('fritz.viewer_key', true), 'UTF8'));
BEGIN
  SELECT k.* INTO held FROM access_keys k JOIN users u ON u.id = k.user_id
    WHERE k.key_hash = hash
      AND k.kind IN ('token', 'session') AND k.revoked_at IS NULL
      AND (k.expires_at IS NULL OR k.expires_at > now())
      AND (k.idle_limit IS NULL OR coalesce(k.last_used_at, k.created_at) + k.idle_limit > now())
      AND (u.expires_at IS NULL OR u.expires_at > now());
  IF NOT FOUND THEN RETURN NULL; END IF;
  RETURN held;
END $$;
CREATE OR REPLACE FUNCTION viewer_id() RETURNS integer
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE held access_keys := viewer();
BEGIN
  RETURN held.user_id;
END $$;
CREATE OR REPLACE FUNCTION viewer_acls() RETURNS SETOF text
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 26 SET search_path = fritz, pg_temp AS $$
DECLARE held access_keys := viewer();
BEGIN
  RETURN QUERY SELECT p.acl_id FROM user_permissions p
    WHERE p.user_id = held.user_id AND (held.acls IS NULL OR p.acl_id = ANY (held.acls));
END $$;
CREATE OR REPLACE FUNCTION viewer_has(acl text) RETURNS boolean
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE held access_keys := viewer();
BEGIN
  IF held.user_id IS NULL THEN RETURN false; END IF;
  RETURN EXISTS (
      SELECT FROM user_roles ur JOIN role_acls ra USING (role_id)
      WHERE ur.user_id = held.user_id AND ra.acl_id IN (acl, 'System admin')
        AND (held.acls IS NULL OR ra.acl_id = ANY (held.acls)))
    OR EXISTS (
      SELECT FROM user_acls ua
      WHERE ua.user_id = held.user_id AND ua.acl_id IN (acl, 'System admin')
        AND (held.acls IS NULL OR ua.acl_id = ANY (held.acls)));
END $$;
CREATE OR REPLACE FUNCTION visible_audiences() RETURNS SETOF integer
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50 SET search_path = fritz, pg_temp AS $$
DECLARE me integer := viewer_id();
BEGIN
  IF viewer_has('System admin') THEN RETURN QUERY SELECT a.id FROM audiences a;
  ELSE RETURN QUERY SELECT v.audience_id FROM audience_viewers v WHERE v.user_id = me;
  END IF;
END $$;
CREATE OR REPLACE FUNCTION viewer_groups() RETURNS SETOF integer
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = fritz, pg_temp AS $$
DECLARE me integer := viewer_id();
BEGIN
  RETURN QUERY SELECT gu.group_id FROM group_users gu WHERE gu.user_id = me;
END $$;
CREATE OR REPLACE FUNCTION viewer_admin_groups() RETURNS SETOF integer
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 5 SET search_path = fritz, pg_temp AS $$
DECLARE me integer := viewer_id();
BEGIN
  RETURN QUERY SELECT gu.group_id FROM group_users gu WHERE gu.user_id = me AND gu.admin;
END $$;
CREATE OR REPLACE FUNCTION viewer_saving_groups() RETURNS SETOF integer
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = fritz, pg_temp AS $$
DECLARE me integer := viewer_id();
BEGIN
  RETURN QUERY SELECT gu.group_id FROM group_users gu WHERE gu.user_id = me AND gu.can_save;
END $$;
CREATE OR REPLACE FUNCTION viewer_streams() RETURNS SETOF integer
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 5 SET search_path = fritz, pg_temp AS $$
DECLARE me integer := viewer_id();
BEGIN
  RETURN QUERY SELECT su.stream_id FROM stream_users su WHERE su.user_id = me;
END $$;

-- ── audiences: looked up one by one, or all at once ──────────────────────────────────────────
-- A viewer may be in tens of thousands of audiences. Said as EXISTS, PostgreSQL chooses per query: a
-- look-up in an index for each of a few rows, or a hash of all his audiences for many. That only
-- the viewer's own are found is `audience_viewers`' policy, under which fritz_app looks.
DROP POLICY reads ON ztf_alerts;
CREATE POLICY reads ON ztf_alerts FOR SELECT TO fritz_app USING (
  EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = ztf_alerts.audience_id)
  OR (SELECT viewer_has('System admin')));
-- The owner, who sees all of `audience_viewers`, looks at alerts with the viewer's rights.
CREATE POLICY maintainer ON ztf_alerts FOR SELECT TO CURRENT_USER
  USING (audience_id IN (SELECT visible_audiences()));
DROP POLICY reads ON ztf_cutouts;
CREATE POLICY reads ON ztf_cutouts FOR SELECT TO fritz_app USING (
  EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = ztf_cutouts.audience_id)
  OR (SELECT viewer_has('System admin')));
DROP POLICY reads ON ztf_light_curves;
CREATE POLICY reads ON ztf_light_curves FOR SELECT TO fritz_app USING (
  EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = ztf_light_curves.audience_id)
  OR (SELECT viewer_has('System admin')));
DROP POLICY reads ON obj_audiences;
CREATE POLICY reads ON obj_audiences FOR SELECT TO fritz_app USING (
  EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = obj_audiences.audience_id)
  OR (SELECT viewer_has('System admin')));
DROP POLICY reads ON photometry;
CREATE POLICY reads ON photometry FOR SELECT TO fritz_app USING (
  EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = photometry.audience_id)
  OR owner_id = (SELECT viewer_id()) OR (SELECT viewer_has('System admin')));

-- The streams that the viewer may read: the same condition as the policy of `streams`.
CREATE FUNCTION visible_streams() RETURNS SETOF integer
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 5 SET search_path = fritz, pg_temp AS $$
DECLARE me integer := viewer_id();
BEGIN
  IF viewer_has('System admin') THEN RETURN QUERY SELECT s.id FROM streams s;
  ELSE RETURN QUERY SELECT s.id FROM streams s
    WHERE (s.auto_join AND me IS NOT NULL) OR EXISTS (
      SELECT FROM stream_users su WHERE su.user_id = me AND su.stream_id = s.id);
  END IF;
END $$;
-- What is a group's, under the group's own audience, is for its members: a set of some twenty.
DROP POLICY reads ON sources;
CREATE POLICY reads ON sources FOR SELECT TO fritz_app USING (
  group_id IN (SELECT viewer_groups()) OR (SELECT viewer_has('System admin')));
DROP POLICY reads ON filters;
CREATE POLICY reads ON filters FOR SELECT TO fritz_app USING (
  (group_id IN (SELECT viewer_groups()) AND stream_id IN (SELECT visible_streams()))
  OR (SELECT viewer_has('System admin')));

-- A candidate is seen with its filter: it has that one's audience, and cannot have another.
ALTER TABLE filters ADD CONSTRAINT filters_audience UNIQUE (id, audience_id);
ALTER TABLE candidates DROP CONSTRAINT candidates_filter_id_fkey,
  ADD CONSTRAINT candidates_filter_audience FOREIGN KEY (filter_id, audience_id)
    REFERENCES filters (id, audience_id) ON DELETE CASCADE;
CREATE FUNCTION visible_filters() RETURNS SETOF integer
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50 SET search_path = fritz, pg_temp AS $$
DECLARE me integer := viewer_id();
BEGIN
  IF viewer_has('System admin') THEN RETURN QUERY SELECT f.id FROM filters f;
  ELSE RETURN QUERY SELECT f.id FROM filters f JOIN group_users gu ON gu.group_id = f.group_id
    WHERE gu.user_id = me AND f.stream_id IN (SELECT visible_streams());
  END IF;
END $$;
DROP POLICY reads ON candidates;
CREATE POLICY reads ON candidates FOR SELECT TO fritz_app
  USING (filter_id = ANY (ARRAY(SELECT visible_filters())));

CREATE INDEX audiences_program ON audiences (survey, program_id) WHERE survey IS NOT NULL;

-- ── permissions ──────────────────────────────────────────────────────────────────────────────
-- What the API asks of a key before it changes something, the database asks as well: a key without
-- permissions, and an account that may only look, change nothing by SQL either.
CREATE POLICY permitted_adds ON filters AS RESTRICTIVE FOR INSERT TO fritz_app
  WITH CHECK ((SELECT viewer_has('Upload data')));
CREATE POLICY permitted_changes ON filters AS RESTRICTIVE FOR UPDATE TO fritz_app
  USING ((SELECT viewer_has('Upload data')));
CREATE POLICY permitted_removes ON filters AS RESTRICTIVE FOR DELETE TO fritz_app
  USING ((SELECT viewer_has('Upload data')));
CREATE POLICY permitted_adds ON filter_versions AS RESTRICTIVE FOR INSERT TO fritz_app
  WITH CHECK ((SELECT viewer_has('Upload data')));
CREATE POLICY permitted_adds ON sources AS RESTRICTIVE FOR INSERT TO fritz_app
  WITH CHECK ((SELECT viewer_has('Upload data')));
CREATE POLICY permitted_changes ON sources AS RESTRICTIVE FOR UPDATE TO fritz_app
  USING ((SELECT viewer_has('Upload data')));
CREATE POLICY permitted_adds ON photometry AS RESTRICTIVE FOR INSERT TO fritz_app
  WITH CHECK ((SELECT viewer_has('Upload data')));
CREATE POLICY permitted_changes ON photometry AS RESTRICTIVE FOR UPDATE TO fritz_app
  USING ((SELECT viewer_has('Upload data')));
CREATE POLICY permitted_changes ON groups AS RESTRICTIVE FOR UPDATE TO fritz_app
  USING ((SELECT viewer_has('Upload data')));
CREATE POLICY permitted_removes ON groups AS RESTRICTIVE FOR DELETE TO fritz_app
  USING ((SELECT viewer_has('Upload data')));
CREATE POLICY permitted_adds ON group_users AS RESTRICTIVE FOR INSERT TO fritz_app
  WITH CHECK ((SELECT viewer_has('Upload data')));
CREATE POLICY permitted_changes ON group_users AS RESTRICTIVE FOR UPDATE TO fritz_app
  USING ((SELECT viewer_has('Upload data')));
-- Leaving needs no permission.
CREATE POLICY permitted_removes ON group_users AS RESTRICTIVE FOR DELETE TO fritz_app
  USING ((SELECT viewer_has('Upload data')) OR user_id = (SELECT viewer_id()));
CREATE POLICY permitted_adds ON group_streams AS RESTRICTIVE FOR INSERT TO fritz_app
  WITH CHECK ((SELECT viewer_has('Upload data')));
CREATE POLICY permitted_removes ON group_streams AS RESTRICTIVE FOR DELETE TO fritz_app
  USING ((SELECT viewer_has('Upload data')));
CREATE POLICY permitted_changes ON group_admission_requests AS RESTRICTIVE FOR UPDATE TO fritz_app
  USING ((SELECT viewer_has('Upload data')));

-- ── a bell for whoever holds connections open ────────────────────────────────────────────────
CREATE FUNCTION on_rights_lost() RETURNS trigger
  LANGUAGE plpgsql SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM pg_notify('fritz_rights', '');
  RETURN NULL;
END $$;
CREATE TRIGGER access_keys_doorbell
  AFTER UPDATE OF revoked_at, acls, expires_at, idle_limit OR DELETE ON access_keys
  FOR EACH STATEMENT EXECUTE FUNCTION on_rights_lost();
CREATE TRIGGER users_doorbell AFTER UPDATE OF expires_at OR DELETE ON users
  FOR EACH STATEMENT EXECUTE FUNCTION on_rights_lost();
CREATE TRIGGER user_roles_doorbell AFTER INSERT OR UPDATE OR DELETE ON user_roles
  FOR EACH STATEMENT EXECUTE FUNCTION on_rights_lost();
CREATE TRIGGER user_acls_doorbell AFTER INSERT OR UPDATE OR DELETE ON user_acls
  FOR EACH STATEMENT EXECUTE FUNCTION on_rights_lost();
CREATE TRIGGER group_users_doorbell AFTER INSERT OR UPDATE OR DELETE ON group_users
  FOR EACH STATEMENT EXECUTE FUNCTION on_rights_lost();
CREATE TRIGGER stream_users_doorbell AFTER INSERT OR UPDATE OR DELETE ON stream_users
  FOR EACH STATEMENT EXECUTE FUNCTION on_rights_lost();
CREATE TRIGGER streams_rights_doorbell AFTER UPDATE OR DELETE ON streams
  FOR EACH STATEMENT EXECUTE FUNCTION on_rights_lost();

-- When the key in hand ends if nothing is done; null: never, or it has.
CREATE FUNCTION viewer_ends_at() RETURNS timestamptz
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE held access_keys := viewer();
BEGIN
  RETURN least(held.expires_at, coalesce(held.last_used_at, held.created_at) + held.idle_limit,
    (SELECT u.expires_at FROM users u WHERE u.id = held.user_id));
END $$;

REVOKE EXECUTE ON FUNCTION visible_filters(), visible_streams(), viewer_ends_at(), on_rights_lost() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION visible_filters(), visible_streams(), viewer_ends_at() TO fritz_app;
