-- Telescopes and their instruments, which everybody sees; who manages them changes them.

-- ── bands ────────────────────────────────────────────────────────────────────────────────────
-- Their names: those of packages/sky, which knows what each of them is.
CREATE TABLE bandpasses (name text PRIMARY KEY);
GRANT SELECT ON bandpasses TO fritz_app, fritz_broker;
INSERT INTO bandpasses (name) VALUES
  ('bessellux'), ('bessellb'), ('bessellv'), ('bessellr'), ('besselli'), ('standard::u'), ('standard::b'),
  ('standard::v'), ('standard::r'), ('standard::i'), ('desu'), ('desg'), ('desr'), ('desi'), ('desz'),
  ('desy'), ('sdssu'), ('sdssg'), ('sdssr'), ('sdssi'), ('sdssz'), ('cspb'), ('csphs'), ('csphd'),
  ('cspjs'), ('cspjd'), ('cspv3009'), ('cspv3014'), ('cspv9844'), ('cspys'), ('cspyd'), ('cspg'), ('cspi'),
  ('cspk'), ('cspr'), ('cspu'), ('lsstu'), ('lsstg'), ('lsstr'), ('lssti'), ('lsstz'), ('lssty'),
  ('keplercam::us'), ('keplercam::b'), ('keplercam::v'), ('keplercam::r'), ('keplercam::i'),
  ('4shooter2::us'), ('4shooter2::b'), ('4shooter2::v'), ('4shooter2::r'), ('4shooter2::i'), ('ztfg'),
  ('ztfr'), ('ztfi'), ('ztf::g'), ('ztf::r'), ('ztf::i'), ('ps1::open'), ('ps1::g'), ('ps1::r'),
  ('ps1::i'), ('ps1::z'), ('ps1::y'), ('ps1::w'), ('atlasc'), ('atlaso'), ('gotob'), ('gotog'), ('gotol'),
  ('gotor'), ('skymapperu'), ('skymapperg'), ('skymapperr'), ('skymapperi'), ('skymapperz'),
  ('megacam6::g'), ('megacam6::r'), ('megacam6::i'), ('megacam6::i2'), ('megacam6::z'), ('hsc::g'),
  ('hsc::r'), ('hsc::r2'), ('hsc::i'), ('hsc::i2'), ('hsc::z'), ('hsc::y'), ('f435w'), ('f475w'),
  ('f555w'), ('f606w'), ('f625w'), ('f775w'), ('f850lp'), ('f218w'), ('f225w'), ('f275w'), ('f300x'),
  ('f336w'), ('f350lp'), ('f390w'), ('f689m'), ('f763m'), ('f845m'), ('f438w'), ('uvf475w'), ('uvf555w'),
  ('uvf606w'), ('uvf625w'), ('uvf775w'), ('uvf814w'), ('uvf850lp'), ('kepler'), ('tess'), ('gaia::gbp'),
  ('gaia::g'), ('gaia::grp'), ('gaia::grvs'), ('galex::fuv'), ('galex::nuv'), ('uvot::b'), ('uvot::u'),
  ('uvot::uvm2'), ('uvot::uvw1'), ('uvot::uvw2'), ('uvot::v'), ('uvot::white'), ('2massj'), ('2massh'),
  ('2massks'), ('nicf110w'), ('nicf160w'), ('f098m'), ('f105w'), ('f110w'), ('f125w'), ('f127m'),
  ('f139m'), ('f140w'), ('f153m'), ('f160w'), ('euclidvis'), ('euclidy'), ('euclidj'), ('euclidh'),
  ('f062'), ('f087'), ('f106'), ('f129'), ('f158'), ('f184'), ('f213'), ('f146'), ('f070w'), ('f090w'),
  ('f115w'), ('f150w'), ('f200w'), ('f277w'), ('f356w'), ('f444w'), ('f140m'), ('f162m'), ('f182m'),
  ('f210m'), ('f250m'), ('f300m'), ('f335m'), ('f360m'), ('f410m'), ('f430m'), ('f460m'), ('f480m'),
  ('f560w'), ('f770w'), ('f1000w'), ('f1130w'), ('f1280w'), ('f1500w'), ('f1800w'), ('f2100w'), ('f2550w'),
  ('f1065c'), ('f1140c'), ('f1550c'), ('f2300c'), ('swiftxrt'), ('nicerxti'), ('radio-0.34GHz'),
  ('radio-1.4GHz'), ('radio-3GHz'), ('radio-6GHz'), ('radio-10GHz'), ('radio-15GHz'), ('radio-22GHz'),
  ('radio-33GHz'), ('radio-45GHz'), ('sma-230GHz'), ('sma-345GHz'), ('sma-400GHz');

CREATE FUNCTION are_bandpasses(names text[]) RETURNS boolean
  LANGUAGE sql STABLE SET search_path = fritz, pg_temp AS $$
  SELECT names IS NOT NULL AND NOT EXISTS (
    SELECT FROM unnest(names) AS n (name) WHERE n.name NOT IN (SELECT b.name FROM bandpasses b))
$$;

-- ── telescopes ───────────────────────────────────────────────────────────────────────────────
CREATE TABLE telescopes (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE CHECK (name <> ''),
  nickname text NOT NULL,
  -- Degrees, WGS 84, east positive; null where it has no place of its own: in space, or many places.
  lat double precision CHECK (lat BETWEEN -90 AND 90),
  lon double precision CHECK (lon > -180 AND lon <= 180),
  elevation_m double precision,
  diameter_m double precision NOT NULL CHECK (diameter_m >= 0),
  skycam_link text,
  weather_link text,
  robotic boolean NOT NULL DEFAULT false,
  fixed_location boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now(),
  modified_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((lat IS NULL) = (lon IS NULL))
);

-- ── instruments ──────────────────────────────────────────────────────────────────────────────
CREATE TABLE instruments (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- What photometry.instrument has: whatever comes to refer to it keeps it from being renamed.
  name text NOT NULL UNIQUE CHECK (name <> ''),
  type text NOT NULL CHECK (type IN ('imager', 'spectrograph', 'imaging spectrograph')),
  -- The part of the spectrum in words, e.g. optical.
  band text,
  telescope_id integer NOT NULL REFERENCES telescopes,
  filters text[] NOT NULL DEFAULT '{}' CHECK (array_position(filters, NULL) IS NULL),
  -- By filter: limiting_magnitude, magsys, exposure_time, zeropoint.
  sensitivity_data jsonb CHECK (jsonb_typeof(sensitivity_data) = 'object'),
  configuration_data jsonb CHECK (jsonb_typeof(configuration_data) = 'object'),
  -- Which of the facilities' interfaces it is asked through.
  api_classname text,
  api_classname_obsplan text,
  listener_classname text,
  treasuremap_id integer,
  tns_id integer,
  -- Its field of view around (0, 0), in the words of ds9.
  region text,
  -- What the facility said of itself last.
  status jsonb,
  status_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  modified_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX instruments_telescope ON instruments (telescope_id);

-- The fields of an instrument's grid, each with its outline on the sky.
CREATE TABLE instrument_fields (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  instrument_id integer NOT NULL REFERENCES instruments ON DELETE CASCADE,
  -- Its number in the grid.
  field_id integer NOT NULL,
  ra double precision NOT NULL CHECK (ra >= 0 AND ra < 360),
  dec double precision NOT NULL CHECK (dec BETWEEN -90 AND 90),
  -- GeoJSON in degrees; the summary is one outline around all of it.
  contour jsonb NOT NULL,
  contour_summary jsonb NOT NULL,
  UNIQUE (instrument_id, field_id)
);

-- What an instrument told of its nights.
CREATE TABLE instrument_logs (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  instrument_id integer NOT NULL REFERENCES instruments ON DELETE CASCADE,
  start_date timestamptz NOT NULL,
  end_date timestamptz NOT NULL CHECK (end_date >= start_date),
  log jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (instrument_id, start_date, end_date)
);

CREATE FUNCTION on_instrument_filters() RETURNS trigger
  LANGUAGE plpgsql SET search_path = fritz, pg_temp AS $$
BEGIN
  IF NOT are_bandpasses(NEW.filters) THEN
    RAISE EXCEPTION 'a filter of this instrument is no band that is known'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'instruments_filters_known';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER instruments_filters BEFORE INSERT OR UPDATE OF filters ON instruments
  FOR EACH ROW EXECUTE FUNCTION on_instrument_filters();

-- ── those that alerts come from ──────────────────────────────────────────────────────────────
INSERT INTO telescopes (name, nickname, lat, lon, elevation_m, diameter_m, robotic) VALUES
  ('Palomar 1.2m Oschin', 'P48', 33.3633675, -116.8361345, 1870, 1.2, true),
  ('Simonyi Survey Telescope', 'Simonyi', -30.2446, -70.7494, 2663, 8.4, true),
  ('PGIR', 'Palomar Gattini-IR', 33.3633675, -116.8361345, 1870, 0.3, true),
  ('WINTER', 'WINTER', 33.3633675, -116.8361345, 1870, 1.0, true);
INSERT INTO instruments (name, type, band, telescope_id, filters)
  SELECT i.name, 'imager', i.band, t.id, i.filters FROM telescopes t JOIN (VALUES
    ('Palomar 1.2m Oschin', 'ZTF', 'optical', '{ztfg,ztfr,ztfi}'::text[]),
    ('Simonyi Survey Telescope', 'LSST', 'optical', '{lsstu,lsstg,lsstr,lssti,lsstz,lssty}'),
    ('PGIR', 'PGIR', 'NIR', '{cspjs}'),
    ('WINTER', 'WNTR', 'NIR', '{desy,2massj,2massh}')
  ) AS i (telescope, name, band, filters) ON i.telescope = t.name;

-- ── rights ───────────────────────────────────────────────────────────────────────────────────
ALTER TABLE telescopes ENABLE ROW LEVEL SECURITY;
ALTER TABLE telescopes FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON telescopes TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON telescopes FOR SELECT TO fritz_app USING ((SELECT viewer_id()) IS NOT NULL);
CREATE POLICY adds ON telescopes FOR INSERT TO fritz_app
  WITH CHECK ((SELECT viewer_has('Manage telescopes')));
CREATE POLICY changes ON telescopes FOR UPDATE TO fritz_app
  USING ((SELECT viewer_has('Manage telescopes'))) WITH CHECK ((SELECT viewer_has('Manage telescopes')));
CREATE POLICY removes ON telescopes FOR DELETE TO fritz_app
  USING ((SELECT viewer_has('Manage telescopes')));
GRANT SELECT, DELETE ON telescopes TO fritz_app;
GRANT INSERT (name, nickname, lat, lon, elevation_m, diameter_m, skycam_link, weather_link, robotic,
  fixed_location), UPDATE (name, nickname, lat, lon, elevation_m, diameter_m, skycam_link, weather_link,
  robotic, fixed_location, modified_at) ON telescopes TO fritz_app;

-- SkyPortal asks for one permission at the route and for the other at the row: either will do.
CREATE FUNCTION viewer_manages_instruments() RETURNS boolean
  LANGUAGE sql STABLE SET search_path = fritz, pg_temp AS $$
  SELECT viewer_has('Manage instruments') OR viewer_has('Manage allocations')
$$;
ALTER TABLE instruments ENABLE ROW LEVEL SECURITY;
ALTER TABLE instruments FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON instruments TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON instruments FOR SELECT TO fritz_app USING ((SELECT viewer_id()) IS NOT NULL);
CREATE POLICY adds ON instruments FOR INSERT TO fritz_app
  WITH CHECK ((SELECT viewer_manages_instruments()));
CREATE POLICY changes ON instruments FOR UPDATE TO fritz_app
  USING ((SELECT viewer_manages_instruments())) WITH CHECK ((SELECT viewer_manages_instruments()));
CREATE POLICY removes ON instruments FOR DELETE TO fritz_app
  USING ((SELECT viewer_manages_instruments()));
GRANT SELECT ON instruments TO fritz_broker;
GRANT SELECT, DELETE ON instruments TO fritz_app;
GRANT INSERT (name, type, band, telescope_id, filters, sensitivity_data, configuration_data,
  api_classname, api_classname_obsplan, listener_classname, treasuremap_id, tns_id, region),
  UPDATE (name, type, band, telescope_id, filters, sensitivity_data, configuration_data,
  api_classname, api_classname_obsplan, listener_classname, treasuremap_id, tns_id, region, status,
  status_at, modified_at) ON instruments TO fritz_app;

ALTER TABLE instrument_fields ENABLE ROW LEVEL SECURITY;
ALTER TABLE instrument_fields FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON instrument_fields TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON instrument_fields FOR SELECT TO fritz_app
  USING ((SELECT viewer_id()) IS NOT NULL);
CREATE POLICY adds ON instrument_fields FOR INSERT TO fritz_app
  WITH CHECK ((SELECT viewer_manages_instruments()));
CREATE POLICY removes ON instrument_fields FOR DELETE TO fritz_app
  USING ((SELECT viewer_manages_instruments()));
GRANT SELECT, DELETE, INSERT (instrument_id, field_id, ra, dec, contour, contour_summary)
  ON instrument_fields TO fritz_app;

ALTER TABLE instrument_logs ENABLE ROW LEVEL SECURITY;
ALTER TABLE instrument_logs FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON instrument_logs TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON instrument_logs FOR SELECT TO fritz_app
  USING ((SELECT viewer_id()) IS NOT NULL);
CREATE POLICY adds ON instrument_logs FOR INSERT TO fritz_app
  WITH CHECK ((SELECT viewer_manages_instruments()));
CREATE POLICY changes ON instrument_logs FOR UPDATE TO fritz_app
  USING ((SELECT viewer_manages_instruments())) WITH CHECK ((SELECT viewer_manages_instruments()));
GRANT SELECT, INSERT (instrument_id, start_date, end_date, log), UPDATE (log)
  ON instrument_logs TO fritz_app;

REVOKE EXECUTE ON FUNCTION on_instrument_filters() FROM PUBLIC;

-- ── audit ────────────────────────────────────────────────────────────────────────────────────
SELECT audit('telescopes', kind => 'telescope', id => 'id',
  kept => '{name,nickname,lat,lon,elevation_m,diameter_m,robotic,fixed_location}');
SELECT audit('instruments', kind => 'instrument', id => 'id',
  kept => '{name,type,telescope_id,filters,api_classname,listener_classname}');
