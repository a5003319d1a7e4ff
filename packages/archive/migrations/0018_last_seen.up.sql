-- When somebody was here last, for who manages users; and usernames that they change.

-- ── last seen ────────────────────────────────────────────────────────────────────────────────
-- Keys are forgotten some time after they ended: when their owner was here is kept with him.
ALTER TABLE users ADD COLUMN last_seen_at timestamptz;

-- To be here is no change of the account.
DROP TRIGGER users_revision ON users;
CREATE TRIGGER users_revision BEFORE UPDATE ON users
  FOR EACH ROW WHEN (OLD.last_seen_at IS NOT DISTINCT FROM NEW.last_seen_at)
  EXECUTE FUNCTION count_user_revision();

UPDATE users u SET last_seen_at = used.at
  FROM (SELECT k.user_id, max(k.last_used_at) AS at FROM access_keys k GROUP BY k.user_id) used
  WHERE used.user_id = u.id AND used.at IS NOT NULL;

CREATE OR REPLACE FUNCTION note_key_use() RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  -- Whoever changes the account meanwhile is not waited for: the next minute tries again.
  UPDATE users u SET last_seen_at = now() WHERE u.id IN (
    SELECT s.id FROM users s WHERE s.id = viewer_id()
       AND (s.last_seen_at IS NULL OR s.last_seen_at < now() - interval '1 minute')
       FOR NO KEY UPDATE SKIP LOCKED);
  UPDATE access_keys k SET last_used_at = now() FROM viewer() v
    WHERE k.id = v.id
      AND (k.last_used_at IS NULL OR k.last_used_at < now() - interval '1 minute')
$$;

DROP FUNCTION user_details();
CREATE FUNCTION user_details() RETURNS TABLE (
    user_id integer, contact_email text, contact_phone text, expires_at timestamptz,
    deactivated_at timestamptz, last_seen_at timestamptz, preferences jsonb)
  LANGUAGE sql STABLE SECURITY DEFINER ROWS 200 SET search_path = fritz, pg_temp AS $$
  SELECT u.id, u.contact_email, u.contact_phone,
      CASE WHEN u.deactivated_at IS NULL THEN u.expires_at ELSE u.expires_when_active END,
      u.deactivated_at, u.last_seen_at,
      CASE WHEN u.id = (SELECT viewer_id()) THEN u.preferences END
    FROM users u WHERE u.id = (SELECT viewer_id()) OR (SELECT viewer_has('Manage users'))
$$;

-- ── usernames ────────────────────────────────────────────────────────────────────────────────
-- Gives an account that the viewer manages another name; its own group is called so, too. One's own
-- is changed with a key that nothing narrows, as in the profile. False where there is none.
CREATE FUNCTION rename_user(managed integer, new_name text) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM demand_managed_user(managed);
  IF managed = viewer_id() AND NOT viewer_outranks(NULL) THEN
    RAISE EXCEPTION 'the key in hand does not carry all that its owner may'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE users u SET username = new_name WHERE u.id = managed;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE groups g SET name = new_name, modified_at = now() WHERE g.single_user_id = managed;
  RETURN true;
END $$;

REVOKE EXECUTE ON FUNCTION user_details(), rename_user(integer, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION user_details(), rename_user(integer, text) TO fritz_app;
