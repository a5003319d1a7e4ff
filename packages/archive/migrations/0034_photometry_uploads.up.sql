-- People's photometry: where it came from, uploads in one statement, changes and removals.

-- All null of an alert's point: rows of the stream stay as small as they were.
ALTER TABLE photometry
  -- Of one request; a point with it was uploaded, also when its owner is gone.
  ADD COLUMN upload_id uuid,
  ADD COLUMN ra_unc double precision,
  ADD COLUMN dec_unc double precision,
  ADD COLUMN altdata jsonb,
  -- What was given in the uploader's own system: magsys, limiting_mag, limiting_mag_nsigma.
  ADD COLUMN given jsonb,
  -- null: never.
  ADD COLUMN modified_at timestamptz;
CREATE INDEX photometry_upload ON photometry (upload_id) WHERE upload_id IS NOT NULL;
CREATE INDEX photometry_upload_origin ON photometry (origin) WHERE upload_id IS NOT NULL;
-- A few numbers a page range: the stream's rows come nearly by time, and pay next to nothing.
CREATE INDEX photometry_mjd ON photometry USING brin (mjd float8_minmax_multi_ops);

-- ── audit ────────────────────────────────────────────────────────────────────────────────────
DROP TRIGGER audited_insert ON photometry;
DROP TRIGGER audited_update ON photometry;
DROP TRIGGER audited_delete ON photometry;
SELECT audit('photometry', kind => 'photometry', id => 'id', about_user => 'owner_id',
  about_audience => 'audience_id', where_set => 'owner_id',
  kept => '{obj_id,instrument,origin,band,mjd,exptime_s,flux_ujy,fluxerr_ujy,ref_flux_ujy,ref_fluxerr_ujy,limiting_mag,limiting_mag_nsigma,ra,dec,ra_unc,dec_unc,altdata,given,audience_id,owner_id}');
-- An upload tells of its points in one statement: row by row, ten thousand of them took a second.
DROP TRIGGER audited_insert ON photometry;
CREATE TRIGGER audited_insert AFTER INSERT ON photometry
  FOR EACH ROW WHEN (NEW.owner_id IS NOT NULL AND NEW.upload_id IS NULL)
  EXECUTE FUNCTION on_audited_change('photometry', 'id',
    '{obj_id,instrument,origin,band,mjd,exptime_s,flux_ujy,fluxerr_ujy,ref_flux_ujy,ref_fluxerr_ujy,limiting_mag,limiting_mag_nsigma,ra,dec,ra_unc,dec_unc,altdata,given,audience_id,owner_id}',
    'owner_id', '', '', 'audience_id', '');
DROP TRIGGER photometry_told ON photometry;
CREATE TRIGGER photometry_told AFTER INSERT ON photometry
  FOR EACH ROW WHEN (NEW.owner_id IS NOT NULL AND NEW.upload_id IS NULL)
  EXECUTE FUNCTION on_photometry_told();
CREATE TRIGGER photometry_retold AFTER UPDATE OF audience_id ON photometry
  FOR EACH ROW WHEN (NEW.owner_id IS NOT NULL OR NEW.upload_id IS NOT NULL)
  EXECUTE FUNCTION on_photometry_told();

-- ── uploads ──────────────────────────────────────────────────────────────────────────────────
-- Raised where the viewer may not upload to these: any group that he knows of will do, and streams
-- that he reads.
CREATE FUNCTION demand_upload_targets(to_groups integer[], to_streams integer[]) RETURNS void
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  IF viewer_id() IS NULL OR NOT viewer_has('Upload data') THEN
    RAISE EXCEPTION 'uploading needs the permission "Upload data"'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF EXISTS (
      SELECT FROM unnest(to_groups) AS t (id) WHERE NOT EXISTS (
        SELECT FROM groups g WHERE g.id = t.id AND (NOT g.private OR g.id IN (SELECT viewer_groups())
          OR viewer_has('Manage groups'))))
    OR EXISTS (
      SELECT FROM unnest(to_streams) AS t (id) WHERE NOT EXISTS (
        SELECT FROM streams s WHERE s.id = t.id
          AND (s.id IN (SELECT viewer_streams()) OR viewer_has('System admin'))))
  THEN
    RAISE EXCEPTION 'the viewer may not upload to these groups and streams'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;
-- The viewer's own group is always among those he uploads to.
CREATE FUNCTION upload_audience(to_groups integer[], to_streams integer[]) RETURNS integer
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT intern_audience(
    to_groups || ARRAY(SELECT g.id FROM groups g WHERE g.single_user_id = viewer_id()), to_streams)
$$;

-- Adds points of the viewer's in one statement, and returns their ids in the order given. What an
-- upload's points are is checked by who calls; whose they are and who sees them is checked here.
CREATE FUNCTION upload_photometry(
  upload uuid, to_groups integer[], to_streams integer[], points jsonb)
  RETURNS bigint[] LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  me integer := viewer_id();
  held access_keys := viewer();
  target integer;
  added bigint[];
BEGIN
  PERFORM demand_upload_targets(to_groups, to_streams);
  IF EXISTS (
    SELECT FROM (SELECT DISTINCT p ->> 'obj_id' AS id FROM jsonb_array_elements(points) AS p) AS o
     WHERE NOT EXISTS (SELECT FROM obj_audiences oa WHERE oa.obj_id = o.id
       AND oa.audience_id IN (SELECT visible_audiences())))
  THEN
    RAISE EXCEPTION 'there is no such object, or the viewer may not see it'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  target := upload_audience(to_groups, to_streams);
  INSERT INTO obj_audiences (obj_id, audience_id)
    SELECT DISTINCT p ->> 'obj_id', target FROM jsonb_array_elements(points) AS p
    ON CONFLICT DO NOTHING;
  WITH new AS MATERIALIZED (
    SELECT nextval(pg_get_serial_sequence('photometry', 'id')) AS id, p.*
      FROM ROWS FROM (jsonb_to_recordset(points) AS (
        obj_id text, instrument text, origin text, band text, mjd float8,
        exptime_s real, flux_ujy float8, fluxerr_ujy float8, ref_flux_ujy float8,
        ref_fluxerr_ujy float8, limiting_mag real, limiting_mag_nsigma real, ra float8, "dec" float8,
        ra_unc float8, dec_unc float8, altdata jsonb, given jsonb)) WITH ORDINALITY AS p (
        obj_id, instrument, origin, band, mjd, exptime_s, flux_ujy, fluxerr_ujy,
        ref_flux_ujy, ref_fluxerr_ujy, limiting_mag, limiting_mag_nsigma, ra, "dec", ra_unc, dec_unc,
        altdata, given, place)),
  put AS (
    INSERT INTO photometry (id, obj_id, instrument, origin, band, mjd, exptime_s,
        flux_ujy, fluxerr_ujy, ref_flux_ujy, ref_fluxerr_ujy, limiting_mag, limiting_mag_nsigma, ra,
        dec, ra_unc, dec_unc, altdata, given, audience_id, owner_id, upload_id)
      OVERRIDING SYSTEM VALUE
      SELECT n.id, n.obj_id, n.instrument, n.origin, n.band, n.mjd, n.exptime_s,
        n.flux_ujy, n.fluxerr_ujy, n.ref_flux_ujy, n.ref_fluxerr_ujy, n.limiting_mag,
        n.limiting_mag_nsigma, n.ra, n.dec, n.ra_unc, n.dec_unc, n.altdata, n.given, target, me,
        upload FROM new n),
  told AS (
    INSERT INTO audit_log (actor_id, key_id, role_name, action, table_name, kind, subject_id,
        user_id, audience_id, after)
      SELECT me, held.id, session_user, 'insert', 'photometry', 'photometry', n.id::text, me, target,
        to_jsonb(n) - '{id,place}'::text[] || jsonb_build_object('audience_id', target, 'owner_id', me)
        FROM new n)
  SELECT array_agg(n.id ORDER BY n.place) INTO added FROM new n;
  RETURN coalesce(added, '{}');
END $$;
CREATE POLICY uploads ON photometry FOR INSERT TO CURRENT_USER WITH CHECK (
  upload_id IS NOT NULL AND owner_id = (SELECT viewer_id()));

-- ── who sees a point, changed ────────────────────────────────────────────────────────────────
-- The owner may take back what he shared, too; a group of his own stays. Streams are only added.
CREATE OR REPLACE FUNCTION on_photometry_shared() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  is_admin boolean := viewer_has('System admin');
  me integer := viewer_id();
  added integer[] := ARRAY(
    SELECT ag.group_id FROM audience_groups ag WHERE ag.audience_id = NEW.audience_id
    EXCEPT SELECT ag.group_id FROM audience_groups ag WHERE ag.audience_id = OLD.audience_id);
  added_streams integer[] := ARRAY(
    SELECT ast.stream_id FROM audience_streams ast WHERE ast.audience_id = NEW.audience_id
    EXCEPT SELECT ast.stream_id FROM audience_streams ast WHERE ast.audience_id = OLD.audience_id);
  taken integer[] := ARRAY(
    SELECT ag.group_id FROM audience_groups ag WHERE ag.audience_id = OLD.audience_id
    EXCEPT SELECT ag.group_id FROM audience_groups ag WHERE ag.audience_id = NEW.audience_id);
BEGIN
  PERFORM demand_fresh_look();
  IF NEW.owner_id IS NULL AND NEW.upload_id IS NULL THEN
    RAISE EXCEPTION 'the photometry of alerts is for those who may read their stream'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF me IS NULL THEN RETURN NEW; END IF;
  IF EXISTS (SELECT FROM audiences a WHERE a.id = NEW.audience_id AND a.survey IS NOT NULL)
    OR EXISTS (
      SELECT ast.stream_id FROM audience_streams ast WHERE ast.audience_id = OLD.audience_id
      EXCEPT SELECT ast.stream_id FROM audience_streams ast WHERE ast.audience_id = NEW.audience_id)
    OR (cardinality(taken) > 0 AND NEW.owner_id IS DISTINCT FROM me AND NOT is_admin)
    OR EXISTS (SELECT FROM groups g WHERE g.id = ANY (taken) AND g.single_user_id = NEW.owner_id)
  THEN
    RAISE EXCEPTION 'sharing only adds groups and streams, the owner may take groups out'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF is_admin THEN RETURN NEW; END IF;
  IF EXISTS (
    SELECT FROM groups g LEFT JOIN group_users gu ON gu.group_id = g.id AND gu.user_id = me
     WHERE g.id = ANY (added) AND g.single_user_id IS DISTINCT FROM NEW.owner_id
       AND NOT coalesce(gu.can_share_photometry, NOT g.private OR viewer_has('Manage groups')))
    OR NOT added_streams <@ ARRAY(SELECT viewer_streams())
    OR (NEW.owner_id IS DISTINCT FROM me AND NOT EXISTS (
      SELECT FROM audience_groups ag JOIN group_users gu USING (group_id)
       WHERE ag.audience_id = OLD.audience_id AND gu.user_id = me AND gu.can_share_photometry))
  THEN
    RAISE EXCEPTION 'the viewer may not share this so' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

-- The audience of a point that the viewer sees: with these groups besides its own or, where
-- `replaces`, instead of them; with these streams besides its own; its owner always. Null where he
-- sees no such point.
CREATE FUNCTION readdressed_audience(
  of_point bigint, to_groups integer[], to_streams integer[], replaces boolean)
  RETURNS integer LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT intern_audience(
      ARRAY(SELECT ag.group_id FROM audience_groups ag
          WHERE ag.audience_id = p.audience_id AND NOT replaces
        UNION SELECT g.id FROM groups g WHERE g.single_user_id = p.owner_id
        UNION SELECT unnest(to_groups)),
      ARRAY(SELECT ast.stream_id FROM audience_streams ast WHERE ast.audience_id = p.audience_id
        UNION SELECT unnest(to_streams)))
    FROM photometry p WHERE p.id = of_point
      AND (p.audience_id IN (SELECT visible_audiences()) OR p.owner_id = viewer_id())
$$;

-- Gives points other groups and more streams; returns how many changed. Where the same point is
-- there with the same audience already, it stays with that one: nothing is doubled.
CREATE FUNCTION readdress_photometry(
  point_ids bigint[], to_groups integer[], to_streams integer[], replaces boolean)
  RETURNS integer LANGUAGE plpgsql VOLATILE SET search_path = fritz, pg_temp AS $$
DECLARE
  part record;
  target integer;
  point bigint;
  moved integer;
  changed integer := 0;
BEGIN
  FOR part IN
    SELECT p.audience_id, p.owner_id, array_agg(p.id ORDER BY p.id) AS ids FROM photometry p
     WHERE p.id = ANY (point_ids) GROUP BY p.audience_id, p.owner_id ORDER BY 1, 2
  LOOP
    target := readdressed_audience(part.ids[1], to_groups, to_streams, replaces);
    CONTINUE WHEN target = part.audience_id;
    BEGIN
      UPDATE photometry SET audience_id = target WHERE id = ANY (part.ids);
      GET DIAGNOSTICS moved = ROW_COUNT;
      changed := changed + moved;
    EXCEPTION WHEN unique_violation THEN
      FOREACH point IN ARRAY part.ids LOOP
        BEGIN
          UPDATE photometry SET audience_id = target WHERE id = point;
          GET DIAGNOSTICS moved = ROW_COUNT;
          changed := changed + moved;
        EXCEPTION WHEN unique_violation THEN
          NULL;
        END;
      END LOOP;
    END;
  END LOOP;
  RETURN changed;
END $$;
CREATE OR REPLACE FUNCTION share_photometry(point_ids bigint[], to_groups integer[]) RETURNS integer
  LANGUAGE sql VOLATILE SET search_path = fritz, pg_temp AS $$
  SELECT readdress_photometry(point_ids, to_groups, '{}', false)
$$;
DROP FUNCTION widened_audience(bigint, integer[]);

-- ── changes and removals ─────────────────────────────────────────────────────────────────────
DROP POLICY shares ON photometry;
CREATE POLICY changes ON photometry FOR UPDATE TO fritz_app
  USING ((owner_id IS NOT NULL OR upload_id IS NOT NULL) AND (owner_id = (SELECT viewer_id())
    OR ((SELECT viewer_has('Manage photometry')) AND audience_id IN (SELECT visible_audiences()))))
  WITH CHECK (owner_id IS NOT NULL OR upload_id IS NOT NULL);
CREATE POLICY removes ON photometry FOR DELETE TO fritz_app
  USING ((owner_id IS NOT NULL OR upload_id IS NOT NULL) AND (owner_id = (SELECT viewer_id())
    OR ((SELECT viewer_has('Manage photometry')) AND audience_id IN (SELECT visible_audiences()))));
CREATE POLICY permitted_removes ON photometry AS RESTRICTIVE FOR DELETE TO fritz_app
  USING ((SELECT viewer_has('Upload data')) OR (SELECT viewer_has('Delete bulk photometry')));

REVOKE EXECUTE ON FUNCTION demand_upload_targets(integer[], integer[]),
  upload_audience(integer[], integer[]), upload_photometry(uuid, integer[], integer[], jsonb),
  readdressed_audience(bigint, integer[], integer[], boolean),
  readdress_photometry(bigint[], integer[], integer[], boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION upload_photometry(uuid, integer[], integer[], jsonb),
  readdressed_audience(bigint, integer[], integer[], boolean),
  readdress_photometry(bigint[], integer[], integer[], boolean) TO fritz_app;
-- Not the object: a point stays with it, and a key of another one would tell that it exists.
GRANT UPDATE (instrument, origin, band, mjd, exptime_s, flux_ujy, fluxerr_ujy,
  ref_flux_ujy, ref_fluxerr_ujy, limiting_mag, limiting_mag_nsigma, ra, dec, ra_unc, dec_unc, altdata,
  given, modified_at), DELETE ON photometry TO fritz_app;
