-- Signing in: identities at OpenID Connect providers, what a browser session tells of itself, tokens
-- that are changed or made by an admin.

-- ── sessions: where and how they were opened, and how long they may lie idle ─────────────────
ALTER TABLE access_keys
  -- Of a session: 'link', 'token', or the name of the provider that it was opened with.
  ADD COLUMN opened_by text,
  -- The token that a session was opened with, or that another token was made with, be it by way of a
  -- session: with it they end.
  ADD COLUMN opened_with uuid REFERENCES access_keys ON DELETE CASCADE,
  ADD COLUMN address text,
  ADD COLUMN user_agent text,
  -- A session that is not used for so long is over; null: no bound but expires_at.
  ADD COLUMN idle_limit interval,
  -- Who has no key has an empty one: such a key would make everybody its owner.
  ADD CONSTRAINT access_keys_secret CHECK (key_hash <> sha256(''));
CREATE INDEX access_keys_opened_with ON access_keys (opened_with) WHERE opened_with IS NOT NULL;
GRANT SELECT (opened_by, address, user_agent, idle_limit) ON access_keys TO fritz_app;

CREATE OR REPLACE FUNCTION viewer() RETURNS access_keys
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT k FROM access_keys k JOIN users u ON u.id = k.user_id
  WHERE k.key_hash = sha256(convert_to(current_setting('fritz.viewer_key', true), 'UTF8'))
    AND k.kind IN ('token', 'session') AND k.revoked_at IS NULL
    AND (k.expires_at IS NULL OR k.expires_at > now())
    AND (k.idle_limit IS NULL OR coalesce(k.last_used_at, k.created_at) + k.idle_limit > now())
    AND (u.expires_at IS NULL OR u.expires_at > now())
$$;

-- The id of the key in hand: which of the listed sessions is the present one.
CREATE FUNCTION viewer_key_id() RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT (viewer()).id
$$;

DROP FUNCTION redeem_link(text, bytea, timestamptz);
-- Exchanges a one-time link for a browser session, whose key's hash the caller brings. Returns the
-- user, or null where the link is unknown, used or too old, or the user's account has ended.
CREATE FUNCTION redeem_link(link_key text, session_hash bytea, session_expires timestamptz,
  session_idle interval, from_address text, from_agent text)
  RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE link access_keys;
BEGIN
  UPDATE access_keys k SET revoked_at = now()
    FROM users u WHERE u.id = k.user_id AND (u.expires_at IS NULL OR u.expires_at > now())
      AND k.key_hash = sha256(convert_to(link_key, 'UTF8')) AND k.kind = 'link'
      AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
    RETURNING k.* INTO link;
  IF link.user_id IS NULL THEN RETURN NULL; END IF;
  INSERT INTO access_keys (key_hash, kind, user_id, acls, expires_at, opened_by, address,
      user_agent, idle_limit)
    VALUES (session_hash, 'session', link.user_id, link.acls, session_expires, 'link',
      from_address, left(from_agent, 400), session_idle);
  RETURN link.user_id;
END $$;

DROP FUNCTION open_session(bytea, timestamptz);
-- A browser session for the holder of the current key, with that key's permissions and no longer
-- life than it has. Returns the user, or null without a viewer.
CREATE FUNCTION open_session(session_hash bytea, session_expires timestamptz,
  session_idle interval, from_address text, from_agent text)
  RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE held access_keys := viewer();
BEGIN
  IF held.user_id IS NULL THEN RETURN NULL; END IF;
  INSERT INTO access_keys (key_hash, kind, user_id, acls, expires_at, grants_until, opened_by,
      opened_with, address, user_agent, idle_limit)
    VALUES (session_hash, 'session', held.user_id, held.acls,
      least(held.expires_at, session_expires), viewer_grants_until(), held.kind,
      CASE held.kind WHEN 'token' THEN held.id ELSE held.opened_with END,
      from_address, left(from_agent, 400), session_idle);
  RETURN held.user_id;
END $$;

-- A token that is revoked, or may do or live otherwise than before, takes its sessions with it; of
-- the tokens that were made with it all when it is revoked, else those that are wider now.
CREATE FUNCTION on_token_change() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  UPDATE access_keys k SET revoked_at = now()
    WHERE k.opened_with = NEW.id AND k.revoked_at IS NULL
      AND (k.kind <> 'token' OR NEW.revoked_at IS NOT NULL
        OR (k.user_id = NEW.user_id AND NOT coalesce(k.acls <@ NEW.acls, NEW.acls IS NULL))
        OR NOT coalesce(k.expires_at <= NEW.expires_at, NEW.expires_at IS NULL));
  RETURN NULL;
END $$;
-- What a key descends from is written down and still good at this moment: a key that is revoked while
-- another is made with it takes that one along, or does not make it.
CREATE FUNCTION on_key_made() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE held access_keys := viewer(); roots uuid[];
BEGIN
  IF NEW.kind = 'token' THEN
    NEW.opened_with := CASE held.kind WHEN 'token' THEN held.id ELSE held.opened_with END;
    roots := ARRAY[held.id, NEW.opened_with];
  ELSE
    roots := ARRAY[NEW.opened_with];
  END IF;
  PERFORM FROM access_keys k WHERE k.id = ANY (roots) ORDER BY k.id FOR SHARE;
  IF EXISTS (SELECT FROM access_keys k WHERE k.id = ANY (roots) AND k.revoked_at IS NOT NULL) THEN
    RAISE EXCEPTION 'the key in hand was revoked' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER access_keys_made BEFORE INSERT ON access_keys
  FOR EACH ROW EXECUTE FUNCTION on_key_made();
CREATE TRIGGER access_keys_token_change AFTER UPDATE OF revoked_at, acls, expires_at ON access_keys
  FOR EACH ROW WHEN (NEW.kind = 'token' AND (NEW.revoked_at, NEW.acls, NEW.expires_at)
    IS DISTINCT FROM (OLD.revoked_at, OLD.acls, OLD.expires_at))
  EXECUTE FUNCTION on_token_change();

CREATE OR REPLACE FUNCTION sweep_keys() RETURNS integer
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  WITH gone AS (
    DELETE FROM access_keys k WHERE k.kind IN ('session', 'link')
      AND least(k.expires_at, k.revoked_at, coalesce(k.last_used_at, k.created_at) + k.idle_limit)
        < now() - interval '7 days' RETURNING k.id)
  SELECT count(*)::integer FROM gone
$$;

-- ── tokens ───────────────────────────────────────────────────────────────────────────────────
-- Whether a new key of this user's may be made with the key in hand: one's own carries no more and
-- lives no longer than it; the system's admins make those of others, within the others' rights.
CREATE FUNCTION viewer_may_grant_to(new_owner integer, new_acls text[], new_expires timestamptz)
  RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT CASE
    WHEN new_owner = viewer_id() THEN viewer_may_grant(new_acls, new_expires)
    ELSE viewer_has('System admin')
      AND (new_acls IS NULL OR new_acls <@ ARRAY(
        SELECT p.acl_id FROM user_permissions p WHERE p.user_id = new_owner))
      AND (viewer_grants_until() IS NULL OR coalesce(new_expires <= viewer_grants_until(), false))
  END
$$;

-- Whether the key in hand carries as much as another of its owner's: a narrow key does not touch
-- wider ones.
CREATE FUNCTION viewer_outranks(other_acls text[]) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT v.user_id IS NOT NULL
    AND (v.acls IS NULL OR (other_acls IS NOT NULL AND other_acls <@ v.acls))
  FROM viewer() v
$$;

-- Gives a token another name, scope and end. Returns 'changed'; 'missing' where the viewer has
-- nothing to do with such a token; 'too_wide' where the key in hand may not do it.
CREATE FUNCTION change_token(token uuid, new_name text, new_acls text[], new_expires timestamptz)
  RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE held access_keys;
BEGIN
  SELECT * INTO held FROM access_keys k
    WHERE k.id = token AND k.kind = 'token' AND k.revoked_at IS NULL
      AND (k.user_id = viewer_id() OR viewer_has('System admin')) FOR UPDATE;
  IF held.id IS NULL THEN RETURN 'missing'; END IF;
  IF held.user_id = viewer_id() AND NOT viewer_outranks(held.acls) THEN RETURN 'too_wide'; END IF;
  IF (new_acls, new_expires) IS DISTINCT FROM (held.acls, held.expires_at)
    AND NOT viewer_may_grant_to(held.user_id, new_acls, new_expires) THEN RETURN 'too_wide'; END IF;
  UPDATE access_keys k SET name = new_name, acls = new_acls, expires_at = new_expires
    WHERE k.id = token;
  RETURN 'changed';
END $$;

DROP POLICY reads ON access_keys;
CREATE POLICY reads ON access_keys FOR SELECT TO fritz_app USING (
  (user_id = (SELECT viewer_id()) AND (kind <> 'session' OR viewer_outranks(acls)))
  OR (kind = 'token' AND (SELECT viewer_has('System admin'))));
DROP POLICY adds ON access_keys;
CREATE POLICY adds ON access_keys FOR INSERT TO fritz_app WITH CHECK (
  kind = 'token' AND viewer_may_grant_to(user_id, acls, expires_at));
DROP POLICY changes ON access_keys;
-- What was revoked, and a link that was used, stays so.
CREATE POLICY changes ON access_keys FOR UPDATE TO fritz_app
  USING (revoked_at IS NULL AND ((user_id = (SELECT viewer_id()) AND viewer_outranks(acls))
    OR (kind = 'token' AND (SELECT viewer_has('System admin')))))
  WITH CHECK (user_id = (SELECT viewer_id())
    OR (kind = 'token' AND (SELECT viewer_has('System admin'))));

-- ── identities at OpenID Connect providers ───────────────────────────────────────────────────
-- Issuer and subject are who somebody is; an e-mail address is what he says of himself.
CREATE TABLE identities (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id integer NOT NULL REFERENCES users ON DELETE CASCADE,
  issuer text NOT NULL,
  subject text NOT NULL,
  -- The provider's id in the settings when it was linked.
  provider text NOT NULL,
  -- What the provider called the person, for him to tell his identities apart; nothing else.
  label text,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz,
  UNIQUE (issuer, subject)
);
CREATE INDEX identities_user ON identities (user_id);

-- A server that checks identities proves itself by such a key, which only its memory holds: who can
-- merely run SQL as the application's role cannot say that he is somebody.
CREATE TABLE sign_in_keys (
  key_hash bytea PRIMARY KEY,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE FUNCTION demand_sign_in_key(sign_in_key text) RETURNS void
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM sign_in_keys s
      WHERE s.key_hash = sha256(convert_to(sign_in_key, 'UTF8'))) THEN
    RAISE EXCEPTION 'not a server that checks identities' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;

-- Opens a browser session for a checked identity. The outcome is 'opened', 'unknown' (nobody has
-- this identity) or 'ended' (his account has).
CREATE FUNCTION open_identity_session(sign_in_key text, of_issuer text, of_subject text,
  session_hash bytea, session_expires timestamptz, session_idle interval,
  from_address text, from_agent text, OUT outcome text, OUT of_user integer)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE held identities; ends timestamptz;
BEGIN
  PERFORM demand_sign_in_key(sign_in_key);
  SELECT * INTO held FROM identities i WHERE i.issuer = of_issuer AND i.subject = of_subject;
  IF held.id IS NULL THEN outcome := 'unknown'; RETURN; END IF;
  SELECT u.expires_at INTO ends FROM users u WHERE u.id = held.user_id;
  IF ends <= now() THEN outcome := 'ended'; RETURN; END IF;
  UPDATE identities i SET last_used_at = now() WHERE i.id = held.id;
  INSERT INTO access_keys (key_hash, kind, user_id, expires_at, opened_by, address, user_agent,
      idle_limit)
    VALUES (session_hash, 'session', held.user_id, session_expires, held.provider,
      from_address, left(from_agent, 400), session_idle);
  outcome := 'opened';
  of_user := held.user_id;
END $$;

-- A name like the wished one that no user has yet. Groups may share it: they may be hidden.
CREATE FUNCTION free_username(wished text) RETURNS text
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE free_name text := wished; number integer := 1;
BEGIN
  WHILE EXISTS (SELECT FROM users u WHERE u.username = free_name) LOOP
    number := number + 1;
    free_name := wished || number;
  END LOOP;
  RETURN free_name;
END $$;

-- Makes a user of a checked identity that is nobody's: an invited one, or, without an invitation,
-- one with this role. Returns the user. Whether to let him in is for the caller to know.
CREATE FUNCTION register_identity(sign_in_key text, of_issuer text, of_subject text,
  of_provider text, of_label text, wished_username text, first_name text, last_name text,
  email text, invitation_token text, default_role text)
  RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE made integer; free_name text;
BEGIN
  PERFORM demand_sign_in_key(sign_in_key);
  -- Two at once would choose the same name.
  PERFORM pg_advisory_xact_lock(hashtextextended('fritz.register_identity', 0));
  free_name := free_username(wished_username);
  IF invitation_token IS NOT NULL THEN
    made := accept_invitation(invitation_token, free_name, first_name, last_name, email);
    IF made IS NULL THEN RETURN NULL; END IF;
  ELSE
    INSERT INTO users (username, first_name, last_name, contact_email)
      VALUES (free_name, register_identity.first_name, register_identity.last_name, email)
      RETURNING id INTO made;
    INSERT INTO user_roles (user_id, role_id) VALUES (made, default_role);
  END IF;
  INSERT INTO identities (user_id, issuer, subject, provider, label)
    VALUES (made, of_issuer, of_subject, of_provider, of_label);
  RETURN made;
END $$;

-- Whether the key in hand is a browser session that nothing narrows: it alone adds ways in, or a
-- narrow or ending key would become a whole one.
CREATE FUNCTION viewer_is_whole() RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT v.kind = 'session' AND v.acls IS NULL AND v.grants_until IS NULL FROM viewer() v
$$;

-- Adds a checked identity to the viewer's ways in. Returns 'linked'; 'known' where it is his
-- already; 'taken' where it is another's; 'narrow' where his session may not.
CREATE FUNCTION link_identity(sign_in_key text, of_issuer text, of_subject text,
  of_provider text, of_label text)
  RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE holder integer;
BEGIN
  PERFORM demand_sign_in_key(sign_in_key);
  IF NOT coalesce(viewer_is_whole(), false) THEN RETURN 'narrow'; END IF;
  INSERT INTO identities (user_id, issuer, subject, provider, label)
    VALUES (viewer_id(), of_issuer, of_subject, of_provider, of_label)
    ON CONFLICT (issuer, subject) DO NOTHING RETURNING user_id INTO holder;
  IF holder IS NOT NULL THEN RETURN 'linked'; END IF;
  SELECT i.user_id INTO holder FROM identities i
    WHERE i.issuer = of_issuer AND i.subject = of_subject;
  RETURN CASE WHEN holder = viewer_id() THEN 'known' ELSE 'taken' END;
END $$;

-- Takes one of the viewer's identities away. Returns 'unlinked'; 'missing' where he has none such;
-- 'last' where he would have no way in left: neither another identity nor a token of all his
-- rights that does not end; 'narrow' where his session may not.
CREATE FUNCTION unlink_identity(identity integer) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE me integer := viewer_id();
BEGIN
  IF NOT coalesce(viewer_is_whole(), false) THEN RETURN 'narrow'; END IF;
  -- Of two that unlink at once the later sees what the earlier left.
  PERFORM FROM users u WHERE u.id = me FOR UPDATE;
  IF NOT EXISTS (SELECT FROM identities i WHERE i.id = identity AND i.user_id = me) THEN
    RETURN 'missing';
  END IF;
  IF NOT EXISTS (SELECT FROM identities i WHERE i.user_id = me AND i.id <> identity)
    AND NOT EXISTS (SELECT FROM access_keys k WHERE k.user_id = me AND k.kind = 'token'
      AND k.acls IS NULL AND k.expires_at IS NULL AND k.revoked_at IS NULL) THEN
    RETURN 'last';
  END IF;
  DELETE FROM identities i WHERE i.id = identity;
  RETURN 'unlinked';
END $$;

ALTER TABLE identities ENABLE ROW LEVEL SECURITY;
ALTER TABLE identities FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON identities TO CURRENT_USER USING (true) WITH CHECK (true);
-- Not for a key that carries less than its owner may.
CREATE POLICY reads ON identities FOR SELECT TO fritz_app
  USING (user_id = (SELECT viewer_id()) AND (SELECT viewer_outranks(NULL)));
ALTER TABLE sign_in_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON sign_in_keys TO CURRENT_USER USING (true) WITH CHECK (true);

GRANT SELECT ON identities TO fritz_app;
REVOKE EXECUTE ON FUNCTION viewer_key_id(),
  redeem_link(text, bytea, timestamptz, interval, text, text),
  open_session(bytea, timestamptz, interval, text, text), on_token_change(), on_key_made(),
  viewer_may_grant_to(integer, text[], timestamptz), viewer_outranks(text[]),
  change_token(uuid, text, text[], timestamptz), demand_sign_in_key(text),
  open_identity_session(text, text, text, bytea, timestamptz, interval, text, text),
  free_username(text),
  register_identity(text, text, text, text, text, text, text, text, text, text, text),
  viewer_is_whole(), link_identity(text, text, text, text, text), unlink_identity(integer)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION viewer_key_id(),
  redeem_link(text, bytea, timestamptz, interval, text, text),
  open_session(bytea, timestamptz, interval, text, text),
  viewer_may_grant_to(integer, text[], timestamptz), viewer_outranks(text[]),
  change_token(uuid, text, text[], timestamptz),
  open_identity_session(text, text, text, bytea, timestamptz, interval, text, text),
  register_identity(text, text, text, text, text, text, text, text, text, text, text),
  viewer_is_whole(), link_identity(text, text, text, text, text), unlink_identity(integer)
  TO fritz_app;
