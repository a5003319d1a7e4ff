DROP TRIGGER streams_rights_doorbell ON streams;
DROP TRIGGER stream_users_doorbell ON stream_users;
DROP TRIGGER group_users_doorbell ON group_users;
DROP TRIGGER user_acls_doorbell ON user_acls;
DROP TRIGGER user_roles_doorbell ON user_roles;
DROP TRIGGER users_doorbell ON users;
DROP TRIGGER access_keys_doorbell ON access_keys;
DROP FUNCTION on_rights_lost(), viewer_ends_at();

DROP POLICY permitted_changes ON group_admission_requests;
DROP POLICY permitted_adds ON group_streams;
DROP POLICY permitted_removes ON group_streams;
DROP POLICY permitted_adds ON group_users;
DROP POLICY permitted_changes ON group_users;
DROP POLICY permitted_removes ON group_users;
DROP POLICY permitted_changes ON groups;
DROP POLICY permitted_removes ON groups;
DROP POLICY permitted_adds ON photometry;
DROP POLICY permitted_changes ON photometry;
DROP POLICY permitted_adds ON sources;
DROP POLICY permitted_changes ON sources;
DROP POLICY permitted_adds ON filter_versions;
DROP POLICY permitted_adds ON filters;
DROP POLICY permitted_changes ON filters;
DROP POLICY permitted_removes ON filters;

DROP INDEX audiences_program;
DROP POLICY reads ON candidates;
CREATE POLICY reads ON candidates FOR SELECT TO fritz_app USING (
  audience_id IN (SELECT visible_audiences()) AND filter_id IN (SELECT f.id FROM filters f));
DROP FUNCTION visible_filters();
DROP POLICY reads ON filters;
CREATE POLICY reads ON filters FOR SELECT TO fritz_app USING (
  audience_id IN (SELECT visible_audiences()) AND stream_id IN (SELECT s.id FROM streams s));
DROP FUNCTION visible_streams();
ALTER TABLE candidates DROP CONSTRAINT candidates_filter_audience,
  ADD CONSTRAINT candidates_filter_id_fkey FOREIGN KEY (filter_id) REFERENCES filters
    ON DELETE CASCADE;
ALTER TABLE filters DROP CONSTRAINT filters_audience;

DROP POLICY maintainer ON ztf_alerts;
DROP POLICY reads ON ztf_alerts;
CREATE POLICY reads ON ztf_alerts FOR SELECT TO fritz_app, CURRENT_USER
  USING (audience_id IN (SELECT visible_audiences()));
DROP POLICY reads ON ztf_cutouts;
CREATE POLICY reads ON ztf_cutouts FOR SELECT TO fritz_app
  USING (audience_id IN (SELECT visible_audiences()));
DROP POLICY reads ON ztf_light_curves;
CREATE POLICY reads ON ztf_light_curves FOR SELECT TO fritz_app
  USING (audience_id IN (SELECT visible_audiences()));
DROP POLICY reads ON obj_audiences;
CREATE POLICY reads ON obj_audiences FOR SELECT TO fritz_app
  USING (audience_id IN (SELECT visible_audiences()));
DROP POLICY reads ON sources;
CREATE POLICY reads ON sources FOR SELECT TO fritz_app
  USING (audience_id IN (SELECT visible_audiences()));
DROP POLICY reads ON photometry;
CREATE POLICY reads ON photometry FOR SELECT TO fritz_app USING (
  audience_id IN (SELECT visible_audiences()) OR owner_id = (SELECT viewer_id()));

CREATE OR REPLACE FUNCTION viewer() RETURNS access_keys
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT k FROM access_keys k JOIN users u ON u.id = k.user_id
  WHERE k.key_hash = sha256(convert_to(current_setting('fritz.viewer_key', true), 'UTF8'))
    AND k.kind IN ('token', 'session') AND k.revoked_at IS NULL
    AND (k.expires_at IS NULL OR k.expires_at > now())
    AND (k.idle_limit IS NULL OR coalesce(k.last_used_at, k.created_at) + k.idle_limit > now())
    AND (u.expires_at IS NULL OR u.expires_at > now())
$$;
CREATE OR REPLACE FUNCTION viewer_id() RETURNS integer
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT (viewer()).user_id
$$;
CREATE OR REPLACE FUNCTION viewer_acls() RETURNS SETOF text
  LANGUAGE sql STABLE SECURITY DEFINER ROWS 26 SET search_path = fritz, pg_temp AS $$
  SELECT p.acl_id FROM viewer() v JOIN user_permissions p ON p.user_id = v.user_id
  WHERE v.acls IS NULL OR p.acl_id = ANY (v.acls)
$$;
CREATE OR REPLACE FUNCTION viewer_has(acl text) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT EXISTS (SELECT FROM viewer_acls() a WHERE a IN (acl, 'System admin'))
$$;
CREATE OR REPLACE FUNCTION visible_audiences() RETURNS SETOF integer
  LANGUAGE sql STABLE SECURITY DEFINER ROWS 50 SET search_path = fritz, pg_temp AS $$
  SELECT v.audience_id FROM audience_viewers v WHERE v.user_id = viewer_id()
  UNION
  SELECT a.id FROM audiences a WHERE (SELECT viewer_has('System admin'))
$$;
CREATE OR REPLACE FUNCTION viewer_groups() RETURNS SETOF integer
  LANGUAGE sql STABLE SECURITY DEFINER ROWS 20 SET search_path = fritz, pg_temp AS $$
  SELECT gu.group_id FROM group_users gu WHERE gu.user_id = viewer_id()
$$;
CREATE OR REPLACE FUNCTION viewer_admin_groups() RETURNS SETOF integer
  LANGUAGE sql STABLE SECURITY DEFINER ROWS 5 SET search_path = fritz, pg_temp AS $$
  SELECT gu.group_id FROM group_users gu WHERE gu.user_id = viewer_id() AND gu.admin
$$;
CREATE OR REPLACE FUNCTION viewer_saving_groups() RETURNS SETOF integer
  LANGUAGE sql STABLE SECURITY DEFINER ROWS 20 SET search_path = fritz, pg_temp AS $$
  SELECT gu.group_id FROM group_users gu WHERE gu.user_id = viewer_id() AND gu.can_save
$$;
CREATE OR REPLACE FUNCTION viewer_streams() RETURNS SETOF integer
  LANGUAGE sql STABLE SECURITY DEFINER ROWS 5 SET search_path = fritz, pg_temp AS $$
  SELECT su.stream_id FROM stream_users su WHERE su.user_id = viewer_id()
$$;
