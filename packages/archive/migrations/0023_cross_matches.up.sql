-- What alerts' objects were matched with, and what was found. It is append-only, and from it a replay
-- tells what filters saw of each alert: see docs/adr/0019-cross-matches.md.

-- A catalog in one version, with the settings that it was matched by.
CREATE TABLE match_configs (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  catalog_id integer NOT NULL REFERENCES catalogs,
  name text NOT NULL,
  version integer NOT NULL,
  epoch_mjd double precision,
  radius_arcsec double precision NOT NULL,
  settings jsonb NOT NULL
);
-- By a hash: a list of columns may be longer than what an index takes.
CREATE UNIQUE INDEX match_configs_key ON match_configs
  (catalog_id, version, epoch_mjd, radius_arcsec, md5(settings::text)) NULLS NOT DISTINCT;

-- Configurations that objects are matched by at once.
CREATE TABLE match_lists (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Ascending.
  config_ids integer[] NOT NULL UNIQUE
);

-- Which list was in force from when on, until the next. None before the first catalog.
CREATE TABLE match_periods (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  since timestamptz NOT NULL UNIQUE,
  list_id integer NOT NULL REFERENCES match_lists
);

-- How far the objects that a survey had before a period have been matched with what is new in it: in
-- the order of their ids.
CREATE TABLE match_backlogs (
  period_id integer NOT NULL REFERENCES match_periods,
  survey text NOT NULL,
  up_to text NOT NULL DEFAULT '',
  objects bigint NOT NULL DEFAULT 0,
  done_at timestamptz,
  PRIMARY KEY (period_id, survey)
);

-- What an object of a programme was matched with: at the place of an alert of that programme, so that
-- who may see the programme may see this. One row per list; the newest that covers a configuration
-- counts. (No foreign key to lists: each row that is stored would lock the list's row.)
CREATE TABLE cross_matches (
  object_id text NOT NULL,
  survey text NOT NULL,
  programid smallint NOT NULL,
  list_id integer NOT NULL,
  audience_id integer NOT NULL,
  -- For rows that came with alerts the same as these alerts' received_at.
  known_at timestamptz NOT NULL DEFAULT now(),
  -- {"<catalog>": [<document>, …]}, the nearest first; catalogs without a match are left out. Text,
  -- not jsonb: filters see it as it is, in this order and with these digits.
  found json NOT NULL,
  PRIMARY KEY (object_id, survey, programid, list_id)
);

ALTER TABLE cross_matches ENABLE ROW LEVEL SECURITY;
ALTER TABLE cross_matches FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON cross_matches FOR SELECT TO fritz_app USING (
  EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = cross_matches.audience_id)
  OR (SELECT viewer_has('System admin')));

-- How far the work is names objects of any programme.
ALTER TABLE match_backlogs ENABLE ROW LEVEL SECURITY;
ALTER TABLE match_backlogs FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON match_backlogs FOR SELECT TO fritz_app USING ((SELECT viewer_has('System admin')));

GRANT SELECT ON match_configs, match_lists, match_periods, match_backlogs, cross_matches
  TO fritz_app, fritz_broker;
GRANT INSERT ON cross_matches, match_backlogs TO fritz_broker;
GRANT UPDATE ON match_backlogs TO fritz_broker;

-- Lists are also parts of the list in force: what objects lack that were matched before.
CREATE FUNCTION intern_match_list(configs integer[]) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  sorted integer[] := ARRAY(SELECT DISTINCT c.id FROM unnest(configs) AS t (id)
    JOIN match_configs c ON c.id = t.id ORDER BY c.id);
  found integer;
BEGIN
  SELECT id INTO found FROM match_lists WHERE config_ids = sorted;
  IF found IS NULL THEN
    INSERT INTO match_lists (config_ids) VALUES (sorted) ON CONFLICT DO NOTHING;
    SELECT id INTO found FROM match_lists WHERE config_ids = sorted;
  END IF;
  RETURN found;
END $$;
REVOKE EXECUTE ON FUNCTION intern_match_list(integer[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION intern_match_list(integer[]) TO fritz_broker;

-- Keeps the list in force until the end of the transaction, and tells it; null: there never was one.
-- Two statements: the second sees what was stored while the first waited.
CREATE FUNCTION hold_match_list() RETURNS integer
  LANGUAGE plpgsql VOLATILE SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('fritz match list', 0));
  RETURN (SELECT list_id FROM match_periods ORDER BY since DESC LIMIT 1);
END $$;
REVOKE EXECUTE ON FUNCTION hold_match_list() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hold_match_list() TO fritz_broker;

-- Begins a period where the loaded catalogs, or how they are matched, have changed. No batch is being
-- stored by the old list then, and whoever stores the next one by it is refused.
CREATE FUNCTION note_match_list() RETURNS trigger
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
REVOKE EXECUTE ON FUNCTION note_match_list() FROM PUBLIC;

-- At the end of a transaction: batches wait for its last moment only.
CREATE CONSTRAINT TRIGGER note_match_list_of_new AFTER INSERT OR DELETE ON catalogs
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_match_list();
CREATE CONSTRAINT TRIGGER note_match_list AFTER UPDATE ON catalogs
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((OLD.state, OLD.kind, OLD.version, OLD.epoch_mjd, OLD.radius_arcsec, OLD.settings)
    IS DISTINCT FROM (NEW.state, NEW.kind, NEW.version, NEW.epoch_mjd, NEW.radius_arcsec, NEW.settings))
  EXECUTE FUNCTION note_match_list();
