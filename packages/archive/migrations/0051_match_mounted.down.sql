DROP TABLE match_lacks;
CREATE OR REPLACE FUNCTION note_match_list() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  configs integer[];
  list integer;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('fritz match list', 0));
  INSERT INTO match_configs (catalog_id, name, version, epoch_mjd, radius_arcsec, settings)
    SELECT id, name, version, epoch_mjd, radius_arcsec, settings FROM catalogs
    WHERE state = 'ready' AND kind = 'loaded' AND settings->'isMatched' IS DISTINCT FROM 'false'
    ON CONFLICT DO NOTHING;
  SELECT coalesce(array_agg(c.id), '{}') INTO configs
    FROM catalogs k JOIN match_configs c ON c.catalog_id = k.id AND c.version = k.version
      AND c.epoch_mjd IS NOT DISTINCT FROM k.epoch_mjd AND c.radius_arcsec = k.radius_arcsec
      AND c.settings = k.settings
    WHERE k.state = 'ready' AND k.kind = 'loaded'
      AND k.settings->'isMatched' IS DISTINCT FROM 'false';
  list := intern_match_list(configs);
  IF list IS DISTINCT FROM (SELECT list_id FROM match_periods ORDER BY since DESC LIMIT 1)
    AND (configs <> '{}' OR EXISTS (SELECT FROM match_periods)) THEN
    INSERT INTO match_periods (since, list_id) VALUES (clock_timestamp(), list);
    PERFORM pg_notify('fritz_catalogs', '');
  END IF;
  RETURN NULL;
END $$;
-- What was mounted is no longer matched: at the end of this transaction a period without it begins.
UPDATE catalogs SET settings = settings || '{"isMatched": false}' WHERE kind = 'mounted';
