-- Objects that passed a filter or were saved, what groups did with them, and their photometry.

-- An object has no audience of its own: whoever sees something of it sees that it exists.
CREATE TABLE objs (
  id text PRIMARY KEY CHECK (id ~ '^[a-zA-Z0-9_;:+.-]+$'),
  survey text NOT NULL,
  -- ICRS, degrees.
  ra double precision NOT NULL,
  dec double precision NOT NULL,
  hpx bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX objs_hpx ON objs (hpx);
CREATE TABLE obj_audiences (
  obj_id text NOT NULL REFERENCES objs ON DELETE CASCADE,
  audience_id integer NOT NULL REFERENCES audiences,
  PRIMARY KEY (obj_id, audience_id)
);
CREATE INDEX obj_audiences_audience ON obj_audiences (audience_id);

-- An alert that passed a version of a filter.
CREATE TABLE candidates (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  obj_id text NOT NULL REFERENCES objs ON DELETE CASCADE,
  filter_id integer NOT NULL REFERENCES filters ON DELETE CASCADE,
  filter_version_id integer NOT NULL REFERENCES filter_versions ON DELETE CASCADE,
  -- The filter's group.
  audience_id integer NOT NULL REFERENCES audiences,
  survey text NOT NULL,
  candid bigint NOT NULL,
  passed_at timestamptz NOT NULL DEFAULT now(),
  -- What the filter's last stage gave: `annotations` and the rest.
  output jsonb NOT NULL DEFAULT '{}',
  UNIQUE (filter_id, candid)
);
CREATE INDEX candidates_obj ON candidates (obj_id);
CREATE INDEX candidates_filter_passed ON candidates (filter_id, passed_at DESC);
CREATE INDEX candidates_version ON candidates (filter_version_id);

-- A group's saved objects.
CREATE TABLE sources (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  obj_id text NOT NULL REFERENCES objs ON DELETE CASCADE,
  group_id integer NOT NULL REFERENCES groups ON DELETE CASCADE,
  audience_id integer NOT NULL REFERENCES audiences,
  saved_by integer REFERENCES users ON DELETE SET NULL,
  saved_at timestamptz NOT NULL DEFAULT now(),
  active boolean NOT NULL DEFAULT true,
  unsaved_by integer REFERENCES users ON DELETE SET NULL,
  unsaved_at timestamptz,
  UNIQUE (obj_id, group_id)
);
CREATE INDEX sources_group_saved ON sources (group_id, saved_at DESC);

-- Who saves an object tells his group of it: only so does a viewer widen who knows of an object.
CREATE FUNCTION on_source_saved() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  INSERT INTO obj_audiences (obj_id, audience_id) VALUES (NEW.obj_id, NEW.audience_id)
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER sources_audience AFTER INSERT ON sources
  FOR EACH ROW EXECUTE FUNCTION on_source_saved();

-- µJy, AB zero point 23.9. Alert points and people's uploads live together.
CREATE TABLE photometry (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  obj_id text NOT NULL REFERENCES objs ON DELETE CASCADE,
  instrument text NOT NULL,
  -- '' for people's uploads without one; 'alert' and 'alert_fp' from the stream.
  origin text NOT NULL DEFAULT '',
  band text NOT NULL,
  -- Start of exposure, UTC.
  mjd double precision NOT NULL,
  exptime_s real,
  -- Signed; null for a limit.
  flux_ujy double precision,
  fluxerr_ujy double precision,
  ref_flux_ujy double precision,
  ref_fluxerr_ujy double precision,
  -- AB, with its sigma; of a limit, and of an alert point the image's.
  limiting_mag real,
  limiting_mag_nsigma real,
  ra double precision,
  dec double precision,
  -- The detection's id where the point is one.
  candid bigint,
  audience_id integer NOT NULL REFERENCES audiences,
  owner_id integer REFERENCES users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
-- The audience is in the key, so that a duplicate never reveals a row that one may not see.
CREATE UNIQUE INDEX photometry_once ON photometry
  (obj_id, instrument, origin, band, mjd, flux_ujy, fluxerr_ujy, audience_id) NULLS NOT DISTINCT;

-- Makes an object known to the marshal of which the viewer sees alerts: to everyone who sees these
-- alerts. False where he sees none.
CREATE FUNCTION adopt_obj(wanted text) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE seen integer[];
BEGIN
  -- Said here too: an owner that is a superuser is under no policy.
  SELECT array_agg(DISTINCT a.audience_id) INTO seen FROM ztf_alerts a
    WHERE a.object_id = wanted AND a.audience_id IN (SELECT visible_audiences());
  IF seen IS NULL THEN RETURN false; END IF;
  INSERT INTO objs (id, survey, ra, dec, hpx)
    SELECT a.object_id, 'ztf', a.ra, a.dec, a.hpx FROM ztf_alerts a
      WHERE a.object_id = wanted AND a.audience_id = ANY (seen) ORDER BY a.candid LIMIT 1
    ON CONFLICT DO NOTHING;
  INSERT INTO obj_audiences (obj_id, audience_id) SELECT wanted, unnest(seen)
    ON CONFLICT DO NOTHING;
  RETURN true;
END $$;

ALTER TABLE objs ENABLE ROW LEVEL SECURITY;
ALTER TABLE objs FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON objs TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON objs FOR SELECT TO fritz_app USING (EXISTS (
  SELECT FROM obj_audiences oa WHERE oa.obj_id = objs.id));
ALTER TABLE obj_audiences ENABLE ROW LEVEL SECURITY;
ALTER TABLE obj_audiences FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON obj_audiences FOR SELECT TO fritz_app
  USING (audience_id IN (SELECT visible_audiences()));
CREATE POLICY maintainer ON obj_audiences TO CURRENT_USER USING (true) WITH CHECK (true);
ALTER TABLE candidates ENABLE ROW LEVEL SECURITY;
ALTER TABLE candidates FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON candidates FOR SELECT TO fritz_app USING (
  audience_id IN (SELECT visible_audiences()) AND filter_id IN (SELECT f.id FROM filters f));
ALTER TABLE sources ENABLE ROW LEVEL SECURITY;
ALTER TABLE sources FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON sources FOR SELECT TO fritz_app
  USING (audience_id IN (SELECT visible_audiences()));
CREATE POLICY adds ON sources FOR INSERT TO fritz_app WITH CHECK (
  audience_id = intern_audience(ARRAY[group_id]) AND saved_by = (SELECT viewer_id())
  AND EXISTS (SELECT FROM objs o WHERE o.id = sources.obj_id)
  AND ((SELECT viewer_has('System admin')) OR group_id IN (SELECT viewer_saving_groups())));
CREATE POLICY changes ON sources FOR UPDATE TO fritz_app
  USING ((SELECT viewer_has('System admin')) OR group_id IN (SELECT viewer_saving_groups()))
  WITH CHECK ((CASE WHEN active THEN saved_by ELSE unsaved_by END) = (SELECT viewer_id()));
ALTER TABLE photometry ENABLE ROW LEVEL SECURITY;
ALTER TABLE photometry FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON photometry FOR SELECT TO fritz_app USING (
  audience_id IN (SELECT visible_audiences()) OR owner_id = (SELECT viewer_id()));
-- The points of an alert stream, by which an adopted object begins.
CREATE POLICY adopts ON photometry FOR INSERT TO fritz_app WITH CHECK (
  owner_id IS NULL AND origin IN ('alert', 'alert_fp')
  AND audience_id IN (
    SELECT a.id FROM audiences a WHERE a.survey IS NOT NULL AND a.id IN (SELECT visible_audiences()))
  AND EXISTS (SELECT FROM objs o WHERE o.id = photometry.obj_id));

REVOKE EXECUTE ON FUNCTION on_source_saved(), adopt_obj(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION adopt_obj(text) TO fritz_app;
GRANT SELECT ON objs, candidates, photometry TO fritz_app;
GRANT INSERT (obj_id, instrument, origin, band, mjd, exptime_s, flux_ujy, fluxerr_ujy, ref_flux_ujy,
  ref_fluxerr_ujy, limiting_mag, limiting_mag_nsigma, ra, dec, candid, audience_id)
  ON photometry TO fritz_app;
GRANT SELECT ON obj_audiences TO fritz_app;
GRANT SELECT, INSERT ON sources TO fritz_app;
GRANT UPDATE (active, saved_by, saved_at, unsaved_by, unsaved_at) ON sources TO fritz_app;
GRANT SELECT, INSERT ON objs, obj_audiences, candidates TO fritz_broker;
GRANT SELECT, INSERT, DELETE ON photometry TO fritz_broker;
GRANT SELECT ON sources TO fritz_broker;
