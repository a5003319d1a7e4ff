-- Photometric series: many points of one object in one band, kept as a whole.

CREATE TABLE photometric_series (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  obj_id text NOT NULL REFERENCES objs ON DELETE CASCADE,
  -- A night, a sector; and the object's name in it.
  series_name text NOT NULL,
  series_obj_id text NOT NULL,
  instrument_id integer NOT NULL REFERENCES instruments,
  band text NOT NULL,
  channel text NOT NULL DEFAULT '',
  origin text NOT NULL DEFAULT '',
  ra double precision NOT NULL,
  dec double precision NOT NULL,
  ra_unc double precision,
  dec_unc double precision,
  exptime_s double precision NOT NULL,
  time_stamp_alignment text NOT NULL DEFAULT 'middle'
    CHECK (time_stamp_alignment IN ('start', 'middle', 'end')),
  limiting_mag double precision,
  ref_flux_ujy double precision,
  ref_fluxerr_ujy double precision,
  altdata jsonb,
  -- Columns as they were given, in their order: mjd, flux or mag, and any others.
  data jsonb NOT NULL CHECK (jsonb_typeof(data) = 'object'),
  -- What the columns say, computed as they come: SkyPortal's words.
  summary jsonb NOT NULL,
  mjd_first double precision NOT NULL,
  mjd_last double precision NOT NULL,
  num_exp integer NOT NULL,
  -- MD5 of the data.
  hash text NOT NULL,
  audience_id integer NOT NULL REFERENCES audiences,
  owner_id integer REFERENCES users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  modified_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX photometric_series_obj ON photometric_series (obj_id);
CREATE INDEX photometric_series_audience ON photometric_series (audience_id);
-- Its owner is in the key: a series that one may not see is never told of.
CREATE UNIQUE INDEX photometric_series_once ON photometric_series
  (obj_id, instrument_id, origin, series_name, series_obj_id, channel, band, owner_id);
SELECT audit('photometric_series', kind => 'photometry', id => 'id', about_user => 'owner_id',
  about_audience => 'audience_id',
  kept => '{obj_id,series_name,series_obj_id,instrument_id,band,channel,origin,num_exp,hash,audience_id,owner_id}');

-- Whoever sees a series sees that there is its object.
CREATE TRIGGER photometric_series_told AFTER INSERT OR UPDATE OF audience_id ON photometric_series
  FOR EACH ROW EXECUTE FUNCTION on_photometry_told();
-- The audience is that of an upload: groups that the viewer knows of, streams that he reads.
CREATE FUNCTION on_series_addressed() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  IF viewer_id() IS NULL THEN RETURN NEW; END IF;
  IF EXISTS (SELECT FROM audiences a WHERE a.id = NEW.audience_id AND a.survey IS NOT NULL)
    OR NOT EXISTS (SELECT FROM audience_groups ag JOIN groups g ON g.id = ag.group_id
      WHERE ag.audience_id = NEW.audience_id AND g.single_user_id = NEW.owner_id)
  THEN
    RAISE EXCEPTION 'a series is for its owner and groups' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM demand_upload_targets(
    ARRAY(SELECT ag.group_id FROM audience_groups ag JOIN groups g ON g.id = ag.group_id
      WHERE ag.audience_id = NEW.audience_id AND g.single_user_id IS DISTINCT FROM NEW.owner_id),
    ARRAY(SELECT ast.stream_id FROM audience_streams ast WHERE ast.audience_id = NEW.audience_id));
  RETURN NEW;
END $$;
CREATE TRIGGER photometric_series_addressed BEFORE INSERT ON photometric_series
  FOR EACH ROW EXECUTE FUNCTION on_series_addressed();
CREATE TRIGGER photometric_series_readdressed BEFORE UPDATE OF audience_id ON photometric_series
  FOR EACH ROW WHEN (OLD.audience_id IS DISTINCT FROM NEW.audience_id)
  EXECUTE FUNCTION on_series_addressed();

ALTER TABLE photometric_series ENABLE ROW LEVEL SECURITY;
ALTER TABLE photometric_series FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON photometric_series TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON photometric_series FOR SELECT TO fritz_app USING (
  audience_id IN (SELECT visible_audiences()) OR owner_id = (SELECT viewer_id()));
CREATE POLICY adds ON photometric_series FOR INSERT TO fritz_app WITH CHECK (
  (SELECT viewer_has('Upload data')) AND owner_id = (SELECT viewer_id())
  AND EXISTS (SELECT FROM objs o WHERE o.id = photometric_series.obj_id));
CREATE POLICY changes ON photometric_series FOR UPDATE TO fritz_app
  USING ((SELECT viewer_has('Upload data')) AND (owner_id = (SELECT viewer_id())
    OR ((SELECT viewer_has('Manage photometry')) AND audience_id IN (SELECT visible_audiences()))));
CREATE POLICY removes ON photometric_series FOR DELETE TO fritz_app
  USING ((SELECT viewer_has('Upload data')) AND (owner_id = (SELECT viewer_id())
    OR ((SELECT viewer_has('Manage photometry')) AND audience_id IN (SELECT visible_audiences()))));

-- What an upload is for, as its audience: of the viewer's own, whatever else.
CREATE FUNCTION series_audience(to_groups integer[], to_streams integer[]) RETURNS integer
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM demand_upload_targets(to_groups, to_streams);
  RETURN upload_audience(to_groups, to_streams);
END $$;
REVOKE EXECUTE ON FUNCTION on_series_addressed(), series_audience(integer[], integer[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION series_audience(integer[], integer[]) TO fritz_app;
GRANT SELECT, DELETE, INSERT (obj_id, series_name, series_obj_id, instrument_id, band, channel, origin,
  ra, dec, ra_unc, dec_unc, exptime_s, time_stamp_alignment, limiting_mag, ref_flux_ujy, ref_fluxerr_ujy,
  altdata, data, summary, mjd_first, mjd_last, num_exp, hash, audience_id, owner_id),
  UPDATE (series_name, series_obj_id, instrument_id, band, channel, origin, ra, dec, ra_unc, dec_unc,
  exptime_s, time_stamp_alignment, limiting_mag, ref_flux_ujy, ref_fluxerr_ujy, altdata, data, summary,
  mjd_first, mjd_last, num_exp, hash, audience_id, modified_at) ON photometric_series TO fritz_app;
