REVOKE SELECT (id, username, first_name, last_name, affiliations, bio, is_bot, created_at, modified_at,
    revision)
  ON users FROM fritz_app;
REVOKE INSERT (username, first_name, last_name, contact_email, contact_phone, affiliations, bio, is_bot,
    expires_at)
  ON users FROM fritz_app;
REVOKE UPDATE (first_name, last_name, contact_email, contact_phone, affiliations, bio, is_bot)
  ON users FROM fritz_app;
REVOKE INSERT, DELETE ON user_roles, user_acls FROM fritz_app;
GRANT SELECT, INSERT, UPDATE ON users TO fritz_app;

DROP POLICY adds ON user_acls;
DROP POLICY removes ON user_acls;
DROP POLICY adds ON user_roles;
DROP POLICY removes ON user_roles;
DROP POLICY changes ON users;
DROP POLICY adds ON users;
CREATE POLICY manages ON users FOR ALL TO fritz_app
  USING ((SELECT viewer_has('Manage users'))) WITH CHECK ((SELECT viewer_has('Manage users')));

DROP TABLE invitation_streams, invitation_groups;
DROP FUNCTION note_invitation_mail(bytea, text), withdraw_invitation(integer),
  renew_invitation(integer, bytea, timestamptz, text),
  update_invitation(integer, text, integer[], boolean[], boolean[], integer[], timestamptz, timestamptz),
  void_invitations(), viewer_holds_invitation(integer),
  create_invitation(bytea, text, text, integer[], boolean[], boolean[], integer[], timestamptz,
    timestamptz, text),
  set_invitation_gifts(integer, text, integer[], boolean[], boolean[], integer[]),
  accept_invitation(text, text, text, text, text), invitation_preview(text), open_invitation(text),
  invitation_stands(integer), invitation_stream_ids(integer);
DROP TABLE invitations;

DROP FUNCTION update_profile(jsonb, integer), merge_json(jsonb, jsonb), delete_user(integer),
  activate_user(integer), deactivate_user(integer), set_user_end(integer, timestamptz),
  begin_user_change(integer),
  demand_managed_user(integer), ended_users(), user_details(),
  enroll_managed_user(integer, integer[], boolean[], integer[]),
  enroll_user(integer, integer[], boolean[], boolean[], integer[]), streams_of_groups(integer[]),
  viewer_may_enroll(integer[], integer[]), may_enroll(integer, boolean, boolean, integer[], integer[]),
  viewer_may_give_end(timestamptz), viewer_may_give_acl(text), viewer_may_give_role(text), viewer_manages_user(integer);
DROP FUNCTION recheck_rights_given() CASCADE;
DROP TRIGGER user_acls_keep_system_admin ON user_acls;
DROP TRIGGER user_roles_keep_system_admin ON user_roles;
DROP TRIGGER users_keep_system_admin ON users;
DROP TRIGGER user_acls_turn ON user_acls;
DROP TRIGGER user_roles_turn ON user_roles;
DROP TRIGGER users_end_turn ON users;
DROP FUNCTION keep_system_admin(), user_has(integer, text);
DROP TRIGGER users_revision ON users;
DROP FUNCTION count_user_revision();

ALTER TABLE filters DROP CONSTRAINT filters_created_by_fkey,
  ADD CONSTRAINT filters_created_by_fkey FOREIGN KEY (created_by) REFERENCES users ON DELETE SET NULL;
ALTER TABLE filter_versions DROP CONSTRAINT filter_versions_created_by_fkey,
  ADD CONSTRAINT filter_versions_created_by_fkey FOREIGN KEY (created_by) REFERENCES users
    ON DELETE SET NULL;
ALTER TABLE sources DROP CONSTRAINT sources_saved_by_fkey, DROP CONSTRAINT sources_unsaved_by_fkey,
  ADD CONSTRAINT sources_saved_by_fkey FOREIGN KEY (saved_by) REFERENCES users ON DELETE SET NULL,
  ADD CONSTRAINT sources_unsaved_by_fkey FOREIGN KEY (unsaved_by) REFERENCES users
    ON DELETE SET NULL;

DROP TRIGGER audited_insert ON users;
DROP TRIGGER audited_update ON users;
DROP TRIGGER audited_delete ON users;
ALTER TABLE users DROP CONSTRAINT users_deactivated;
-- There is no word for it below: who was deactivated stays shut out, by an end that has passed.
UPDATE users SET expires_at = deactivated_at WHERE deactivated_at IS NOT NULL;
ALTER TABLE users
  DROP COLUMN contact_phone, DROP COLUMN affiliations, DROP COLUMN bio, DROP COLUMN preferences,
  DROP COLUMN deactivated_at, DROP COLUMN expires_when_active, DROP COLUMN revision;
SELECT audit('users', kind => 'user', id => 'id', about_user => 'id',
  kept => '{username,first_name,last_name,contact_email,is_bot,expires_at}');
