-- Spectra of objects: who took them, who reduced them, and the files that they came in.

CREATE TABLE spectra (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  obj_id text NOT NULL REFERENCES objs ON DELETE CASCADE,
  instrument_id integer NOT NULL REFERENCES instruments,
  observed_at timestamptz NOT NULL,
  -- Of what: the source, all of its host, or the host's middle.
  type text NOT NULL DEFAULT 'source' CHECK (type IN ('source', 'host', 'host_center')),
  label text,
  -- Where it comes from: a pipeline, an archive.
  origin text,
  -- Of the fluxes and their errors; null: not known, or arbitrary. The last one is per ångström.
  units text CHECK (units IN ('Jy', 'AB', 'erg/s/cm/cm/AA')),
  -- Ångström, in the order of the file; a flux that is missing is null.
  wavelengths double precision[] NOT NULL,
  fluxes double precision[] NOT NULL,
  errors double precision[],
  altdata jsonb,
  -- Names of people who have no account; somebody who has one answers for each of them.
  external_pi text,
  external_reducer text,
  external_observer text,
  original_file_filename text,
  owner_id integer REFERENCES users ON DELETE SET NULL,
  audience_id integer NOT NULL REFERENCES audiences,
  created_at timestamptz NOT NULL DEFAULT now(),
  modified_at timestamptz NOT NULL DEFAULT now(),
  CHECK (cardinality(wavelengths) > 0 AND array_position(wavelengths, NULL) IS NULL),
  CHECK (cardinality(fluxes) = cardinality(wavelengths)),
  CHECK (cardinality(errors) = cardinality(wavelengths))
);
CREATE INDEX spectra_obj ON spectra (obj_id, observed_at);
CREATE INDEX spectra_instrument ON spectra (instrument_id, observed_at);
CREATE INDEX spectra_observed ON spectra (observed_at);
CREATE INDEX spectra_owner ON spectra (owner_id);
CREATE INDEX spectra_audience ON spectra (audience_id);

CREATE TABLE spectrum_people (
  spectrum_id integer NOT NULL REFERENCES spectra ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('pi', 'reducer', 'observer')),
  user_id integer NOT NULL REFERENCES users ON DELETE CASCADE,
  -- In the order in which they were named.
  place integer NOT NULL,
  PRIMARY KEY (spectrum_id, role, user_id)
);
CREATE INDEX spectrum_people_user ON spectrum_people (user_id);

-- Out of the row that lists read.
CREATE TABLE spectrum_files (
  spectrum_id integer PRIMARY KEY REFERENCES spectra ON DELETE CASCADE,
  content bytea NOT NULL CHECK (octet_length(content) <= 10000000)
);

-- ── rights ───────────────────────────────────────────────────────────────────────────────────
-- Whether the viewer may give something of his to an audience: one of groups alone, of which he knows
-- those that `known` does not have already.
CREATE FUNCTION viewer_may_publish(addressed integer, known integer DEFAULT NULL) RETURNS boolean
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  RETURN viewer_id() IS NOT NULL
    AND EXISTS (SELECT FROM audience_groups ag WHERE ag.audience_id = addressed)
    AND NOT EXISTS (SELECT FROM audience_streams ast WHERE ast.audience_id = addressed)
    AND NOT EXISTS (
      SELECT FROM audience_groups ag JOIN groups g ON g.id = ag.group_id
       WHERE ag.audience_id = addressed AND g.private
         AND g.id NOT IN (SELECT viewer_groups()) AND NOT viewer_has('Manage groups')
         AND NOT EXISTS (SELECT FROM audience_groups k
           WHERE k.audience_id = known AND k.group_id = ag.group_id));
END $$;

CREATE FUNCTION on_spectrum_readdressed() RETURNS trigger
  LANGUAGE plpgsql SET search_path = fritz, pg_temp AS $$
BEGIN
  IF NOT coalesce(viewer_may_publish(NEW.audience_id, OLD.audience_id), false) THEN
    RAISE EXCEPTION 'the viewer may not give this to these groups'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER spectra_readdressed BEFORE UPDATE OF audience_id ON spectra
  FOR EACH ROW WHEN (current_user = 'fritz_app' AND NEW.audience_id <> OLD.audience_id)
  EXECUTE FUNCTION on_spectrum_readdressed();

-- The audience of a spectrum that is the viewer's, or the system's admin's, with these groups besides
-- its own, which he need not know all. Null where there is no such spectrum.
CREATE FUNCTION wider_spectrum_audience(of_spectrum integer, to_groups integer[]) RETURNS integer
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  RETURN (SELECT intern_audience(
      ARRAY(SELECT ag.group_id FROM audience_groups ag WHERE ag.audience_id = s.audience_id
        UNION SELECT unnest(to_groups)))
    FROM spectra s WHERE s.id = of_spectrum
      AND (s.owner_id = viewer_id() OR viewer_has('System admin')));
END $$;

-- Who sees a spectrum knows of its object.
CREATE FUNCTION on_spectrum_told() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  INSERT INTO obj_audiences (obj_id, audience_id) VALUES (NEW.obj_id, NEW.audience_id)
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER spectra_told AFTER INSERT OR UPDATE OF audience_id ON spectra
  FOR EACH ROW EXECUTE FUNCTION on_spectrum_told();

ALTER TABLE spectra ENABLE ROW LEVEL SECURITY;
ALTER TABLE spectra FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON spectra TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON spectra FOR SELECT TO fritz_app USING (
  EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = spectra.audience_id)
  OR owner_id = (SELECT viewer_id()) OR (SELECT viewer_has('System admin')));
CREATE POLICY adds ON spectra FOR INSERT TO fritz_app WITH CHECK (
  owner_id = (SELECT viewer_id()) AND viewer_may_publish(audience_id)
  AND EXISTS (SELECT FROM objs o WHERE o.id = spectra.obj_id));
CREATE POLICY changes ON spectra FOR UPDATE TO fritz_app
  USING (owner_id = (SELECT viewer_id()) OR (SELECT viewer_has('System admin')));
CREATE POLICY removes ON spectra FOR DELETE TO fritz_app
  USING (owner_id = (SELECT viewer_id()) OR (SELECT viewer_has('System admin')));
CREATE POLICY permitted_adds ON spectra AS RESTRICTIVE FOR INSERT TO fritz_app
  WITH CHECK ((SELECT viewer_has('Upload data')));
CREATE POLICY permitted_changes ON spectra AS RESTRICTIVE FOR UPDATE TO fritz_app
  USING ((SELECT viewer_has('Upload data')));
CREATE POLICY permitted_removes ON spectra AS RESTRICTIVE FOR DELETE TO fritz_app
  USING ((SELECT viewer_has('Upload data')));

-- What belongs to a spectrum is for who sees it, and his who may change it.
CREATE FUNCTION viewer_may_change_spectrum(changed integer) RETURNS boolean
  LANGUAGE plpgsql STABLE SET search_path = fritz, pg_temp AS $$
BEGIN
  RETURN viewer_has('Upload data') AND EXISTS (SELECT FROM spectra s WHERE s.id = changed
    AND (s.owner_id = viewer_id() OR viewer_has('System admin')));
END $$;

ALTER TABLE spectrum_people ENABLE ROW LEVEL SECURITY;
ALTER TABLE spectrum_people FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON spectrum_people TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON spectrum_people FOR SELECT TO fritz_app
  USING (EXISTS (SELECT FROM spectra s WHERE s.id = spectrum_people.spectrum_id));
CREATE POLICY adds ON spectrum_people FOR INSERT TO fritz_app
  WITH CHECK (viewer_may_change_spectrum(spectrum_id));
CREATE POLICY removes ON spectrum_people FOR DELETE TO fritz_app
  USING (viewer_may_change_spectrum(spectrum_id));

ALTER TABLE spectrum_files ENABLE ROW LEVEL SECURITY;
ALTER TABLE spectrum_files FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON spectrum_files TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON spectrum_files FOR SELECT TO fritz_app
  USING (EXISTS (SELECT FROM spectra s WHERE s.id = spectrum_files.spectrum_id));
CREATE POLICY adds ON spectrum_files FOR INSERT TO fritz_app
  WITH CHECK (viewer_may_change_spectrum(spectrum_id));

REVOKE EXECUTE ON FUNCTION viewer_may_publish(integer, integer),
  wider_spectrum_audience(integer, integer[]), on_spectrum_readdressed(), on_spectrum_told()
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION viewer_may_publish(integer, integer),
  wider_spectrum_audience(integer, integer[]) TO fritz_app;
GRANT SELECT, DELETE ON spectra, spectrum_people TO fritz_app;
GRANT INSERT (obj_id, instrument_id, observed_at, type, label, origin, units, wavelengths, fluxes,
  errors, altdata, external_pi, external_reducer, external_observer, original_file_filename, owner_id,
  audience_id) ON spectra TO fritz_app;
GRANT UPDATE (instrument_id, observed_at, type, label, origin, units, wavelengths, fluxes, errors,
  altdata, external_pi, external_reducer, external_observer, audience_id, modified_at)
  ON spectra TO fritz_app;
GRANT INSERT (spectrum_id, role, user_id, place) ON spectrum_people TO fritz_app;
GRANT SELECT, INSERT (spectrum_id, content) ON spectrum_files TO fritz_app;

-- ── audit ────────────────────────────────────────────────────────────────────────────────────
SELECT audit('spectra', kind => 'spectrum', id => 'id', about_user => 'owner_id',
  about_audience => 'audience_id',
  kept => '{obj_id,instrument_id,observed_at,type,label,origin,units,altdata,external_pi,external_reducer,external_observer,original_file_filename,audience_id,owner_id}');
