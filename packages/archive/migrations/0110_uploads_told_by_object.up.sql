-- An upload is told of in the audit log once for each of its objects, not for each of its points: what a
-- point was is in the point, in what each change of it replaced, and in what its removal took (docs/adr/0052).

-- What is removed says of which upload it was, and so who brought it, when and with which key.
DROP TRIGGER audited_delete ON photometry;
CREATE TRIGGER audited_delete AFTER DELETE ON photometry FOR EACH ROW WHEN (OLD.owner_id IS NOT NULL)
  EXECUTE FUNCTION on_audited_change('photometry', 'id', '{obj_id,instrument,origin,band,mjd,exptime_s,flux_ujy,fluxerr_ujy,ref_flux_ujy,ref_fluxerr_ujy,limiting_mag,limiting_mag_nsigma,ra,dec,ra_unc,dec_unc,altdata,given,audience_id,owner_id,upload_id}', 'owner_id', '', '', 'audience_id', '');

-- Adds points of the viewer's in one statement, and returns their ids in the order given. What an
-- upload's points are is checked by who calls; whose they are and who sees them is checked here.
CREATE OR REPLACE FUNCTION upload_photometry(
  upload uuid, to_groups integer[], to_streams integer[],
  obj_ids text[], instruments text[], origins text[], bands text[], mjds float8[],
  exptimes_s float8[], fluxes_ujy float8[], fluxerrs_ujy float8[], ref_fluxes_ujy float8[],
  ref_fluxerrs_ujy float8[], limiting_mags float8[], limiting_mag_nsigmas float8[], ras float8[],
  decs float8[], ra_uncs float8[], dec_uncs float8[], altdatas text[], givens text[])
  RETURNS bigint[] LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  me integer := viewer_id();
  held access_keys := viewer();
  ids regclass := pg_get_serial_sequence('photometry', 'id');
  target integer;
  added bigint[];
  objects text[] := ARRAY(SELECT o.id FROM unnest(obj_ids) AS o (id) GROUP BY 1);
  visible integer[] := ARRAY(SELECT visible_audiences());
BEGIN
  PERFORM demand_upload_targets(to_groups, to_streams);
  IF EXISTS (
    SELECT FROM unnest(objects) AS o (id)
     WHERE NOT EXISTS (SELECT FROM obj_audiences oa WHERE oa.obj_id = o.id
       AND oa.audience_id = ANY (visible)))
  THEN
    RAISE EXCEPTION 'there is no such object, or the viewer may not see it'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  target := upload_audience(to_groups, to_streams);
  INSERT INTO obj_audiences (obj_id, audience_id)
    SELECT o.id, target FROM unnest(objects) AS o (id)
     WHERE NOT EXISTS (SELECT FROM obj_audiences oa WHERE oa.obj_id = o.id AND oa.audience_id = target)
    ON CONFLICT DO NOTHING;
  WITH new AS MATERIALIZED (
    SELECT nextval(ids) AS id, p.place, p.obj_id, p.instrument, p.origin, p.band, p.mjd,
        p.exptime_s::real, p.flux_ujy, p.fluxerr_ujy, p.ref_flux_ujy, p.ref_fluxerr_ujy,
        p.limiting_mag::real, p.limiting_mag_nsigma::real, p.ra, p."dec", p.ra_unc, p.dec_unc,
        p.altdata::jsonb, p.given::jsonb
      FROM unnest(obj_ids, instruments, origins, bands, mjds, exptimes_s, fluxes_ujy, fluxerrs_ujy,
        ref_fluxes_ujy, ref_fluxerrs_ujy, limiting_mags, limiting_mag_nsigmas, ras, decs, ra_uncs,
        dec_uncs, altdatas, givens) WITH ORDINALITY AS p (
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
        -- An object's points lie together, and the index takes them as they come.
        upload FROM new n ORDER BY n.obj_id, n.instrument, n.origin, n.band, n.mjd),
  told AS (
    INSERT INTO audit_log (actor_id, key_id, role_name, action, table_name, kind, subject_id,
        user_id, audience_id, after)
      SELECT me, held.id, session_user, 'insert', 'photometry', 'photometry', upload::text, me, target,
        to_jsonb(kept)
        FROM (SELECT n.obj_id, upload AS upload_id, count(*) AS points, min(n.mjd) AS first_mjd,
                max(n.mjd) AS last_mjd, array_agg(DISTINCT n.instrument) AS instruments,
                array_agg(DISTINCT n.band) AS bands, array_agg(DISTINCT n.origin) AS origins,
                target AS audience_id, me AS owner_id
                FROM new n GROUP BY n.obj_id) AS kept)
  SELECT array_agg(n.id ORDER BY n.place) INTO added FROM new n;
  -- Open pages are told as well, without a look at the points: it is known whose they are and for whom.
  PERFORM tell_source(o.id, NULL, 'photometry', target, me) FROM unnest(objects) AS o (id);
  RETURN coalesce(added, '{}');
END $$;
DROP FUNCTION tell_upload(uuid);
