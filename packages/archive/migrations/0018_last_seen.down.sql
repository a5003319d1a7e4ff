DROP FUNCTION rename_user(integer, text);

DROP FUNCTION user_details();
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
REVOKE EXECUTE ON FUNCTION user_details() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION user_details() TO fritz_app;

CREATE OR REPLACE FUNCTION note_key_use() RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  UPDATE access_keys k SET last_used_at = now() FROM viewer() v
    WHERE k.id = v.id
      AND (k.last_used_at IS NULL OR k.last_used_at < now() - interval '1 minute')
$$;

DROP TRIGGER users_revision ON users;
ALTER TABLE users DROP COLUMN last_seen_at;
CREATE TRIGGER users_revision BEFORE UPDATE ON users
  FOR EACH ROW EXECUTE FUNCTION count_user_revision();
