-- A calendar of one's observing runs, for programs that can send no headers: its address is its key, which opens
-- nothing else.
CREATE TABLE calendar_keys (
  user_id integer PRIMARY KEY REFERENCES users ON DELETE CASCADE,
  key_hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE calendar_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE calendar_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON calendar_keys TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON calendar_keys FOR SELECT TO fritz_app USING (user_id = (SELECT viewer_id()));
CREATE POLICY removes ON calendar_keys FOR DELETE TO fritz_app USING (user_id = (SELECT viewer_id()));
GRANT SELECT (user_id, created_at), DELETE ON calendar_keys TO fritz_app;

-- Gives the viewer's calendar a new key; that before ends. Null: the key in hand is narrower than he is.
CREATE FUNCTION make_calendar_key() RETURNS text
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  me integer := viewer_id();
  made text := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
BEGIN
  IF me IS NULL THEN
    RAISE EXCEPTION 'nobody has no calendar' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NOT viewer_is_whole() THEN RETURN NULL; END IF;
  INSERT INTO calendar_keys AS k (user_id, key_hash) VALUES (me, sha256(convert_to(made, 'UTF8')))
    ON CONFLICT (user_id) DO UPDATE SET key_hash = EXCLUDED.key_hash, created_at = now();
  RETURN made;
END $$;

-- The runs of a calendar, those of the last three months and to come: for whoever has its key.
CREATE FUNCTION calendar_runs(calendar_key text)
  RETURNS TABLE (id integer, calendar_date text, duration integer, ends_at timestamptz, pi text, observers text,
    modified_at timestamptz, instrument text, telescope text, lat double precision, lon double precision,
    elevation_m double precision, fixed_location boolean)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT r.id, r.calendar_date::text, r.duration, r.ends_at, r.pi, r.observers, r.modified_at, i.name,
      coalesce(nullif(t.nickname, ''), t.name), t.lat, t.lon, t.elevation_m, t.fixed_location
    FROM calendar_keys k
    JOIN users u ON u.id = k.user_id AND (u.expires_at IS NULL OR u.expires_at > now())
    JOIN observing_runs r ON r.ends_at > now() - interval '90 days' AND (r.group_id IS NULL
      OR r.owner_id = k.user_id
      OR EXISTS (SELECT FROM group_users m WHERE m.group_id = r.group_id AND m.user_id = k.user_id))
    JOIN instruments i ON i.id = r.instrument_id
    JOIN telescopes t ON t.id = i.telescope_id
   WHERE k.key_hash = sha256(convert_to(calendar_key, 'UTF8'))
   ORDER BY r.calendar_date, r.id LIMIT 500
$$;
-- Whether there is such a calendar, with whatever in it.
CREATE FUNCTION is_calendar(calendar_key text) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT EXISTS (SELECT FROM calendar_keys k
    JOIN users u ON u.id = k.user_id AND (u.expires_at IS NULL OR u.expires_at > now())
    WHERE k.key_hash = sha256(convert_to(calendar_key, 'UTF8')))
$$;
REVOKE EXECUTE ON FUNCTION make_calendar_key(), calendar_runs(text), is_calendar(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION make_calendar_key(), calendar_runs(text), is_calendar(text) TO fritz_app;
SELECT audit('calendar_keys', kind => 'key', id => 'user_id', about_user => 'user_id',
  kept => '{user_id,created_at}');
