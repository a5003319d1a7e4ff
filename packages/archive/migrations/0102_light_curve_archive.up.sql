-- Light curves of data releases (docs/adr/0049-light-curves-by-release.md).

-- A release of light curves, or of numbers computed of them. Public, as catalogs are: that there is one
-- says nothing of anybody.
CREATE TABLE archive_releases (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE CHECK (name ~ '^[A-Za-z0-9][A-Za-z0-9_]{0,59}$'),
  kind text NOT NULL CHECK (kind IN ('light_curves', 'features', 'classifications')),
  survey text NOT NULL,
  state text NOT NULL DEFAULT 'loading' CHECK (state IN ('loading', 'ready')),
  -- The one that is meant where none is named: one of a kind.
  is_current boolean NOT NULL DEFAULT false CHECK (state = 'ready' OR NOT is_current),
  -- Names of the values of each row, of features and classifications.
  columns text[] NOT NULL DEFAULT '{}',
  rows bigint NOT NULL DEFAULT 0,
  points bigint NOT NULL DEFAULT 0,
  refused bigint NOT NULL DEFAULT 0,
  -- How far the files are read.
  loading jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  loaded_at timestamptz
);
CREATE UNIQUE INDEX archive_releases_current ON archive_releases (survey, kind) WHERE is_current;
GRANT SELECT ON archive_releases TO fritz_app, fritz_broker;

-- The partitions: made, sorted and attached by `fritz archive`, granted to nobody by themselves.
CREATE SCHEMA fritz_archive;

-- A row per programme among a light curve's points.
CREATE TABLE archive_light_curves (
  release_id integer NOT NULL REFERENCES archive_releases,
  lc_id bigint NOT NULL,
  programid smallint NOT NULL,
  audience_id integer NOT NULL,
  -- Nested HEALPix index of order 29, in whose order the rows lie.
  hpx bigint NOT NULL,
  ra double precision NOT NULL,
  dec double precision NOT NULL,
  filter smallint NOT NULL,
  field integer NOT NULL,
  ccd smallint NOT NULL,
  quad smallint NOT NULL,
  rc smallint NOT NULL,
  nobs integer NOT NULL,
  -- What the survey computed of all points; null where another programme has some of them.
  meanmag real,
  vonneumannratio real,
  iqr real,
  refchi real,
  refmag real,
  refmagerr real,
  refsharp real,
  -- Columns of numbers, packed.
  points bytea NOT NULL,
  PRIMARY KEY (release_id, lc_id, programid)
) PARTITION BY LIST (release_id);
CREATE INDEX archive_light_curves_hpx ON archive_light_curves (hpx);
ALTER TABLE archive_light_curves ALTER points SET STORAGE EXTERNAL;
ALTER TABLE archive_light_curves ENABLE ROW LEVEL SECURITY;
ALTER TABLE archive_light_curves FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON archive_light_curves FOR SELECT TO fritz_app
  USING (EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = archive_light_curves.audience_id)
    OR (SELECT viewer_has('System admin')));
GRANT SELECT ON archive_light_curves TO fritz_app, fritz_broker;

-- Features and classifications of light curves: for whoever sees what they were computed of.
CREATE TABLE archive_curve_values (
  release_id integer NOT NULL REFERENCES archive_releases,
  lc_id bigint NOT NULL,
  audience_id integer NOT NULL,
  -- Where the file says it.
  hpx bigint,
  ra double precision,
  dec double precision,
  -- In the order of the release's columns.
  "values" double precision[] NOT NULL,
  PRIMARY KEY (release_id, lc_id)
) PARTITION BY LIST (release_id);
CREATE INDEX archive_curve_values_hpx ON archive_curve_values (hpx) WHERE hpx IS NOT NULL;
ALTER TABLE archive_curve_values ENABLE ROW LEVEL SECURITY;
ALTER TABLE archive_curve_values FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON archive_curve_values FOR SELECT TO fritz_app
  USING (EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = archive_curve_values.audience_id)
    OR (SELECT viewer_has('System admin')));
GRANT SELECT ON archive_curve_values TO fritz_app, fritz_broker;
