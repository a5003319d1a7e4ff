DROP TABLE identities, sign_in_keys;
DROP TRIGGER access_keys_token_change ON access_keys;
DROP TRIGGER access_keys_made ON access_keys;
DROP POLICY reads ON access_keys;
DROP POLICY adds ON access_keys;
DROP POLICY changes ON access_keys;
DROP FUNCTION viewer_key_id(), on_token_change(), on_key_made(),
  redeem_link(text, bytea, timestamptz, interval, text, text),
  open_session(bytea, timestamptz, interval, text, text),
  viewer_may_grant_to(integer, text[], timestamptz), viewer_outranks(text[]),
  change_token(uuid, text, text[], timestamptz), demand_sign_in_key(text),
  open_identity_session(text, text, text, bytea, timestamptz, interval, text, text),
  free_username(text),
  register_identity(text, text, text, text, text, text, text, text, text, text, text),
  viewer_is_whole(), link_identity(text, text, text, text, text), unlink_identity(integer);

CREATE OR REPLACE FUNCTION viewer() RETURNS access_keys
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT k FROM access_keys k JOIN users u ON u.id = k.user_id
  WHERE k.key_hash = sha256(convert_to(current_setting('fritz.viewer_key', true), 'UTF8'))
    AND k.kind IN ('token', 'session') AND k.revoked_at IS NULL
    AND (k.expires_at IS NULL OR k.expires_at > now())
    AND (u.expires_at IS NULL OR u.expires_at > now())
$$;
CREATE OR REPLACE FUNCTION sweep_keys() RETURNS integer
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  WITH gone AS (
    DELETE FROM access_keys k WHERE k.kind IN ('session', 'link')
      AND least(k.expires_at, k.revoked_at) < now() - interval '7 days' RETURNING k.id)
  SELECT count(*)::integer FROM gone
$$;
DROP INDEX access_keys_opened_with;
ALTER TABLE access_keys DROP CONSTRAINT access_keys_secret, DROP COLUMN opened_by,
  DROP COLUMN opened_with, DROP COLUMN address, DROP COLUMN user_agent, DROP COLUMN idle_limit;
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
CREATE POLICY reads ON access_keys FOR SELECT TO fritz_app USING (user_id = (SELECT viewer_id()));
CREATE POLICY adds ON access_keys FOR INSERT TO fritz_app WITH CHECK (
  kind = 'token' AND user_id = (SELECT viewer_id()) AND viewer_may_grant(acls, expires_at));
-- What was revoked, and a link that was used, stays so.
CREATE POLICY changes ON access_keys FOR UPDATE TO fritz_app
  USING (user_id = (SELECT viewer_id()) AND revoked_at IS NULL)
  WITH CHECK (user_id = (SELECT viewer_id()));
REVOKE EXECUTE ON FUNCTION redeem_link(text, bytea, timestamptz), open_session(bytea, timestamptz)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION redeem_link(text, bytea, timestamptz), open_session(bytea, timestamptz)
  TO fritz_app;
