-- The audit log, who can see a row and why, sharing of photometry, and public data by SQL.

-- ── audit ────────────────────────────────────────────────────────────────────────────────────
-- Every change of a right, a filter, a save or a person's photometry: one row, written by a trigger
-- in the transaction of the change. Nothing here refers to other tables: what is gone from them
-- stays told here.
CREATE TABLE audit_log (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- The viewer and his key; null where none acted: a login that begins, the command line.
  actor_id integer,
  key_id uuid,
  -- The role that was logged in: fritz_app for requests, fritz_owner for the command line.
  role_name text NOT NULL,
  action text NOT NULL CHECK (action IN ('insert', 'update', 'delete')),
  table_name text NOT NULL,
  -- What was changed, in people's words: user, group, stream, key, filter, source, photometry …
  kind text NOT NULL,
  subject_id text NOT NULL,
  -- Whom it is about, and whose group.
  user_id integer,
  group_id integer,
  -- Of a filter: whoever may not read its stream is not told of it.
  stream_id integer,
  -- Of photometry: who saw the row (after the change).
  audience_id integer,
  -- The declared columns; of an update those that changed.
  before jsonb,
  after jsonb
);
CREATE INDEX audit_log_actor ON audit_log (actor_id, id) WHERE actor_id IS NOT NULL;
CREATE INDEX audit_log_user ON audit_log (user_id, id) WHERE user_id IS NOT NULL;
CREATE INDEX audit_log_group ON audit_log (group_id, id) WHERE group_id IS NOT NULL;
CREATE INDEX audit_log_audience ON audit_log (audience_id, id) WHERE audience_id IS NOT NULL;
CREATE INDEX audit_log_subject ON audit_log (kind, subject_id, id);
CREATE INDEX audit_log_at ON audit_log USING brin (at);

CREATE FUNCTION on_audit_log_rewrite() RETURNS trigger
  LANGUAGE plpgsql SET search_path = fritz, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is only ever added to' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION on_audit_log_rewrite();

-- Arguments: kind, column of the subject's id, columns to keep, and the columns that tell whom it
-- is about: user, group, stream, audience, filter (whose group and stream are meant); '' for none.
CREATE FUNCTION on_audited_change() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  was jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
  becomes jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
  seen jsonb := coalesce(becomes, was);
  acts_by uuid;
  acts integer;
  of_group integer := (seen ->> TG_ARGV[4])::integer;
  of_stream integer := (seen ->> TG_ARGV[5])::integer;
  kept_before jsonb;
  kept_after jsonb;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    SELECT jsonb_object_agg(c, was -> c), jsonb_object_agg(c, becomes -> c)
      INTO kept_before, kept_after FROM unnest(TG_ARGV[2]::text[]) AS kept (c)
      WHERE was -> c IS DISTINCT FROM becomes -> c;
    IF kept_after IS NULL THEN RETURN NULL; END IF;
  ELSE
    SELECT jsonb_object_agg(c, seen -> c) INTO kept_after FROM unnest(TG_ARGV[2]::text[]) AS kept (c);
    IF TG_OP = 'DELETE' THEN
      kept_before := kept_after;
      kept_after := NULL;
    END IF;
  END IF;
  IF TG_ARGV[7] <> '' THEN
    SELECT f.group_id, f.stream_id INTO of_group, of_stream FROM filters f
      WHERE f.id = (seen ->> TG_ARGV[7])::integer;
  END IF;
  -- Not viewer(): whoever ended his own session a moment ago is nobody by now.
  SELECT k.id, k.user_id INTO acts_by, acts FROM access_keys k
    WHERE k.key_hash = sha256(convert_to(current_setting('fritz.viewer_key', true), 'UTF8'))
      AND k.kind IN ('token', 'session');
  INSERT INTO audit_log (actor_id, key_id, role_name, action, table_name, kind, subject_id, user_id,
      group_id, stream_id, audience_id, before, after)
    VALUES (acts, acts_by, session_user, lower(TG_OP), TG_TABLE_NAME, TG_ARGV[0],
      seen ->> TG_ARGV[1], (seen ->> TG_ARGV[3])::integer, of_group, of_stream,
      (seen ->> TG_ARGV[6])::integer, kept_before, kept_after);
  RETURN NULL;
END $$;

-- Puts a table under audit. `kept` names the columns whose values are written down: never a secret.
-- Where `where_set` names a column, only rows that have a value in it count.
CREATE FUNCTION audit(audited regclass, kind text, id text, kept text[],
  about_user text DEFAULT '', about_group text DEFAULT '', about_stream text DEFAULT '',
  about_audience text DEFAULT '', about_filter text DEFAULT '', where_set text DEFAULT NULL)
  RETURNS void LANGUAGE plpgsql SET search_path = fritz, pg_temp AS $$
DECLARE
  call text := format('FOR EACH ROW %%s EXECUTE FUNCTION on_audited_change(%L, %L, %L, %L, %L, %L, %L, %L)',
    kind, id, kept, about_user, about_group, about_stream, about_audience, about_filter);
  updated text := (SELECT string_agg(quote_ident(c), ', ') FROM unnest(kept) AS k (c));
BEGIN
  EXECUTE format('CREATE TRIGGER audited_insert AFTER INSERT ON %s ', audited)
    || format(call, format(CASE WHEN where_set IS NULL THEN '' ELSE 'WHEN (NEW.%I IS NOT NULL)' END, where_set));
  EXECUTE format('CREATE TRIGGER audited_update AFTER UPDATE OF %s ON %s ', updated, audited)
    || format(call, format(CASE WHEN where_set IS NULL THEN ''
      ELSE 'WHEN (OLD.%1$I IS NOT NULL OR NEW.%1$I IS NOT NULL)' END, where_set));
  EXECUTE format('CREATE TRIGGER audited_delete AFTER DELETE ON %s ', audited)
    || format(call, format(CASE WHEN where_set IS NULL THEN '' ELSE 'WHEN (OLD.%I IS NOT NULL)' END, where_set));
END $$;

SELECT audit('users', kind => 'user', id => 'id', about_user => 'id',
  kept => '{username,first_name,last_name,contact_email,is_bot,expires_at}');
SELECT audit('user_roles', kind => 'user', id => 'user_id', about_user => 'user_id',
  kept => '{user_id,role_id}');
SELECT audit('user_acls', kind => 'user', id => 'user_id', about_user => 'user_id',
  kept => '{user_id,acl_id}');
SELECT audit('role_acls', kind => 'role', id => 'role_id', kept => '{role_id,acl_id}');
SELECT audit('groups', kind => 'group', id => 'id', about_user => 'single_user_id', about_group => 'id',
  kept => '{name,nickname,description,private,single_user_id,sitewide,auto_accept_requests}');
SELECT audit('group_users', kind => 'group', id => 'group_id', about_user => 'user_id',
  about_group => 'group_id', kept => '{group_id,user_id,admin,can_save,can_share_photometry}');
SELECT audit('group_admission_requests', kind => 'group', id => 'group_id',
  about_user => 'user_id', about_group => 'group_id', kept => '{group_id,user_id,status,decided_by}');
SELECT audit('group_streams', kind => 'group', id => 'group_id', about_group => 'group_id',
  kept => '{group_id,stream_id}');
SELECT audit('streams', kind => 'stream', id => 'id', kept => '{name,survey,program_ids,auto_join}');
SELECT audit('stream_users', kind => 'stream', id => 'stream_id', about_user => 'user_id',
  kept => '{stream_id,user_id}');
SELECT audit('access_keys', kind => 'key', id => 'id', about_user => 'user_id',
  kept => '{kind,user_id,name,acls,expires_at,revoked_at}');
SELECT audit('identities', kind => 'user', id => 'user_id', about_user => 'user_id',
  kept => '{user_id,provider,issuer,subject,label}');
SELECT audit('filters', kind => 'filter', id => 'id', about_group => 'group_id',
  about_stream => 'stream_id',
  kept => '{name,group_id,stream_id,audience_id,active,active_version_id}');
SELECT audit('filter_versions', kind => 'filter', id => 'filter_id', about_filter => 'filter_id',
  kept => '{id,filter_id,fid,pipeline,created_by}');
SELECT audit('sources', kind => 'source', id => 'obj_id', about_group => 'group_id',
  kept => '{obj_id,group_id,saved_by,active,unsaved_by}');
-- Of the stream's own points, which have no owner, nothing is told: the alerts themselves do.
SELECT audit('photometry', kind => 'photometry', id => 'id', about_user => 'owner_id',
  about_audience => 'audience_id', where_set => 'owner_id',
  kept => '{obj_id,instrument,origin,band,mjd,exptime_s,flux_ujy,fluxerr_ujy,ref_flux_ujy,ref_fluxerr_ujy,limiting_mag,limiting_mag_nsigma,ra,dec,audience_id,owner_id}');

ALTER TABLE audit_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_log FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON audit_log FOR INSERT TO CURRENT_USER WITH CHECK (true);
-- Everybody reads what he did and what was done about him; group admins what concerns their groups.
CREATE POLICY reads ON audit_log FOR SELECT TO fritz_app USING (
  (SELECT viewer_has('System admin'))
  OR actor_id = (SELECT viewer_id())
  OR user_id = (SELECT viewer_id())
  OR (group_id = ANY (ARRAY(SELECT viewer_admin_groups()))
    AND (stream_id IS NULL OR stream_id = ANY (ARRAY(SELECT viewer_streams()))))
  OR audience_id = ANY (ARRAY(SELECT ag.audience_id FROM audience_groups ag
    WHERE ag.group_id IN (SELECT viewer_admin_groups()))));
-- The trigger looks up whose filter a version is of.
CREATE POLICY maintainer ON filters FOR SELECT TO CURRENT_USER USING (true);

-- ── who can see a row ────────────────────────────────────────────────────────────────────────
-- Whether a user's account is open: the same condition as viewer()'s.
CREATE FUNCTION account_is_open(u users) RETURNS boolean
  LANGUAGE sql STABLE SET search_path = fritz, pg_temp AS $$
  SELECT u.expires_at IS NULL OR u.expires_at > now()
$$;

-- The ways by which people see a row of these audiences, or of an object's, or of this owner; where a
-- stream is needed too, only those who may read it. Audiences that the viewer does not belong to,
-- and that no point of his has, count for nothing, nor anything where he may not read the stream that is needed. Each way has the people whom the viewer
-- may know to be there and the number of the others. Of groups that he does not see there is one
-- number. The last row, 'total', counts everybody once. Empty for nobody.
CREATE FUNCTION access_ways(audience_ids integer[], of_obj text, owner integer, needed_stream integer)
  RETURNS TABLE (rule text, group_id integer, stream_id integer, people integer[], others integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  WITH me AS (
    SELECT viewer_id() AS id, viewer_has('System admin') AS is_admin,
           viewer_has('Manage users') AS manages_users,
           viewer_has('Manage groups') AS manages_groups
     WHERE needed_stream IS NULL OR viewer_has('System admin')
       OR needed_stream IN (SELECT viewer_streams())
       OR EXISTS (SELECT FROM streams st WHERE st.id = needed_stream AND st.auto_join)),
  shared AS (
    SELECT a.audience_id FROM me, (
      SELECT unnest(audience_ids)
      UNION
      SELECT oa.audience_id FROM obj_audiences oa WHERE oa.obj_id = of_obj) AS a (audience_id)
     WHERE a.audience_id IN (SELECT visible_audiences())
       OR (owner = me.id AND EXISTS (SELECT FROM photometry p
         WHERE p.owner_id = me.id AND p.audience_id = a.audience_id))),
  ways AS (
    SELECT 'group' AS rule, gu.group_id, NULL::integer AS stream_id, gu.user_id,
           NOT g.private OR me.manages_groups OR g.id IN (SELECT viewer_groups()) AS is_shown, true AS names
      FROM me, shared s JOIN audience_groups ag ON ag.audience_id = s.audience_id
      JOIN groups g ON g.id = ag.group_id JOIN group_users gu ON gu.group_id = g.id
    UNION
    SELECT 'stream', NULL, su.stream_id, su.user_id,
           me.is_admin OR st.auto_join OR st.id IN (SELECT viewer_streams()), me.is_admin
      FROM me, shared s JOIN audience_streams ast ON ast.audience_id = s.audience_id
      JOIN streams st ON st.id = ast.stream_id JOIN stream_users su ON su.stream_id = st.id
    UNION
    SELECT 'programme', NULL, su.stream_id, su.user_id,
           me.is_admin OR st.auto_join OR st.id IN (SELECT viewer_streams()), me.is_admin
      FROM me, shared s JOIN audiences a ON a.id = s.audience_id
      JOIN streams st ON st.survey = a.survey AND a.program_id = ANY (st.program_ids)
      JOIN stream_users su ON su.stream_id = st.id
    UNION
    SELECT 'owner', NULL, NULL, owner, true, true FROM me WHERE owner IS NOT NULL
    UNION
    SELECT 'system_admin', NULL, NULL, p.user_id, true, me.manages_users
      FROM me, user_permissions p WHERE p.acl_id = 'System admin'),
  open AS (
    SELECT CASE WHEN w.is_shown THEN w.rule ELSE 'hidden' END AS rule,
           CASE WHEN w.is_shown THEN w.group_id END AS group_id,
           CASE WHEN w.is_shown THEN w.stream_id END AS stream_id, w.user_id,
           w.is_shown AND (w.names OR w.user_id = me.id) AS is_named
      FROM me, ways w JOIN users u ON u.id = w.user_id
     WHERE me.id IS NOT NULL AND account_is_open(u)
       AND (needed_stream IS NULL OR w.rule = 'system_admin'
         OR EXISTS (SELECT FROM streams st WHERE st.id = needed_stream AND st.auto_join)
         OR EXISTS (SELECT FROM stream_users su
           WHERE su.stream_id = needed_stream AND su.user_id = w.user_id)))
  SELECT o.rule, o.group_id, o.stream_id,
         coalesce(array_agg(DISTINCT o.user_id) FILTER (WHERE o.is_named), '{}'),
         count(DISTINCT o.user_id) FILTER (WHERE NOT o.is_named)::integer
    FROM open o GROUP BY o.rule, o.group_id, o.stream_id
  UNION ALL
  SELECT 'total', NULL, NULL, '{}', count(DISTINCT o.user_id)::integer FROM open o
$$;

-- ── sharing ──────────────────────────────────────────────────────────────────────────────────
-- The owner of these tables sees of photometry what the viewer sees, to look at what he shares.
CREATE POLICY shared ON photometry FOR SELECT TO CURRENT_USER USING (
  audience_id IN (SELECT visible_audiences()) OR owner_id = (SELECT viewer_id()));
-- The audience of a point that the viewer sees, which these groups and the point's owner join; null
-- where he sees none.
CREATE FUNCTION widened_audience(of_point bigint, to_groups integer[])
  RETURNS integer LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT intern_audience(
      ARRAY(SELECT ag.group_id FROM audience_groups ag WHERE ag.audience_id = p.audience_id
        UNION SELECT g.id FROM groups g WHERE g.single_user_id = p.owner_id
        UNION SELECT unnest(to_groups)),
      ARRAY(SELECT ast.stream_id FROM audience_streams ast WHERE ast.audience_id = p.audience_id))
    FROM photometry p WHERE p.id = of_point
      AND (p.audience_id IN (SELECT visible_audiences()) OR p.owner_id = viewer_id())
$$;

-- Sharing only ever adds groups, to which the viewer may share: such as he sees, and where he is a
-- member, with the right to share photometry. Who is not the owner shares out of a group in which
-- he has that right.
CREATE FUNCTION on_photometry_shared() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  is_admin boolean := viewer_has('System admin');
  me integer := viewer_id();
BEGIN
  PERFORM demand_fresh_look();
  IF NEW.owner_id IS NULL THEN
    RAISE EXCEPTION 'the photometry of alerts is for those who may read their stream'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF me IS NULL THEN RETURN NEW; END IF;
  IF EXISTS (SELECT FROM audiences a WHERE a.id = NEW.audience_id AND a.survey IS NOT NULL)
    OR EXISTS (SELECT ag.group_id FROM audience_groups ag WHERE ag.audience_id = OLD.audience_id
      EXCEPT SELECT ag.group_id FROM audience_groups ag WHERE ag.audience_id = NEW.audience_id)
    OR ARRAY(SELECT stream_id FROM audience_streams WHERE audience_id = OLD.audience_id ORDER BY 1)
      <> ARRAY(SELECT stream_id FROM audience_streams WHERE audience_id = NEW.audience_id ORDER BY 1)
  THEN
    RAISE EXCEPTION 'sharing only adds groups' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF is_admin THEN RETURN NEW; END IF;
  IF EXISTS (
    SELECT FROM groups g LEFT JOIN group_users gu ON gu.group_id = g.id AND gu.user_id = me
     WHERE g.id IN (
       SELECT ag.group_id FROM audience_groups ag WHERE ag.audience_id = NEW.audience_id
       EXCEPT SELECT ag.group_id FROM audience_groups ag WHERE ag.audience_id = OLD.audience_id)
       AND g.single_user_id IS DISTINCT FROM NEW.owner_id
       AND NOT coalesce(gu.can_share_photometry, NOT g.private OR viewer_has('Manage groups')))
    OR (NEW.owner_id <> me AND NOT EXISTS (
      SELECT FROM audience_groups ag JOIN group_users gu USING (group_id)
       WHERE ag.audience_id = OLD.audience_id AND gu.user_id = me AND gu.can_share_photometry))
  THEN
    RAISE EXCEPTION 'the viewer may not share this so' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER photometry_shared BEFORE UPDATE OF audience_id ON photometry
  FOR EACH ROW WHEN (OLD.audience_id IS DISTINCT FROM NEW.audience_id)
  EXECUTE FUNCTION on_photometry_shared();

-- Whoever sees a point sees that there is its object.
CREATE FUNCTION on_photometry_told() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  INSERT INTO obj_audiences (obj_id, audience_id) VALUES (NEW.obj_id, NEW.audience_id)
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER photometry_told AFTER INSERT OR UPDATE OF audience_id ON photometry
  FOR EACH ROW WHEN (NEW.owner_id IS NOT NULL) EXECUTE FUNCTION on_photometry_told();

-- Shares points with groups. Where a group sees an equal point of the wider audience already, it
-- stays with that one: nothing is doubled, and nothing is told.
CREATE FUNCTION share_photometry(point_ids bigint[], to_groups integer[]) RETURNS integer
  LANGUAGE plpgsql VOLATILE SET search_path = fritz, pg_temp AS $$
DECLARE
  part record;
  target integer;
  point bigint;
  moved integer;
  shared integer := 0;
BEGIN
  FOR part IN
    SELECT p.audience_id, p.owner_id, array_agg(p.id ORDER BY p.id) AS ids FROM photometry p
     WHERE p.id = ANY (point_ids) GROUP BY p.audience_id, p.owner_id ORDER BY 1, 2
  LOOP
    target := widened_audience(part.ids[1], to_groups);
    CONTINUE WHEN target = part.audience_id;
    BEGIN
      UPDATE photometry SET audience_id = target WHERE id = ANY (part.ids);
      GET DIAGNOSTICS moved = ROW_COUNT;
      shared := shared + moved;
    EXCEPTION WHEN unique_violation THEN
      FOREACH point IN ARRAY part.ids LOOP
        BEGIN
          UPDATE photometry SET audience_id = target WHERE id = point;
          GET DIAGNOSTICS moved = ROW_COUNT;
          shared := shared + moved;
        EXCEPTION WHEN unique_violation THEN
          NULL;
        END;
      END LOOP;
    END;
  END LOOP;
  RETURN shared;
END $$;

CREATE POLICY shares ON photometry FOR UPDATE TO fritz_app
  USING (owner_id IS NOT NULL AND (owner_id = (SELECT viewer_id())
    OR ((SELECT viewer_has('Manage photometry')) AND audience_id IN (SELECT visible_audiences()))))
  WITH CHECK (owner_id IS NOT NULL);

-- ── public data by SQL ───────────────────────────────────────────────────────────────────────
-- Logins for the public are members of fritz_public. They read through functions and no table: who
-- may scan a table himself learns from EXPLAIN ANALYZE how many rows a policy hid from him, and with
-- that, condition by condition, what is in them.
CREATE FUNCTION public_audiences() RETURNS SETOF integer
  LANGUAGE sql STABLE SECURITY DEFINER ROWS 10 SET search_path = fritz, pg_temp AS $$
  SELECT a.id FROM audiences a WHERE (a.survey, a.program_id) IN (('ztf', 1))
  UNION
  SELECT ag.audience_id FROM audience_groups ag JOIN groups g ON g.id = ag.group_id WHERE g.sitewide
$$;
-- Only within the functions below does the owner see what is public.
CREATE POLICY public ON ztf_alerts FOR SELECT TO CURRENT_USER USING (
  (SELECT current_setting('fritz.public_read', true)) = 'on'
  AND audience_id IN (SELECT public_audiences()));
CREATE POLICY public ON ztf_cutouts FOR SELECT TO CURRENT_USER USING (
  (SELECT current_setting('fritz.public_read', true)) = 'on'
  AND audience_id IN (SELECT public_audiences()));
CREATE POLICY public ON ztf_light_curves FOR SELECT TO CURRENT_USER USING (
  (SELECT current_setting('fritz.public_read', true)) = 'on'
  AND audience_id IN (SELECT public_audiences()));
CREATE POLICY public ON photometry FOR SELECT TO CURRENT_USER USING (
  (SELECT current_setting('fritz.public_read', true)) = 'on'
  AND audience_id IN (SELECT public_audiences()));
CREATE POLICY public ON sources FOR SELECT TO CURRENT_USER USING (
  (SELECT current_setting('fritz.public_read', true)) = 'on'
  AND audience_id IN (SELECT public_audiences()));

-- The conditions on audiences are said here as well: an owner that is a superuser is under no policy.
-- How many pages a call read counts what is hidden, too: so whole hours and pixels of order 9 (7′) are
-- read, whatever part of them is asked for, and OFFSET 0 keeps the finer condition out of the scan.
-- Alerts of a span of time; MJD, UTC. ZTF's candid is time too, and chooses the partitions.
CREATE FUNCTION public_alerts(from_mjd double precision, to_mjd double precision)
  RETURNS SETOF ztf_alerts LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = fritz, pg_temp AS $$
DECLARE
  first_candid bigint := ((floor(greatest(from_mjd, 57754) * 24) / 24 - 57754.001) * 1e15)::bigint;
  last_candid bigint := ((ceil(least(to_mjd, 66900) * 24) / 24 - 57753.999) * 1e15)::bigint;
BEGIN
  PERFORM set_config('fritz.public_read', 'on', true);
  RETURN QUERY SELECT h.* FROM (
      SELECT a.* FROM ztf_alerts a WHERE a.candid BETWEEN first_candid AND last_candid
        AND a.audience_id IN (SELECT public_audiences()) OFFSET 0) h
    WHERE h.mjd >= from_mjd AND h.mjd < to_mjd;
  PERFORM set_config('fritz.public_read', 'off', true);
END $$;
CREATE FUNCTION public_alerts_of(object_ids text[])
  RETURNS SETOF ztf_alerts LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM set_config('fritz.public_read', 'on', true);
  RETURN QUERY SELECT a.* FROM ztf_alerts a
    WHERE a.object_id = ANY (object_ids) AND a.audience_id IN (SELECT public_audiences());
  PERFORM set_config('fritz.public_read', 'off', true);
END $$;
-- Alerts of a range of HEALPix pixels, order 29, nested; both ends belong to it.
CREATE FUNCTION public_alerts_in(from_hpx bigint, to_hpx bigint)
  RETURNS SETOF ztf_alerts LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = fritz, pg_temp AS $$
DECLARE
  -- Of an order-29 pixel the lowest 40 bits are its place in that of order 9.
  within_pixel CONSTANT bigint := (1::bigint << 40) - 1;
BEGIN
  PERFORM set_config('fritz.public_read', 'on', true);
  RETURN QUERY SELECT p.* FROM (
      SELECT a.* FROM ztf_alerts a
        WHERE a.hpx BETWEEN from_hpx & ~within_pixel AND to_hpx | within_pixel
          AND a.audience_id IN (SELECT public_audiences()) OFFSET 0) p
    WHERE p.hpx BETWEEN from_hpx AND to_hpx;
  PERFORM set_config('fritz.public_read', 'off', true);
END $$;
CREATE FUNCTION public_cutouts(candids bigint[])
  RETURNS SETOF ztf_cutouts LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM set_config('fritz.public_read', 'on', true);
  RETURN QUERY SELECT c.* FROM ztf_cutouts c
    WHERE c.candid = ANY (candids) AND c.audience_id IN (SELECT public_audiences());
  PERFORM set_config('fritz.public_read', 'off', true);
END $$;
CREATE FUNCTION public_light_curves(object_ids text[])
  RETURNS SETOF ztf_light_curves LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM set_config('fritz.public_read', 'on', true);
  RETURN QUERY SELECT l.* FROM ztf_light_curves l
    WHERE l.object_id = ANY (object_ids) AND l.audience_id IN (SELECT public_audiences());
  PERFORM set_config('fritz.public_read', 'off', true);
END $$;
-- Photometry without its owners; µJy, AB zero point 23.9.
CREATE FUNCTION public_photometry(obj_ids text[])
  RETURNS TABLE (id bigint, obj_id text, instrument text, origin text, band text,
    mjd double precision, exptime_s real, flux_ujy double precision, fluxerr_ujy double precision,
    ref_flux_ujy double precision, ref_fluxerr_ujy double precision, limiting_mag real,
    limiting_mag_nsigma real, ra double precision, "dec" double precision, candid bigint,
    created_at timestamptz)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM set_config('fritz.public_read', 'on', true);
  RETURN QUERY SELECT p.id, p.obj_id, p.instrument, p.origin, p.band, p.mjd, p.exptime_s, p.flux_ujy,
      p.fluxerr_ujy, p.ref_flux_ujy, p.ref_fluxerr_ujy, p.limiting_mag, p.limiting_mag_nsigma, p.ra,
      p.dec, p.candid, p.created_at
    FROM photometry p
    WHERE p.obj_id = ANY (obj_ids) AND p.audience_id IN (SELECT public_audiences());
  PERFORM set_config('fritz.public_read', 'off', true);
END $$;
-- Objects with something public, and since when they are saved for everyone, if they are.
CREATE FUNCTION public_objs()
  RETURNS TABLE (id text, survey text, ra double precision, "dec" double precision, hpx bigint,
    created_at timestamptz, saved_at timestamptz)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM set_config('fritz.public_read', 'on', true);
  RETURN QUERY SELECT o.id, o.survey, o.ra, o.dec, o.hpx, o.created_at, (
      SELECT min(s.saved_at) FROM sources s WHERE s.obj_id = o.id AND s.active
        AND s.audience_id IN (SELECT public_audiences()))
    FROM objs o WHERE o.id IN (SELECT oa.obj_id FROM obj_audiences oa
      WHERE oa.audience_id IN (SELECT public_audiences()));
  PERFORM set_config('fritz.public_read', 'off', true);
END $$;

-- ── grants ───────────────────────────────────────────────────────────────────────────────────
REVOKE EXECUTE ON FUNCTION on_audit_log_rewrite(), on_audited_change(),
  audit(regclass, text, text, text[], text, text, text, text, text, text), account_is_open(users),
  access_ways(integer[], text, integer, integer), widened_audience(bigint, integer[]),
  on_photometry_shared(), on_photometry_told(), share_photometry(bigint[], integer[]),
  public_audiences(), public_alerts(double precision, double precision), public_alerts_of(text[]),
  public_alerts_in(bigint, bigint), public_cutouts(bigint[]), public_light_curves(text[]),
  public_photometry(text[]), public_objs() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_ways(integer[], text, integer, integer),
  widened_audience(bigint, integer[]), share_photometry(bigint[], integer[]),
  public_audiences() TO fritz_app;
GRANT SELECT ON audit_log TO fritz_app;
GRANT UPDATE (audience_id) ON photometry TO fritz_app;

GRANT USAGE ON SCHEMA fritz TO fritz_public;
GRANT SELECT ON avro_schemas TO fritz_public;
GRANT EXECUTE ON FUNCTION public_alerts(double precision, double precision), public_alerts_of(text[]),
  public_alerts_in(bigint, bigint), public_cutouts(bigint[]), public_light_curves(text[]),
  public_photometry(text[]), public_objs() TO fritz_public;
