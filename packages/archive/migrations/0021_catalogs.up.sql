-- Catalogs of stars, galaxies and quasars that alerts are matched with. What is known of each is a
-- row here; its objects are one table of their own per version, in a schema of their own, made while
-- a catalog is loaded. Catalogs are public: nobody's rights, no row-level security.

CREATE SCHEMA fritz_catalogs;

CREATE TABLE catalogs (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE CHECK (name ~ '^[A-Za-z0-9][A-Za-z0-9_]{0,59}$'),
  -- Raised by each load that was finished, also across a drop; 0: none was yet. The objects of a
  -- version are rows of fritz_catalogs.catalog_<id>_<version>.
  version integer NOT NULL DEFAULT 0 CHECK (version >= 0),
  state text NOT NULL DEFAULT 'empty' CHECK (state IN ('empty', 'ready', 'dropped')),
  -- The list of what the files say of each column: name, column (in the table), type, unit, ucd,
  -- description.
  columns jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(columns) = 'array'),
  -- Columns that the id and the position come from; null where rows are numbered.
  id_column text,
  id_type text NOT NULL DEFAULT 'int8' CHECK (id_type IN ('int8', 'text')),
  ra_column text,
  dec_column text,
  -- Epoch of the positions (ICRS), where it is known.
  epoch_mjd double precision,
  preset text,
  -- How alerts are matched with it.
  radius_arcsec double precision NOT NULL DEFAULT 2 CHECK (radius_arcsec > 0 AND radius_arcsec <= 3600),
  settings jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(settings) = 'object'),
  rows bigint NOT NULL DEFAULT 0,
  loaded_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  -- How far a load has come that is not finished: what makes it resumable.
  loading jsonb,
  CHECK (state <> 'ready' OR version > 0 AND loaded_at IS NOT NULL)
);

GRANT USAGE ON SCHEMA fritz_catalogs TO fritz_app, fritz_broker, fritz_public;
-- Where files lie on the server is not for the public.
GRANT SELECT (id, name, version, state, columns, id_column, id_type, ra_column, dec_column, epoch_mjd,
  preset, radius_arcsec, settings, rows, loaded_at, created_at)
  ON catalogs TO fritz_app, fritz_broker, fritz_public;
