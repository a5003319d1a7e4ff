DROP FUNCTION act_as(text, text, boolean), viewer_profile();
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
