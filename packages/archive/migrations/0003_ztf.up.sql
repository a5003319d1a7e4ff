-- ZTF: alerts, cutouts and light curves, each range-partitioned by candid, which for ZTF is time:
-- candid / 1e15 + 2457754.5 is the Julian date of the exposure to 0.6 s. One partition holds 30
-- days. Children carry no grants and no policy of their own: they are read through the parent.

-- The writer schemas that stored light-curve points are encoded with.
CREATE TABLE avro_schemas (
  -- CRC-64-AVRO of the parsing canonical form, as a signed integer.
  fingerprint bigint PRIMARY KEY,
  survey text NOT NULL,
  schema text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- One column per field of the survey's `candidate` record, under its own name, type and float
-- width; `extra` keeps fields that a newer schema brings until a migration gives them columns.
CREATE TABLE ztf_alerts (
  object_id text NOT NULL,
  candid bigint NOT NULL,
  programid smallint NOT NULL,
  audience_id integer NOT NULL,
  -- HEALPix order 29, nested.
  hpx bigint NOT NULL,
  -- Start of exposure, UTC.
  mjd double precision NOT NULL,
  schemavsn text NOT NULL,
  publisher text NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  extra jsonb,
  jd double precision NOT NULL,
  fid integer NOT NULL,
  pid bigint NOT NULL,
  diffmaglim real,
  pdiffimfilename text,
  programpi text,
  isdiffpos text NOT NULL,
  tblid bigint,
  nid integer,
  rcid integer,
  field integer,
  xpos real,
  ypos real,
  ra double precision NOT NULL,
  dec double precision NOT NULL,
  magpsf real NOT NULL,
  sigmapsf real NOT NULL,
  chipsf real,
  magap real,
  sigmagap real,
  distnr real,
  magnr real,
  sigmagnr real,
  chinr real,
  sharpnr real,
  sky real,
  magdiff real,
  fwhm real,
  classtar real,
  mindtoedge real,
  magfromlim real,
  seeratio real,
  aimage real,
  bimage real,
  aimagerat real,
  bimagerat real,
  elong real,
  nneg integer,
  nbad integer,
  rb real,
  ssdistnr real,
  ssmagnr real,
  ssnamenr text,
  sumrat real,
  magapbig real,
  sigmagapbig real,
  ranr double precision NOT NULL,
  decnr double precision NOT NULL,
  sgmag1 real,
  srmag1 real,
  simag1 real,
  szmag1 real,
  sgscore1 real,
  distpsnr1 real,
  ndethist integer NOT NULL,
  ncovhist integer NOT NULL,
  jdstarthist double precision,
  jdendhist double precision,
  scorr double precision,
  tooflag integer,
  objectidps1 bigint,
  objectidps2 bigint,
  sgmag2 real,
  srmag2 real,
  simag2 real,
  szmag2 real,
  sgscore2 real,
  distpsnr2 real,
  objectidps3 bigint,
  sgmag3 real,
  srmag3 real,
  simag3 real,
  szmag3 real,
  sgscore3 real,
  distpsnr3 real,
  nmtchps integer NOT NULL,
  rfid bigint NOT NULL,
  jdstartref double precision NOT NULL,
  jdendref double precision NOT NULL,
  nframesref integer NOT NULL,
  rbversion text NOT NULL,
  dsnrms real,
  ssnrms real,
  dsdiff real,
  magzpsci real,
  magzpsciunc real,
  magzpscirms real,
  nmatches integer NOT NULL,
  clrcoeff real,
  clrcounc real,
  zpclrcov real,
  zpmed real,
  clrmed real,
  clrrms real,
  neargaia real,
  neargaiabright real,
  maggaia real,
  maggaiabright real,
  exptime real,
  drb real,
  drbversion text,
  PRIMARY KEY (object_id, candid),
  UNIQUE (candid)
) PARTITION BY RANGE (candid);
CREATE INDEX ztf_alerts_hpx ON ztf_alerts (hpx);
CREATE INDEX ztf_alerts_mjd ON ztf_alerts USING brin (mjd);

-- The gzipped FITS stamps exactly as the survey sent them. They do not compress further.
CREATE TABLE ztf_cutouts (
  candid bigint NOT NULL PRIMARY KEY,
  audience_id integer NOT NULL,
  science_name text,
  science bytea,
  template_name text,
  template bytea,
  difference_name text,
  difference bytea
) PARTITION BY RANGE (candid);
ALTER TABLE ztf_cutouts
  ALTER COLUMN science SET STORAGE EXTERNAL,
  ALTER COLUMN template SET STORAGE EXTERNAL,
  ALTER COLUMN difference SET STORAGE EXTERNAL;

-- Append-only light curves: what an alert was the first to bring of its object's history, itself
-- included, one row per programme among these points. `points` is a sequence of bundles (see the
-- light-curve codec); several rows may be compacted into one.
CREATE TABLE ztf_light_curves (
  object_id text NOT NULL,
  programid smallint NOT NULL,
  -- The alert that brought the points; for a compacted row the newest of them.
  candid bigint NOT NULL,
  audience_id integer NOT NULL,
  points bytea NOT NULL,
  PRIMARY KEY (object_id, programid, candid)
) PARTITION BY RANGE (candid);

CREATE FUNCTION ztf_partition_start(any_candid bigint) RETURNS bigint
  LANGUAGE sql IMMUTABLE AS $$ SELECT any_candid - any_candid % 30000000000000000 $$;

-- Makes the partitions that these candids need. Attaching takes a SHARE UPDATE EXCLUSIVE lock on
-- the parent: readers and writers go on.
CREATE FUNCTION ztf_ensure_partitions(candids bigint[]) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  lower_bound bigint;
  upper_bound text;
  parent text;
  child text;
  made integer := 0;
BEGIN
  FOR lower_bound IN SELECT DISTINCT ztf_partition_start(c) FROM unnest(candids) AS t (c) ORDER BY 1
  LOOP
    upper_bound := CASE WHEN lower_bound < 9210000000000000000
      THEN (lower_bound + 30000000000000000)::text ELSE 'MAXVALUE' END;
    FOREACH parent IN ARRAY ARRAY['ztf_alerts', 'ztf_cutouts', 'ztf_light_curves'] LOOP
      child := parent || '_' || lpad((lower_bound / 1000000000000000)::text, 4, '0');
      CONTINUE WHEN to_regclass(child) IS NOT NULL;
      PERFORM pg_advisory_xact_lock(hashtext('ztf_ensure_partitions'));
      CONTINUE WHEN to_regclass(child) IS NOT NULL;
      EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)', child, parent);
      EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', child);
      EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', child);
      EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)',
        parent, child, lower_bound, upper_bound);
      made := made + 1;
    END LOOP;
  END LOOP;
  RETURN made;
END $$;

ALTER TABLE ztf_alerts ENABLE ROW LEVEL SECURITY;
ALTER TABLE ztf_alerts FORCE ROW LEVEL SECURITY;
-- The owner's functions look at alerts with the viewer's rights, and without a viewer at none.
CREATE POLICY reads ON ztf_alerts FOR SELECT TO fritz_app, CURRENT_USER
  USING (audience_id IN (SELECT visible_audiences()));
ALTER TABLE ztf_cutouts ENABLE ROW LEVEL SECURITY;
ALTER TABLE ztf_cutouts FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON ztf_cutouts FOR SELECT TO fritz_app
  USING (audience_id IN (SELECT visible_audiences()));
ALTER TABLE ztf_light_curves ENABLE ROW LEVEL SECURITY;
ALTER TABLE ztf_light_curves FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON ztf_light_curves FOR SELECT TO fritz_app
  USING (audience_id IN (SELECT visible_audiences()));

GRANT SELECT ON avro_schemas, ztf_alerts, ztf_cutouts, ztf_light_curves TO fritz_app;
GRANT SELECT, INSERT ON avro_schemas, ztf_alerts, ztf_cutouts, ztf_light_curves TO fritz_broker;
REVOKE EXECUTE ON FUNCTION ztf_ensure_partitions(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ztf_ensure_partitions(bigint[]) TO fritz_broker;
