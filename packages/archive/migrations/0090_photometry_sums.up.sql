-- What the points of an object amount to, kept for each set of them that the same people see: lists are
-- sorted and searched by light curves without a look at the points (docs/adr/0043).

-- Of an object's points of one audience and owner: whoever sees one of them sees them all.
CREATE TABLE photometry_sums (
  obj_id text NOT NULL,
  audience_id integer NOT NULL,
  -- null: a stream's.
  owner_id integer,
  -- Of forced photometry, which some do not count.
  forced boolean NOT NULL,
  points integer NOT NULL,
  last_mjd double precision,
  -- The rest is of these alone; null: there is none.
  detections integer NOT NULL,
  -- MJD, id and flux in µJy: the smaller of two is the earlier one, the larger the later one.
  first_detection double precision[],
  last_detection double precision[],
  -- Flux, and the MJD with its sign turned: the larger of two is the brighter, of equal ones the earlier.
  peak double precision[]
) WITH (fillfactor = 85);
CREATE UNIQUE INDEX photometry_sums_part ON photometry_sums (obj_id, audience_id, owner_id, forced)
  NULLS NOT DISTINCT;
ALTER TABLE photometry_sums ENABLE ROW LEVEL SECURITY;
ALTER TABLE photometry_sums FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON photometry_sums TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON photometry_sums FOR SELECT TO fritz_app USING (
  EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = photometry_sums.audience_id)
  OR owner_id = (SELECT viewer_id()) OR (SELECT viewer_has('System admin')));
GRANT SELECT ON photometry_sums TO fritz_app;

-- Points are counted whoever sees them. The owner of these functions sees what the viewer sees, as all
-- of his do, but while a row of his own transaction is in here: no other function runs until it is gone.
CREATE TABLE photometry_upkeep (xact xid8 PRIMARY KEY);
ALTER TABLE photometry_upkeep ENABLE ROW LEVEL SECURITY;
ALTER TABLE photometry_upkeep FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON photometry_upkeep TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY counts ON photometry FOR SELECT TO CURRENT_USER USING ((SELECT EXISTS (
  SELECT FROM photometry_upkeep u WHERE u.xact = pg_current_xact_id_if_assigned())));

-- Signal-to-noise above 3 is a detection, as SkyPortal has it.
CREATE FUNCTION is_detection(flux_ujy float8, fluxerr_ujy float8) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT flux_ujy > 3 * fluxerr_ujy AND fluxerr_ujy > 0
$$;
CREATE FUNCTION is_forced(origin text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT origin IN ('alert_fp', 'fp', 'forced photometry', 'forcedphot')
$$;

-- The sums of these objects, from their points.
CREATE FUNCTION counted_photometry(obj_ids text[]) RETURNS SETOF photometry_sums
  LANGUAGE sql STABLE AS $$
  SELECT p.obj_id, p.audience_id, p.owner_id, is_forced(p.origin), count(*)::integer, max(p.mjd),
         count(*) FILTER (WHERE is_detection(p.flux_ujy, p.fluxerr_ujy))::integer,
         min(ARRAY[p.mjd, p.id::float8, p.flux_ujy])
           FILTER (WHERE is_detection(p.flux_ujy, p.fluxerr_ujy)),
         max(ARRAY[p.mjd, p.id::float8, p.flux_ujy])
           FILTER (WHERE is_detection(p.flux_ujy, p.fluxerr_ujy)),
         max(ARRAY[p.flux_ujy, -p.mjd]) FILTER (WHERE is_detection(p.flux_ujy, p.fluxerr_ujy))
    FROM photometry p WHERE p.obj_id = ANY (obj_ids) GROUP BY 1, 2, 3, 4
$$;

-- Makes the sums of these objects anew. Whoever changes points meanwhile waits with theirs, or is waited for.
CREATE FUNCTION refill_photometry_sums(obj_ids text[]) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  LOCK TABLE photometry_sums IN SHARE ROW EXCLUSIVE MODE;
  INSERT INTO photometry_upkeep VALUES (pg_current_xact_id());
  DELETE FROM photometry_sums s WHERE s.obj_id = ANY (obj_ids);
  INSERT INTO photometry_sums SELECT * FROM counted_photometry(obj_ids) ORDER BY 1, 2, 3, 4;
  DELETE FROM photometry_upkeep u WHERE u.xact = pg_current_xact_id();
END $$;

-- Counts some parts again, once whoever is changing them is done. Parts are locked in one order, before
-- the points are read: a statement sees what was committed when it began.
CREATE FUNCTION recount_photometry(
  obj_ids text[], audience_ids integer[], owner_ids integer[], are_forced boolean[])
  RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  is_outermost boolean;
BEGIN
  INSERT INTO photometry_sums (obj_id, audience_id, owner_id, forced, points, detections)
    SELECT k.obj_id, k.audience_id, k.owner_id, k.forced, 0, 0
      FROM unnest(obj_ids, audience_ids, owner_ids, are_forced)
        AS k (obj_id, audience_id, owner_id, forced)
     ORDER BY 1, 2, 3, 4
    ON CONFLICT (obj_id, audience_id, owner_id, forced) DO UPDATE SET points = 0 WHERE false;
  INSERT INTO photometry_upkeep VALUES (pg_current_xact_id()) ON CONFLICT DO NOTHING;
  is_outermost := FOUND;
  UPDATE photometry_sums s
     SET points = coalesce(c.points, 0), detections = coalesce(c.detections, 0),
         last_mjd = c.last_mjd, first_detection = c.first_detection,
         last_detection = c.last_detection, peak = c.peak
    FROM unnest(obj_ids, audience_ids, owner_ids, are_forced)
           AS k (obj_id, audience_id, owner_id, forced)
    LEFT JOIN counted_photometry(obj_ids) c ON c.obj_id = k.obj_id AND c.audience_id = k.audience_id
      AND c.owner_id IS NOT DISTINCT FROM k.owner_id AND c.forced = k.forced
   WHERE s.obj_id = k.obj_id AND s.audience_id = k.audience_id
     AND s.owner_id IS NOT DISTINCT FROM k.owner_id AND s.forced = k.forced;
  DELETE FROM photometry_upkeep u WHERE is_outermost AND u.xact = pg_current_xact_id();
  DELETE FROM photometry_sums s
    USING unnest(obj_ids, audience_ids, owner_ids, are_forced)
      AS k (obj_id, audience_id, owner_id, forced)
   WHERE s.obj_id = k.obj_id AND s.audience_id = k.audience_id
     AND s.owner_id IS NOT DISTINCT FROM k.owner_id AND s.forced = k.forced AND s.points = 0;
END $$;

CREATE FUNCTION on_photometry_added() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  INSERT INTO photometry_sums AS s
    SELECT p.obj_id, p.audience_id, p.owner_id, is_forced(p.origin), count(*)::integer, max(p.mjd),
           count(*) FILTER (WHERE is_detection(p.flux_ujy, p.fluxerr_ujy))::integer,
           min(ARRAY[p.mjd, p.id::float8, p.flux_ujy])
             FILTER (WHERE is_detection(p.flux_ujy, p.fluxerr_ujy)),
           max(ARRAY[p.mjd, p.id::float8, p.flux_ujy])
             FILTER (WHERE is_detection(p.flux_ujy, p.fluxerr_ujy)),
           max(ARRAY[p.flux_ujy, -p.mjd]) FILTER (WHERE is_detection(p.flux_ujy, p.fluxerr_ujy))
      FROM added p GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
    ON CONFLICT (obj_id, audience_id, owner_id, forced) DO UPDATE SET
      points = s.points + excluded.points, detections = s.detections + excluded.detections,
      last_mjd = greatest(s.last_mjd, excluded.last_mjd),
      first_detection = least(s.first_detection, excluded.first_detection),
      last_detection = greatest(s.last_detection, excluded.last_detection),
      peak = greatest(s.peak, excluded.peak);
  RETURN NULL;
END $$;

CREATE FUNCTION on_photometry_changed() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM recount_photometry(array_agg(k.obj_id), array_agg(k.audience_id), array_agg(k.owner_id),
      array_agg(k.forced)) FROM (
    SELECT DISTINCT key.* FROM was w JOIN now n USING (id)
      CROSS JOIN LATERAL (VALUES (w.obj_id, w.audience_id, w.owner_id, is_forced(w.origin)),
        (n.obj_id, n.audience_id, n.owner_id, is_forced(n.origin)))
        AS key (obj_id, audience_id, owner_id, forced)
     WHERE (w.obj_id, w.audience_id, w.owner_id, w.origin, w.mjd, w.flux_ujy, w.fluxerr_ujy)
       IS DISTINCT FROM (n.obj_id, n.audience_id, n.owner_id, n.origin, n.mjd, n.flux_ujy, n.fluxerr_ujy)
    ) AS k HAVING count(*) > 0;
  RETURN NULL;
END $$;

CREATE FUNCTION on_photometry_removed() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM recount_photometry(array_agg(k.obj_id), array_agg(k.audience_id), array_agg(k.owner_id),
      array_agg(k.forced)) FROM (
    SELECT DISTINCT g.obj_id, g.audience_id, g.owner_id, is_forced(g.origin) AS forced FROM gone g
    ) AS k HAVING count(*) > 0;
  RETURN NULL;
END $$;

CREATE TRIGGER sums_added AFTER INSERT ON photometry REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION on_photometry_added();
CREATE TRIGGER sums_changed AFTER UPDATE ON photometry
  REFERENCING OLD TABLE AS was NEW TABLE AS now
  FOR EACH STATEMENT EXECUTE FUNCTION on_photometry_changed();
CREATE TRIGGER sums_removed AFTER DELETE ON photometry REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION on_photometry_removed();

REVOKE EXECUTE ON FUNCTION counted_photometry(text[]), refill_photometry_sums(text[]),
  recount_photometry(text[], integer[], integer[], boolean[]), on_photometry_added(),
  on_photometry_changed(), on_photometry_removed() FROM PUBLIC;
