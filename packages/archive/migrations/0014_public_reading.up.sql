-- What the public, and people by SQL, learn or write beside what was meant.

-- ── adopted objects ──────────────────────────────────────────────────────────────────────────
-- Who made an object of the archive known to the marshal, to whom. The points of its alerts come
-- from the program that decodes them: they are taken once, in the transaction that adopts the
-- object, so that nobody adds points to a stream's photometry later.
CREATE TABLE obj_adoptions (
  obj_id text NOT NULL REFERENCES objs ON DELETE CASCADE,
  -- The programme whose points came with it.
  audience_id integer NOT NULL REFERENCES audiences,
  adopted_by integer REFERENCES users ON DELETE SET NULL,
  adopted_at timestamptz NOT NULL DEFAULT now(),
  adopted_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
  -- How many came; null while none did.
  points integer,
  PRIMARY KEY (obj_id, audience_id)
);
CREATE INDEX obj_adoptions_adopted_by ON obj_adoptions (adopted_by);

-- Objects that were adopted before: such as passed no filter. The owner sees no science data, unless
-- its tables' policies are lifted for a moment.
ALTER TABLE photometry NO FORCE ROW LEVEL SECURITY;
ALTER TABLE candidates NO FORCE ROW LEVEL SECURITY;
INSERT INTO obj_adoptions (obj_id, audience_id, points)
  SELECT p.obj_id, p.audience_id, count(*) FROM photometry p
    WHERE p.owner_id IS NULL AND p.origin IN ('alert', 'alert_fp') AND p.obj_id IN (
      SELECT o.id FROM objs o WHERE NOT EXISTS (SELECT FROM candidates c WHERE c.obj_id = o.id))
    GROUP BY p.obj_id, p.audience_id;
-- So it is with what 0013 looked for, as an owner that is no superuser, and did not see: the
-- programmes of older candidates.
ALTER TABLE ztf_alerts NO FORCE ROW LEVEL SECURITY;
UPDATE candidates c SET program_audience_id = a.audience_id FROM ztf_alerts a
  WHERE c.survey = 'ztf' AND a.candid = c.candid AND c.program_audience_id IS NULL;
ALTER TABLE ztf_alerts FORCE ROW LEVEL SECURITY;
ALTER TABLE photometry FORCE ROW LEVEL SECURITY;
ALTER TABLE candidates FORCE ROW LEVEL SECURITY;

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

-- Takes the points of the alerts of an object that the viewer adopted in this transaction, once, of
-- the programmes that nobody adopted it with before; returns how many. `points` is a list of
-- objects: instrument, origin, band, mjd, exptimeS, fluxUjy, fluxErrUjy, refFluxUjy, refFluxErrUjy,
-- limitingMag, limitingMagSigma, ra, dec, candid, programId.
CREATE FUNCTION adopt_photometry(adopted text, points jsonb) RETURNS integer
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

DROP POLICY adopts ON photometry;
REVOKE INSERT ON photometry FROM fritz_app;
-- Within adopt_photometry() alone: the owner is nobody's login but the migrations'.
CREATE POLICY adopts ON photometry FOR INSERT TO CURRENT_USER WITH CHECK (
  owner_id IS NULL AND origin IN ('alert', 'alert_fp') AND EXISTS (
    SELECT FROM obj_adoptions oa WHERE oa.obj_id = photometry.obj_id
      AND oa.audience_id = photometry.audience_id AND oa.points IS NULL
      AND oa.adopted_in = pg_current_xact_id()));

ALTER TABLE obj_adoptions ENABLE ROW LEVEL SECURITY;
ALTER TABLE obj_adoptions FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON obj_adoptions TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON obj_adoptions FOR SELECT TO fritz_app USING (
  adopted_by = (SELECT viewer_id()) OR (SELECT viewer_has('System admin')));
-- One entry for each programme whose points came.
SELECT audit('obj_adoptions', kind => 'source', id => 'obj_id', about_user => 'adopted_by',
  about_audience => 'audience_id', where_set => 'points',
  kept => '{obj_id,audience_id,adopted_by,points}');

-- ── what the broker read ─────────────────────────────────────────────────────────────────────
-- A batch counts the packets of all programmes: for who sees all of them.
CREATE FUNCTION whole_surveys() RETURNS SETOF text
  LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = fritz, pg_temp AS $$
  SELECT a.survey FROM audiences a WHERE a.survey IS NOT NULL
    GROUP BY a.survey HAVING bool_and(a.id IN (SELECT visible_audiences()))
$$;
-- The batches since some time, by their ids: counts of filters name them.
CREATE FUNCTION batches_since(since timestamptz) RETURNS SETOF bigint
  LANGUAGE sql STABLE SECURITY DEFINER ROWS 1000 SET search_path = fritz, pg_temp AS $$
  SELECT b.id FROM batches b WHERE b.committed_at >= since AND viewer_id() IS NOT NULL
$$;
CREATE POLICY maintainer ON batches FOR SELECT TO CURRENT_USER USING (true);
DROP POLICY reads ON batches;
CREATE POLICY reads ON batches FOR SELECT TO fritz_app USING (
  survey IN (SELECT whole_surveys()) OR (SELECT viewer_has('System admin')));

REVOKE EXECUTE ON FUNCTION adopt_photometry(text, jsonb), whole_surveys(), batches_since(timestamptz)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION adopt_photometry(text, jsonb), whole_surveys(), batches_since(timestamptz)
  TO fritz_app;
GRANT SELECT ON obj_adoptions TO fritz_app;
