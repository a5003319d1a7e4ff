-- Other surveys than ZTF: the same tables for each, made by one function. A survey's alerts table has
-- a column for each field that its adapter knows, under the field's name in lower case.

-- The surveys that have tables here.
CREATE TABLE surveys (
  name text PRIMARY KEY CHECK (name ~ '^[a-z][a-z0-9]{1,15}$'),
  -- How many candids a partition spans.
  partition_candids bigint NOT NULL CHECK (partition_candids > 0)
);
INSERT INTO surveys (name, partition_candids) VALUES ('ztf', 30000000000000000);
GRANT SELECT ON surveys TO fritz_app, fritz_broker;

-- Makes NAME_alerts, NAME_cutout_parts, NAME_light_curves and the view NAME_cutouts, with the rights and
-- the storage of ZTF's; all are range-partitioned by candid.
CREATE FUNCTION survey_make_tables(survey text, partition_candids bigint, columns text)
  RETURNS void LANGUAGE plpgsql SET search_path = fritz, pg_temp AS $$
DECLARE
  part text;
  template CONSTANT text := $template$
    CREATE TABLE {survey}_alerts (
      object_id text NOT NULL,
      candid bigint NOT NULL,
      programid smallint NOT NULL,
      audience_id integer NOT NULL,
      hpx bigint NOT NULL,
      mjd double precision NOT NULL,
      received_at timestamptz NOT NULL DEFAULT now(),
      {columns},
      PRIMARY KEY (object_id, candid),
      UNIQUE (candid)
    ) PARTITION BY RANGE (candid);
    ALTER TABLE {survey}_alerts
      ALTER COLUMN jd SET NOT NULL,
      ALTER COLUMN ra SET NOT NULL,
      ALTER COLUMN dec SET NOT NULL,
      ALTER COLUMN alert_schema SET NOT NULL;
    CREATE INDEX {survey}_alerts_hpx ON {survey}_alerts (hpx);
    CREATE INDEX {survey}_alerts_jd ON {survey}_alerts (jd);
    CREATE TABLE {survey}_cutout_parts (LIKE ztf_cutout_parts INCLUDING ALL)
      PARTITION BY RANGE (candid);
    CREATE TABLE {survey}_light_curves (
      object_id text NOT NULL,
      programid smallint NOT NULL,
      candid bigint NOT NULL,
      audience_id integer NOT NULL,
      points bytea NOT NULL,
      PRIMARY KEY (object_id, programid, candid)
    ) PARTITION BY RANGE (candid);
    ALTER TABLE {survey}_light_curves ALTER COLUMN points SET STORAGE EXTERNAL;
    CREATE POLICY maintainer ON {survey}_alerts FOR SELECT TO CURRENT_USER
      USING (audience_id IN (SELECT visible_audiences()));
    CREATE VIEW {survey}_cutouts WITH (security_invoker = true) AS
      SELECT c.candid, c.audience_id,
        c.science_name,
        (SELECT substring(string_agg(p.bytes, '' ORDER BY p.part) FROM 1 FOR c.science_bytes)
          FROM {survey}_cutout_parts p WHERE p.candid = c.candid) AS science,
        c.template_name,
        (SELECT substring(string_agg(p.bytes, '' ORDER BY p.part)
            FROM 1 + coalesce(c.science_bytes, 0) FOR c.template_bytes)
          FROM {survey}_cutout_parts p WHERE p.candid = c.candid) AS template,
        c.difference_name,
        (SELECT substring(string_agg(p.bytes, '' ORDER BY p.part)
            FROM 1 + coalesce(c.science_bytes, 0) + coalesce(c.template_bytes, 0)
            FOR c.difference_bytes)
          FROM {survey}_cutout_parts p WHERE p.candid = c.candid) AS difference
      FROM {survey}_cutout_parts c WHERE c.part = 0;
    GRANT SELECT ON {survey}_cutouts TO fritz_app, fritz_broker;
  $template$;
  protection CONSTANT text := $template$
    ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY reads ON {table} FOR SELECT TO fritz_app USING (
      EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = {table}.audience_id)
      OR (SELECT viewer_has('System admin')));
    GRANT SELECT ON {table} TO fritz_app;
    GRANT SELECT, INSERT ON {table} TO fritz_broker;
  $template$;
BEGIN
  INSERT INTO surveys (name, partition_candids)
    VALUES (survey_make_tables.survey, survey_make_tables.partition_candids);
  EXECUTE replace(replace(template, '{survey}', survey), '{columns}', columns);
  FOREACH part IN ARRAY ARRAY['alerts', 'cutout_parts', 'light_curves'] LOOP
    EXECUTE replace(protection, '{table}', survey || '_' || part);
  END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION survey_make_tables(text, bigint, text) FROM PUBLIC;

-- Makes the partitions that these candids of a survey need, without blocking anyone.
CREATE FUNCTION survey_ensure_partitions(survey text, candids bigint[]) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  width bigint;
  lower_bound bigint;
  upper_bound text;
  parent text;
  child text;
  made integer := 0;
BEGIN
  IF survey = 'ztf' THEN RETURN ztf_ensure_partitions(candids); END IF;
  SELECT s.partition_candids INTO STRICT width FROM surveys s
    WHERE s.name = survey_ensure_partitions.survey;
  FOR lower_bound IN SELECT DISTINCT c - c % width FROM unnest(candids) AS t (c) ORDER BY 1
  LOOP
    upper_bound := CASE WHEN lower_bound <= 9223372036854775807 - width
      THEN (lower_bound + width)::text ELSE 'MAXVALUE' END;
    FOREACH parent IN ARRAY ARRAY['alerts', 'cutout_parts', 'light_curves'] LOOP
      parent := survey || '_' || parent;
      child := parent || '_' || lpad((lower_bound / width)::text, 5, '0');
      CONTINUE WHEN to_regclass(child) IS NOT NULL;
      PERFORM pg_advisory_xact_lock(hashtext('survey_ensure_partitions'));
      CONTINUE WHEN to_regclass(child) IS NOT NULL;
      EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)
        WITH (autovacuum_analyze_scale_factor = 0.5, autovacuum_vacuum_insert_scale_factor = 1,
          toast_tuple_target = 8160)',
        child, parent);
      EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', child);
      EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', child);
      EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)',
        parent, child, lower_bound, upper_bound);
      made := made + 1;
    END LOOP;
  END LOOP;
  RETURN made;
END $$;
REVOKE EXECUTE ON FUNCTION survey_ensure_partitions(text, bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION survey_ensure_partitions(text, bigint[]) TO fritz_broker;

-- An object may be of any survey.
CREATE OR REPLACE FUNCTION adopt_obj(wanted text) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  seen integer[];
  of_survey text;
  inserted integer;
  is_new boolean;
BEGIN
  IF viewer_id() IS NOT NULL AND NOT viewer_has('Upload data') THEN
    RAISE EXCEPTION 'adopting an object needs the permission "Upload data"'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  -- Said here too: an owner that is a superuser is under no policy.
  FOR of_survey IN
    SELECT s.name FROM surveys s LEFT JOIN objs o ON o.id = wanted
      ORDER BY s.name IS DISTINCT FROM o.survey, s.name
  LOOP
    EXECUTE format('SELECT array_agg(DISTINCT a.audience_id) FROM %I a
      WHERE a.object_id = $1 AND a.audience_id IN (SELECT visible_audiences())', of_survey || '_alerts')
      INTO seen USING wanted;
    EXIT WHEN seen IS NOT NULL;
  END LOOP;
  IF seen IS NULL THEN RETURN false; END IF;
  EXECUTE format('INSERT INTO objs (id, survey, ra, dec, hpx)
    SELECT a.object_id, $1, a.ra, a.dec, a.hpx FROM %I a
      WHERE a.object_id = $2 AND a.audience_id = ANY ($3) ORDER BY a.candid LIMIT 1
    ON CONFLICT DO NOTHING', of_survey || '_alerts') USING of_survey, wanted, seen;
  -- EXECUTE leaves FOUND alone.
  GET DIAGNOSTICS inserted = ROW_COUNT;
  is_new := inserted > 0;
  INSERT INTO obj_audiences (obj_id, audience_id) SELECT wanted, unnest(seen)
    ON CONFLICT DO NOTHING;
  -- An object that passed a filter has all its points from the broker. A light curve has points of
  -- other programmes than its alerts.
  IF is_new OR EXISTS (SELECT FROM obj_adoptions oa WHERE oa.obj_id = wanted) THEN
    INSERT INTO obj_adoptions (obj_id, audience_id, adopted_by)
      SELECT wanted, a.id, viewer_id() FROM audiences a
        WHERE a.survey = of_survey AND a.id IN (SELECT visible_audiences())
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
        JOIN audiences a ON a.program_id = p."programId"
          AND a.survey = (SELECT o.survey FROM objs o WHERE o.id = adopted)
        WHERE a.id = oa.audience_id)
    WHERE oa.obj_id = adopted AND oa.audience_id = ANY (taking);
  RETURN taken;
END $$;

-- The surveys' tables, written by scripts/survey-tables.ts.
SELECT survey_make_tables('lsst', 131941395333120, $columns$
  jd double precision, alert_diasourceid bigint, alert_observation_reason text,
  alert_target_name text, visit bigint, detector integer, diaobjectid bigint, ssobjectid bigint,
  parentdiasourceid bigint, midpointmjdtai double precision, ra double precision, raerr real,
  dec double precision, decerr real, ra_dec_cov real, x real, xerr real, y real, yerr real,
  centroid_flag boolean, apflux real, apfluxerr real, apflux_flag boolean,
  apflux_flag_aperturetruncated boolean, isnegative boolean, snr real, psfflux real,
  psffluxerr real, psflnl real, psfchi2 real, psfndata integer, psfflux_flag boolean,
  psfflux_flag_edge boolean, psfflux_flag_nogoodpixels boolean, trailflux real,
  trailfluxerr real, trailra double precision, trailraerr real, traildec double precision,
  traildecerr real, traillength real, traillengtherr real, trailangle real, trailangleerr real,
  trailchi2 real, trailndata integer, trail_flag_edge boolean, dipolemeanflux real,
  dipolemeanfluxerr real, dipolefluxdiff real, dipolefluxdifferr real, dipolelength real,
  dipoleangle real, dipolechi2 real, dipolendata integer, scienceflux real, sciencefluxerr real,
  forced_psfflux_flag boolean, forced_psfflux_flag_edge boolean,
  forced_psfflux_flag_nogoodpixels boolean, templateflux real, templatefluxerr real, ixx real,
  iyy real, ixy real, ixxpsf real, iyypsf real, ixypsf real, shape_flag boolean,
  shape_flag_no_pixels boolean, shape_flag_not_contained boolean,
  shape_flag_parent_source boolean, extendedness real, reliability real, band text,
  isdipole boolean, dipolefitattempted boolean, timeprocessedmjdtai double precision,
  timewithdrawnmjdtai double precision, bboxsize integer, pixelflags boolean,
  pixelflags_bad boolean, pixelflags_cr boolean, pixelflags_crcenter boolean,
  pixelflags_edge boolean, pixelflags_nodata boolean, pixelflags_nodatacenter boolean,
  pixelflags_interpolated boolean, pixelflags_interpolatedcenter boolean,
  pixelflags_offimage boolean, pixelflags_saturated boolean, pixelflags_saturatedcenter boolean,
  pixelflags_suspect boolean, pixelflags_suspectcenter boolean, pixelflags_streak boolean,
  pixelflags_streakcenter boolean, pixelflags_injected boolean,
  pixelflags_injectedcenter boolean, pixelflags_injected_template boolean,
  pixelflags_injected_templatecenter boolean, glint_trail boolean, diaobject_diaobjectid bigint,
  diaobject_validitystartmjdtai double precision, diaobject_ra double precision,
  diaobject_raerr real, diaobject_dec double precision, diaobject_decerr real,
  diaobject_ra_dec_cov real, diaobject_u_psffluxmean real, diaobject_u_psffluxmeanerr real,
  diaobject_u_psffluxsigma real, diaobject_u_psffluxndata integer, diaobject_u_fpfluxmean real,
  diaobject_u_fpfluxmeanerr real, diaobject_g_psffluxmean real, diaobject_g_psffluxmeanerr real,
  diaobject_g_psffluxsigma real, diaobject_g_psffluxndata integer, diaobject_g_fpfluxmean real,
  diaobject_g_fpfluxmeanerr real, diaobject_r_psffluxmean real, diaobject_r_psffluxmeanerr real,
  diaobject_r_psffluxsigma real, diaobject_r_psffluxndata integer, diaobject_r_fpfluxmean real,
  diaobject_r_fpfluxmeanerr real, diaobject_i_psffluxmean real, diaobject_i_psffluxmeanerr real,
  diaobject_i_psffluxsigma real, diaobject_i_psffluxndata integer, diaobject_i_fpfluxmean real,
  diaobject_i_fpfluxmeanerr real, diaobject_z_psffluxmean real, diaobject_z_psffluxmeanerr real,
  diaobject_z_psffluxsigma real, diaobject_z_psffluxndata integer, diaobject_z_fpfluxmean real,
  diaobject_z_fpfluxmeanerr real, diaobject_y_psffluxmean real, diaobject_y_psffluxmeanerr real,
  diaobject_y_psffluxsigma real, diaobject_y_psffluxndata integer, diaobject_y_fpfluxmean real,
  diaobject_y_fpfluxmeanerr real, diaobject_u_sciencefluxmean real,
  diaobject_u_sciencefluxmeanerr real, diaobject_g_sciencefluxmean real,
  diaobject_g_sciencefluxmeanerr real, diaobject_r_sciencefluxmean real,
  diaobject_r_sciencefluxmeanerr real, diaobject_i_sciencefluxmean real,
  diaobject_i_sciencefluxmeanerr real, diaobject_z_sciencefluxmean real,
  diaobject_z_sciencefluxmeanerr real, diaobject_y_sciencefluxmean real,
  diaobject_y_sciencefluxmeanerr real, diaobject_u_psffluxmin real, diaobject_u_psffluxmax real,
  diaobject_u_psffluxmaxslope real, diaobject_u_psffluxerrmean real,
  diaobject_g_psffluxmin real, diaobject_g_psffluxmax real, diaobject_g_psffluxmaxslope real,
  diaobject_g_psffluxerrmean real, diaobject_r_psffluxmin real, diaobject_r_psffluxmax real,
  diaobject_r_psffluxmaxslope real, diaobject_r_psffluxerrmean real,
  diaobject_i_psffluxmin real, diaobject_i_psffluxmax real, diaobject_i_psffluxmaxslope real,
  diaobject_i_psffluxerrmean real, diaobject_z_psffluxmin real, diaobject_z_psffluxmax real,
  diaobject_z_psffluxmaxslope real, diaobject_z_psffluxerrmean real,
  diaobject_y_psffluxmin real, diaobject_y_psffluxmax real, diaobject_y_psffluxmaxslope real,
  diaobject_y_psffluxerrmean real, diaobject_firstdiasourcemjdtai double precision,
  diaobject_lastdiasourcemjdtai double precision, diaobject_ndiasources integer,
  ss_diasourceid bigint, ss_ssobjectid bigint, ss_designation text,
  ss_ecllambda double precision, ss_eclbeta double precision, ss_gallon double precision,
  ss_gallat double precision, ss_elongation real, ss_phaseangle real, ss_toporange real,
  ss_toporangerate real, ss_heliorange real, ss_heliorangerate real, ss_ephra double precision,
  ss_ephdec double precision, ss_ephvmag real, ss_ephrate real, ss_ephratera real,
  ss_ephratedec real, ss_ephoffset real, ss_ephoffsetra double precision,
  ss_ephoffsetdec double precision, ss_ephoffsetalongtrack real, ss_ephoffsetcrosstrack real,
  ss_helio_x real, ss_helio_y real, ss_helio_z real, ss_helio_vx real, ss_helio_vy real,
  ss_helio_vz real, ss_helio_vtot real, ss_topo_x real, ss_topo_y real, ss_topo_z real,
  ss_topo_vx real, ss_topo_vy real, ss_topo_vz real, ss_topo_vtot real,
  ss_diadistancerank integer, orbit_id integer, orbit_designation text,
  orbit_packed_primary_provisional_designation text,
  orbit_unpacked_primary_provisional_designation text, orbit_mpc_orb_jsonb text,
  orbit_created_at bigint, orbit_updated_at bigint, orbit_orbit_type_int integer,
  orbit_u_param integer, orbit_nopp integer, orbit_arc_length_total double precision,
  orbit_arc_length_sel double precision, orbit_nobs_total integer, orbit_nobs_total_sel integer,
  orbit_a double precision, orbit_q double precision, orbit_e double precision,
  orbit_i double precision, orbit_node double precision, orbit_argperi double precision,
  orbit_peri_time double precision, orbit_yarkovsky double precision,
  orbit_srp double precision, orbit_a1 double precision, orbit_a2 double precision,
  orbit_a3 double precision, orbit_dt double precision, orbit_mean_anomaly double precision,
  orbit_period double precision, orbit_mean_motion double precision,
  orbit_a_unc double precision, orbit_q_unc double precision, orbit_e_unc double precision,
  orbit_i_unc double precision, orbit_node_unc double precision,
  orbit_argperi_unc double precision, orbit_peri_time_unc double precision,
  orbit_yarkovsky_unc double precision, orbit_srp_unc double precision,
  orbit_a1_unc double precision, orbit_a2_unc double precision, orbit_a3_unc double precision,
  orbit_dt_unc double precision, orbit_mean_anomaly_unc double precision,
  orbit_period_unc double precision, orbit_mean_motion_unc double precision,
  orbit_epoch_mjd double precision, orbit_h double precision, orbit_g double precision,
  orbit_not_normalized_rms double precision, orbit_normalized_rms double precision,
  orbit_earth_moid double precision, orbit_fitting_datetime bigint, extra jsonb,
  alert_schema bigint
$columns$);

SELECT survey_make_tables('winter', 10000000, $columns$
  schemavsn text, publisher text, deprecated boolean, jd double precision, fid integer,
  exptime real, ndethist integer, jdstarthist double precision, jdendhist double precision,
  progname text, isdiffpos boolean, field integer, ra double precision, dec double precision,
  magzpsci real, magzpsciunc real, magzpscirms real, diffmaglim real, magpsf real,
  sigmapsf real, chipsf real, magap real, sigmagap real, magapbig real, sigmagapbig real,
  magdiff real, magfromlim real, distnr real, magnr real, sigmagnr real, xpos real, ypos real,
  sky real, fwhm real, classtar real, mindtoedge real, seeratio real, aimage real, bimage real,
  aimagerat real, bimagerat real, elong real, nneg integer, nbad integer, sumrat real,
  dsnrms real, ssnrms real, dsdiff real, scorr double precision, clrcoeff real, clrcounc real,
  zpclrcov real, zpmed real, clrmed real, clrrms real, rb real, rbversion text, ssdistnr real,
  ssmagnr real, ssnamenr text, tooflag boolean, nmtchps integer, psra1 real, psdec1 real,
  psobjectid1 real, sgmag1 real, srmag1 real, simag1 real, szmag1 real, sgscore1 real,
  distpsnr1 real, psobjectid2 real, sgmag2 real, srmag2 real, simag2 real, szmag2 real,
  sgscore2 real, distpsnr2 real, psobjectid3 real, sgmag3 real, srmag3 real, simag3 real,
  szmag3 real, sgscore3 real, distpsnr3 real, nmtchtm integer, tmjmag1 real, tmhmag1 real,
  tmkmag1 real, tmobjectid1 text, tmjmag2 real, tmhmag2 real, tmkmag2 real, tmobjectid2 text,
  tmjmag3 real, tmhmag3 real, tmkmag3 real, tmobjectid3 text, neargaia real,
  neargaiabright real, maggaia real, maggaiabright real, extra jsonb, alert_schema bigint
$columns$);

SELECT survey_make_tables('pgir', 10000000, $columns$
  schemavsn text, publisher text, jd double precision, stackquadid bigint, subid bigint,
  diffmaglim real, pdiffimfilename text, program text, isdiffpos text, nid integer,
  quadpos integer, subquadpos integer, field integer, xpos real, ypos real, ra double precision,
  dec double precision, fluxpsf real, sigmafluxpsf real, magpsf real, sigmapsf real,
  chipsf real, magap real, sigmagap real, fwhm real, aimage real, bimage real, elong real,
  nneg integer, ssdistnr real, ssmagnr real, ssnamenr text, isstar integer, sumrat real,
  dmag2mass real, tmmag1 real, tmmag2 real, tmmag3 real, tmdist1 real, tmdist2 real,
  tmdist3 real, ndethist integer, jdstarthist double precision, scorr double precision,
  jdstartref double precision, jdendref double precision, nframesref integer, magzpsci real,
  magzpsciunc real, magzpscirms real, ncalmatches integer, clrcoeff real, clrcounc real,
  distnearbrstar real, magnearbrstar real, exptime real, ndithexp integer, sciweight real,
  refweight real, drb real, drbversion text, extra jsonb, alert_schema bigint
$columns$);
