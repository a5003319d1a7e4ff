-- Catalogs that are not loaded: HATS files (Parquet by HEALPix pixel) that are read where they lie.
ALTER TABLE catalogs
  ADD COLUMN kind text NOT NULL DEFAULT 'loaded' CHECK (kind IN ('loaded', 'mounted')),
  -- The folder of a mounted catalog.
  ADD COLUMN location text,
  ADD CONSTRAINT catalogs_mounted CHECK ((kind = 'mounted') = (location IS NOT NULL));

GRANT SELECT (kind) ON catalogs TO fritz_app, fritz_broker, fritz_public;
-- Where files lie on the server is not for the public.
GRANT SELECT (location) ON catalogs TO fritz_app, fritz_broker;
