DROP VIEW audience_membership, user_permissions;
DROP TABLE audience_viewers, audience_streams, audience_groups, audiences, group_streams,
  stream_users, streams, group_users, user_acls, user_roles, role_acls, roles, acls CASCADE;
DROP FUNCTION holds_group_streams(integer, integer), viewer_may_grant(text[], timestamptz), sweep_keys(), note_key_use(), end_session(),
  open_session(bytea, timestamptz), viewer_grants_until(), viewer_streams(),
  viewer_saving_groups(), viewer_admin_groups(),
  viewer_groups(), visible_audiences(), viewer_has(text), viewer_acls(), viewer_id(), viewer()
  CASCADE;
DROP TABLE access_keys, groups, users CASCADE;
DROP FUNCTION create_group(text, text, text, boolean, integer[]), redeem_link(text, bytea, timestamptz), on_new_user(), on_stream_change(),
  on_membership_change(), intern_program(text, smallint), intern_audience(integer[], integer[]),
  refresh_audience(integer), refresh_viewer(integer), lock_audiences();
REVOKE USAGE ON SCHEMA fritz FROM fritz_app, fritz_broker;
