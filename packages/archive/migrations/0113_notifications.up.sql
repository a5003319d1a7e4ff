-- What people are told, in the app and by mail: what became of what they asked for, and who named them.

CREATE TABLE notifications (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id integer NOT NULL REFERENCES users ON DELETE CASCADE,
  -- What it is about: a name of the preferences.
  kind text NOT NULL CHECK (kind ~ '^[a-z][a-z_]{0,49}$'),
  text text NOT NULL CHECK (length(text) BETWEEN 1 AND 2000),
  -- The page of it.
  url text CHECK (url ~ '^/' AND length(url) <= 500),
  viewed boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  modified_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX notifications_user ON notifications (user_id, id DESC);
CREATE INDEX notifications_old ON notifications (created_at);
ALTER TABLE notifications ENABLE ROW LEVEL SECURITY;
ALTER TABLE notifications FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON notifications TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY own ON notifications TO fritz_app USING (user_id = (SELECT viewer_id()));
GRANT SELECT, DELETE, UPDATE (viewed, modified_at) ON notifications TO fritz_app;

-- Those that go by mail, too, until they have gone.
CREATE TABLE notification_mails (
  notification_id integer PRIMARY KEY REFERENCES notifications ON DELETE CASCADE,
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX notification_mails_due ON notification_mails (due_at);
ALTER TABLE notification_mails ENABLE ROW LEVEL SECURITY;
ALTER TABLE notification_mails FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON notification_mails TO CURRENT_USER USING (true) WITH CHECK (true);

-- Tells somebody something, as his preferences have it: `notifications.<about>.active`, in the app unless
-- that is false; `notifications.<about>.email.active`, by mail where that is true.
CREATE FUNCTION tell_user(whom integer, about text, words text, page text) RETURNS void
  LANGUAGE plpgsql SET search_path = fritz, pg_temp AS $$
DECLARE
  wanted jsonb;
  address text;
  told integer;
BEGIN
  SELECT u.preferences #> ARRAY['notifications', about], u.contact_email INTO wanted, address FROM users u
    WHERE u.id = whom AND (u.expires_at IS NULL OR u.expires_at > now());
  IF NOT FOUND OR wanted -> 'active' = 'false' THEN RETURN; END IF;
  INSERT INTO notifications (user_id, kind, text, url) VALUES (whom, about, left(words, 2000), page)
    RETURNING id INTO told;
  IF wanted #> '{email,active}' = 'true' AND address <> '' THEN
    INSERT INTO notification_mails (notification_id) VALUES (told);
    PERFORM pg_notify('fritz_work', '');
  END IF;
  PERFORM pg_notify('fritz_news', '');
END $$;

-- Takes some of the mails that are due; who does not settle one within the lease leaves it to others. What
-- was seen a season ago is forgotten.
CREATE FUNCTION take_notification_mails(work_key text, most integer, lease interval)
  RETURNS TABLE (notification_id integer, attempts integer, address text, kind text, words text, page text)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM demand_work_key(work_key);
  DELETE FROM notifications n WHERE n.id IN (
    SELECT o.id FROM notifications o WHERE o.created_at < now() - interval '90 days' AND o.viewed
      ORDER BY o.created_at LIMIT 1000 FOR UPDATE SKIP LOCKED);
  RETURN QUERY
    WITH due AS (
      SELECT m.notification_id FROM notification_mails m WHERE m.due_at <= now()
        ORDER BY m.due_at LIMIT most FOR UPDATE SKIP LOCKED),
    taken AS (
      UPDATE notification_mails m SET attempts = m.attempts + 1, due_at = now() + lease
        FROM due WHERE m.notification_id = due.notification_id RETURNING m.*)
    SELECT n.id, t.attempts, u.contact_email, n.kind, n.text, n.url FROM taken t
      JOIN notifications n ON n.id = t.notification_id JOIN users u ON u.id = n.user_id
      ORDER BY n.id;
END $$;

-- Settles a mail, if nobody else did since. `again`: when to try again; null: it has gone, or is given up.
CREATE FUNCTION settle_notification_mail(work_key text, settled integer, seen_attempts integer, again interval)
  RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM demand_work_key(work_key);
  IF again IS NULL THEN
    DELETE FROM notification_mails m WHERE m.notification_id = settled AND m.attempts = seen_attempts;
  ELSE
    UPDATE notification_mails m SET due_at = now() + again
      WHERE m.notification_id = settled AND m.attempts = seen_attempts;
  END IF;
END $$;

-- Tells the viewer himself something, so that he sees how he is told.
CREATE FUNCTION tell_myself(about text, words text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  IF viewer_id() IS NULL THEN
    RAISE EXCEPTION 'needs a viewer' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM tell_user(viewer_id(), about, words, '/profile');
END $$;

-- Other windows of his learn that he has seen them.
CREATE FUNCTION on_notifications_seen() RETURNS trigger
  LANGUAGE plpgsql SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM pg_notify('fritz_news', '');
  RETURN NULL;
END $$;
CREATE TRIGGER notifications_seen AFTER UPDATE OR DELETE ON notifications
  FOR EACH STATEMENT EXECUTE FUNCTION on_notifications_seen();

-- ── requests ─────────────────────────────────────────────────────────────────────────────────
-- Whether somebody sees the allocation and the object of a request, whoever asks.
CREATE FUNCTION user_sees_followup(whom integer, r followup_requests) RETURNS boolean
  LANGUAGE sql STABLE SET search_path = fritz, pg_temp AS $$
  SELECT (EXISTS (SELECT FROM allocations a JOIN group_users gu ON gu.group_id = a.group_id
        WHERE a.id = r.allocation_id AND gu.user_id = whom)
      OR EXISTS (SELECT FROM user_permissions p WHERE p.user_id = whom AND p.acl_id = 'System admin'))
    AND EXISTS (SELECT FROM obj_audiences oa JOIN audience_viewers v ON v.audience_id = oa.audience_id
      WHERE oa.obj_id = r.obj_id AND oa.edition = r.edition AND v.user_id = whom)
$$;

-- Who asked for it and who watches it learns of each change that is not his own doing.
CREATE FUNCTION on_followup_told() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  whom integer;
  instrument text;
  words text;
BEGIN
  -- The owner of the schema takes requests over from another marshal: no news to anybody.
  IF session_user = current_user THEN RETURN NULL; END IF;
  SELECT i.name INTO instrument FROM allocations a JOIN instruments i ON i.id = a.instrument_id
    WHERE a.id = NEW.allocation_id;
  words := format('%s with %s: %s', NEW.obj_id, instrument, CASE
    WHEN NEW.state = 'unknown' THEN 'nobody knows whether the facility has the request; ask there'
    WHEN starts_with(lower(NEW.status), NEW.state) THEN NEW.status
    WHEN NEW.status = '' THEN NEW.state ELSE format('%s (%s)', NEW.state, NEW.status) END);
  FOR whom IN SELECT NEW.requester_id UNION SELECT w.user_id FROM followup_watchers w
      WHERE w.request_id = NEW.id LOOP
    CONTINUE WHEN whom = viewer_id() OR NOT user_sees_followup(whom, NEW);
    PERFORM tell_user(whom, 'facility_transactions', words,
      '/source/' || replace(replace(NEW.obj_id, '%', '%25'), '+', '%2B') || '#follow-up');
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER followup_requests_told AFTER UPDATE OF state ON followup_requests
  FOR EACH ROW WHEN (NEW.state <> OLD.state) EXECUTE FUNCTION on_followup_told();

-- ── mentions ─────────────────────────────────────────────────────────────────────────────────
-- Whoever is named in a comment on a source that he may read learns of it.
CREATE FUNCTION on_mention_told() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  c comments;
  author text;
BEGIN
  SELECT k.* INTO c FROM comments k WHERE k.id = NEW.comment_id AND k.subject_type = 'sources';
  IF c.id IS NULL OR c.author_id = NEW.user_id
    OR NOT EXISTS (SELECT FROM audience_viewers v
      WHERE v.audience_id = c.audience_id AND v.user_id = NEW.user_id)
    OR NOT EXISTS (SELECT FROM obj_audiences oa JOIN audience_viewers v ON v.audience_id = oa.audience_id
      WHERE oa.obj_id = c.obj_id AND oa.edition = c.edition AND v.user_id = NEW.user_id) THEN
    RETURN NULL;
  END IF;
  SELECT u.username INTO author FROM users u WHERE u.id = c.author_id;
  PERFORM tell_user(NEW.user_id, 'mention', format('%s named you in a comment on %s', author, c.obj_id),
    '/source/' || replace(replace(c.obj_id, '%', '%25'), '+', '%2B') || '#comments');
  RETURN NULL;
END $$;
CREATE TRIGGER comment_mentions_told AFTER INSERT ON comment_mentions
  FOR EACH ROW EXECUTE FUNCTION on_mention_told();

REVOKE EXECUTE ON FUNCTION tell_user(integer, text, text, text), user_sees_followup(integer, followup_requests),
  on_followup_told(), on_mention_told(), on_notifications_seen(), take_notification_mails(text, integer, interval),
  settle_notification_mail(text, integer, integer, interval), tell_myself(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION take_notification_mails(text, integer, interval),
  settle_notification_mail(text, integer, integer, interval), tell_myself(text, text) TO fritz_app;
