-- Alerts are matched with mounted catalogs, too: what was found is stored like any match, so a replay
-- does not read their files.

-- Those that were mounted before go on as they were; "fritz catalog set NAME --matched" matches them.
UPDATE catalogs SET settings = settings || '{"isMatched": false}' WHERE kind = 'mounted';

-- Objects whose alerts came while the files of a mounted catalog could not be read. They are matched
-- with what they lack beside the stream.
CREATE TABLE match_lacks (
  survey text NOT NULL,
  object_id text NOT NULL,
  programid smallint NOT NULL,
  PRIMARY KEY (survey, object_id, programid)
);
ALTER TABLE match_lacks ENABLE ROW LEVEL SECURITY;
ALTER TABLE match_lacks FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON match_lacks FOR SELECT TO fritz_app USING ((SELECT viewer_has('System admin')));
GRANT SELECT ON match_lacks TO fritz_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON match_lacks TO fritz_broker;

CREATE OR REPLACE FUNCTION note_match_list() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  configs integer[];
  list integer;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('fritz match list', 0));
  INSERT INTO match_configs (catalog_id, name, version, epoch_mjd, radius_arcsec, settings)
    SELECT id, name, version, epoch_mjd, radius_arcsec, settings FROM catalogs
    WHERE state = 'ready' AND settings->'isMatched' IS DISTINCT FROM 'false'
    ON CONFLICT DO NOTHING;
  SELECT coalesce(array_agg(c.id), '{}') INTO configs
    FROM catalogs k JOIN match_configs c ON c.catalog_id = k.id AND c.version = k.version
      AND c.epoch_mjd IS NOT DISTINCT FROM k.epoch_mjd AND c.radius_arcsec = k.radius_arcsec
      AND c.settings = k.settings
    WHERE k.state = 'ready' AND k.settings->'isMatched' IS DISTINCT FROM 'false';
  list := intern_match_list(configs);
  IF list IS DISTINCT FROM (SELECT list_id FROM match_periods ORDER BY since DESC LIMIT 1)
    AND (configs <> '{}' OR EXISTS (SELECT FROM match_periods)) THEN
    INSERT INTO match_periods (since, list_id) VALUES (clock_timestamp(), list);
    PERFORM pg_notify('fritz_catalogs', '');
  END IF;
  RETURN NULL;
END $$;
