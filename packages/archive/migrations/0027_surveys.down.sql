-- The alerts of other surveys than ZTF go with their tables.
DROP VIEW pgir_cutouts;
DROP TABLE pgir_alerts, pgir_cutout_parts, pgir_light_curves;
DROP VIEW winter_cutouts;
DROP TABLE winter_alerts, winter_cutout_parts, winter_light_curves;
DROP VIEW lsst_cutouts;
DROP TABLE lsst_alerts, lsst_cutout_parts, lsst_light_curves;

CREATE OR REPLACE FUNCTION adopt_obj(wanted text) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  seen integer[];
  is_new boolean;
BEGIN
  IF viewer_id() IS NOT NULL AND NOT viewer_has('Upload data') THEN
    RAISE EXCEPTION 'adopting an object needs the permission "Upload data"'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  -- Said here too: an owner that is a superuser is under no policy.
  SELECT array_agg(DISTINCT a.audience_id) INTO seen FROM ztf_alerts a
    WHERE a.object_id = wanted AND a.audience_id IN (SELECT visible_audiences());
  IF seen IS NULL THEN RETURN false; END IF;
  INSERT INTO objs (id, survey, ra, dec, hpx)
    SELECT a.object_id, 'ztf', a.ra, a.dec, a.hpx FROM ztf_alerts a
      WHERE a.object_id = wanted AND a.audience_id = ANY (seen) ORDER BY a.candid LIMIT 1
    ON CONFLICT DO NOTHING;
  is_new := FOUND;
  INSERT INTO obj_audiences (obj_id, audience_id) SELECT wanted, unnest(seen)
    ON CONFLICT DO NOTHING;
  -- An object that passed a filter has all its points from the broker. A light curve has points of
  -- other programmes than its alerts.
  IF is_new OR EXISTS (SELECT FROM obj_adoptions oa WHERE oa.obj_id = wanted) THEN
    INSERT INTO obj_adoptions (obj_id, audience_id, adopted_by)
      SELECT wanted, a.id, viewer_id() FROM audiences a
        WHERE a.survey = 'ztf' AND a.id IN (SELECT visible_audiences())
      ON CONFLICT DO NOTHING;
  END IF;
  RETURN true;
END $$;
CREATE OR REPLACE FUNCTION adopt_photometry(adopted text, points jsonb) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  taking integer[];
  taken integer;
BEGIN
  IF NOT viewer_has('Upload data') THEN
    RAISE EXCEPTION 'adopting an object needs the permission "Upload data"'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT array_agg(oa.audience_id) INTO taking FROM obj_adoptions oa
    WHERE oa.obj_id = adopted AND oa.adopted_by = viewer_id() AND oa.points IS NULL
      AND oa.adopted_in = pg_current_xact_id();
  IF taking IS NULL THEN RETURN 0; END IF;
  INSERT INTO photometry (obj_id, instrument, origin, band, mjd, exptime_s, flux_ujy, fluxerr_ujy,
      ref_flux_ujy, ref_fluxerr_ujy, limiting_mag, limiting_mag_nsigma, ra, dec, candid, audience_id)
    SELECT o.id, p.instrument, p.origin, p.band, p.mjd, p."exptimeS", p."fluxUjy", p."fluxErrUjy",
        p."refFluxUjy", p."refFluxErrUjy", p."limitingMag", p."limitingMagSigma", p.ra, p.dec,
        p.candid, a.id
      FROM jsonb_to_recordset(points) AS p (
        instrument text, origin text, band text, mjd float8, "exptimeS" float4,
        "fluxUjy" float8, "fluxErrUjy" float8, "refFluxUjy" float8, "refFluxErrUjy" float8,
        "limitingMag" float4, "limitingMagSigma" float4, ra float8, dec float8,
        candid bigint, "programId" smallint)
      JOIN objs o ON o.id = adopted
      JOIN audiences a ON a.survey = o.survey AND a.program_id = p."programId" AND a.id = ANY (taking)
      WHERE p.origin IN ('alert', 'alert_fp')
    ON CONFLICT DO NOTHING;
  GET DIAGNOSTICS taken = ROW_COUNT;
  UPDATE obj_adoptions oa SET points = (
      SELECT count(*) FROM jsonb_to_recordset(adopt_photometry.points) AS p ("programId" smallint)
        JOIN audiences a ON a.survey = 'ztf' AND a.program_id = p."programId"
        WHERE a.id = oa.audience_id)
    WHERE oa.obj_id = adopted AND oa.audience_id = ANY (taking);
  RETURN taken;
END $$;

DROP FUNCTION survey_ensure_partitions(text, bigint[]);
DROP FUNCTION survey_make_tables(text, bigint, text);
DROP TABLE surveys;
