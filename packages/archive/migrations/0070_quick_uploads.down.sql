DROP FUNCTION upload_photometry(uuid, integer[], integer[], text[], text[], text[], text[], float8[],
  float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[],
  float8[], text[], text[]);
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
REVOKE EXECUTE ON FUNCTION upload_photometry(uuid, integer[], integer[], jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION upload_photometry(uuid, integer[], integer[], jsonb) TO fritz_app;
