-- Who the viewer is, told at a fraction of what it took: each policy of each query asks.

-- ── the viewer ───────────────────────────────────────────────────────────────────────────────
-- Whether his account is open is asked beside the key, not by a join: for a join of two rows the
-- planner takes longer each time than to look both of them up.
CREATE OR REPLACE FUNCTION viewer() RETURNS access_keys
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  held access_keys;
  -- Hashed once: in the query it would be for every key that is compared.
  hash bytea := sha256(convert_to(current_setting('fritz.viewer_key', true), 'UTF8'));
BEGIN
  SELECT k.* INTO held FROM access_keys k
    WHERE k.key_hash = hash
      AND k.kind IN ('token', 'session') AND k.revoked_at IS NULL
      AND (k.expires_at IS NULL OR k.expires_at > now())
      AND (k.idle_limit IS NULL OR coalesce(k.last_used_at, k.created_at) + k.idle_limit > now())
      AND (SELECT u.expires_at IS NULL OR u.expires_at > now() FROM users u WHERE u.id = k.user_id);
  IF NOT FOUND THEN RETURN NULL; END IF;
  RETURN held;
END $$;
CREATE OR REPLACE FUNCTION viewer_has(acl text) RETURNS boolean
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE held access_keys := viewer();
BEGIN
  IF held.user_id IS NULL THEN RETURN false; END IF;
  -- What the key does not carry needs no look at what its owner has.
  IF NOT (acl = ANY (held.acls) OR 'System admin' = ANY (held.acls)) THEN RETURN false; END IF;
  RETURN EXISTS (
      SELECT FROM user_roles ur JOIN role_acls ra USING (role_id)
      WHERE ur.user_id = held.user_id AND ra.acl_id IN (acl, 'System admin')
        AND (held.acls IS NULL OR ra.acl_id = ANY (held.acls)))
    OR EXISTS (
      SELECT FROM user_acls ua
      WHERE ua.user_id = held.user_id AND ua.acl_id IN (acl, 'System admin')
        AND (held.acls IS NULL OR ua.acl_id = ANY (held.acls)));
END $$;

-- ── a transaction's beginning ────────────────────────────────────────────────────────────────
-- Takes a key for the rest of the transaction, and tells whose it is and what it permits: one
-- statement in the place of two. Nobody's key gives a null id.
CREATE FUNCTION act_as(
  viewer_key text, timeout_ms text, only_reads boolean, OUT id integer, OUT acls text[])
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE held access_keys;
BEGIN
  PERFORM set_config('fritz.viewer_key', viewer_key, true),
    set_config('statement_timeout', timeout_ms, true);
  IF only_reads THEN PERFORM set_config('transaction_read_only', 'on', true); END IF;
  held := viewer();
  IF held.user_id IS NULL THEN RETURN; END IF;
  id := held.user_id;
  acls := ARRAY(SELECT p.acl_id FROM user_permissions p
    WHERE p.user_id = held.user_id AND (held.acls IS NULL OR p.acl_id = ANY (held.acls)) ORDER BY 1);
END $$;

-- ── the viewer's profile ─────────────────────────────────────────────────────────────────────
-- All that is the viewer's own on his profile, with one look at who he is.
CREATE FUNCTION viewer_profile() RETURNS TABLE (
    id integer, username text, first_name text, last_name text, contact_email text,
    contact_phone text, affiliations text[], bio text, is_bot boolean, preferences jsonb,
    expires_at timestamptz, created_at timestamptz, revision integer, roles text[],
    groups json, streams json, tokens json)
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1 SET search_path = fritz, pg_temp AS $$
DECLARE held access_keys := viewer();
BEGIN
  RETURN QUERY SELECT u.id, u.username, u.first_name, u.last_name, u.contact_email,
      u.contact_phone, u.affiliations, u.bio, u.is_bot, u.preferences,
      CASE WHEN u.deactivated_at IS NULL THEN u.expires_at ELSE u.expires_when_active END,
      u.created_at, u.revision,
      ARRAY(SELECT ur.role_id FROM user_roles ur WHERE ur.user_id = u.id ORDER BY 1),
      (SELECT coalesce(json_agg(json_build_object('id', g.id, 'name', g.name,
            'nickname', g.nickname, 'private', g.private, 'single_user_id', g.single_user_id,
            'sitewide', g.sitewide, 'admin', m.admin, 'can_save', m.can_save)
            ORDER BY lower(g.name), g.id), '[]')
          FROM group_users m JOIN groups g ON g.id = m.group_id WHERE m.user_id = u.id),
      (SELECT coalesce(json_agg(json_build_object('id', s.id, 'name', s.name) ORDER BY s.name), '[]')
          FROM stream_users su JOIN streams s ON s.id = su.stream_id WHERE su.user_id = u.id),
      (SELECT coalesce(json_agg(json_build_object('id', k.id, 'name', k.name, 'acls', k.acls,
            'created_at', k.created_at) ORDER BY k.created_at DESC, k.id), '[]')
          FROM access_keys k
         WHERE k.user_id = u.id AND k.kind = 'token' AND k.revoked_at IS NULL)
    FROM users u WHERE u.id = held.user_id;
END $$;

REVOKE EXECUTE ON FUNCTION act_as(text, text, boolean), viewer_profile() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION act_as(text, text, boolean), viewer_profile() TO fritz_app;
