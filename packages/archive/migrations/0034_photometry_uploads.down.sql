-- Uploads stay, as points without what was kept of them beyond.
REVOKE UPDATE (instrument, origin, band, mjd, exptime_s, flux_ujy, fluxerr_ujy, ref_flux_ujy,
  ref_fluxerr_ujy, limiting_mag, limiting_mag_nsigma, ra, dec, ra_unc, dec_unc, altdata, given,
  modified_at), DELETE ON photometry FROM fritz_app;
DROP POLICY permitted_removes ON photometry;
DROP POLICY removes ON photometry;
DROP POLICY changes ON photometry;
CREATE POLICY shares ON photometry FOR UPDATE TO fritz_app
  USING (owner_id IS NOT NULL AND (owner_id = (SELECT viewer_id())
    OR ((SELECT viewer_has('Manage photometry')) AND audience_id IN (SELECT visible_audiences()))))
  WITH CHECK (owner_id IS NOT NULL);
DROP POLICY uploads ON photometry;
DROP FUNCTION upload_photometry(uuid, integer[], integer[], jsonb), upload_audience(integer[], integer[]),
  demand_upload_targets(integer[], integer[]);

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
REVOKE EXECUTE ON FUNCTION widened_audience(bigint, integer[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION widened_audience(bigint, integer[]) TO fritz_app;
CREATE OR REPLACE FUNCTION share_photometry(point_ids bigint[], to_groups integer[]) RETURNS integer
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
DROP FUNCTION readdress_photometry(bigint[], integer[], integer[], boolean),
  readdressed_audience(bigint, integer[], integer[], boolean);
CREATE OR REPLACE FUNCTION on_photometry_shared() RETURNS trigger
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

DROP TRIGGER photometry_told ON photometry;
DROP TRIGGER photometry_retold ON photometry;
CREATE TRIGGER photometry_told AFTER INSERT OR UPDATE OF audience_id ON photometry
  FOR EACH ROW WHEN (NEW.owner_id IS NOT NULL) EXECUTE FUNCTION on_photometry_told();
DROP TRIGGER audited_insert ON photometry;
DROP TRIGGER audited_update ON photometry;
DROP TRIGGER audited_delete ON photometry;
SELECT audit('photometry', kind => 'photometry', id => 'id', about_user => 'owner_id',
  about_audience => 'audience_id', where_set => 'owner_id',
  kept => '{obj_id,instrument,origin,band,mjd,exptime_s,flux_ujy,fluxerr_ujy,ref_flux_ujy,ref_fluxerr_ujy,limiting_mag,limiting_mag_nsigma,ra,dec,audience_id,owner_id}');

DROP INDEX photometry_mjd, photometry_upload, photometry_upload_origin;
ALTER TABLE photometry DROP COLUMN upload_id, DROP COLUMN ra_unc, DROP COLUMN dec_unc,
  DROP COLUMN altdata, DROP COLUMN given, DROP COLUMN modified_at;
