-- Objects that people name, beside those of the surveys (docs/adr/0031). A name is a thing that
-- everybody may use; what is known under it is an edition, which only those see to whom it was
-- told. Who uses a name that others use already, hidden from him, has an edition of his own: he
-- learns nothing of theirs and changes nothing of theirs.

-- ── names and editions ───────────────────────────────────────────────────────────────────────
-- What refers to an object refers to its name from now on.
ALTER TABLE objs RENAME TO obj_names;
ALTER TABLE obj_names RENAME CONSTRAINT objs_pkey TO obj_names_pkey;
ALTER TABLE obj_names RENAME CONSTRAINT objs_id_check TO obj_names_id_check;

-- Not a count of anything that could be told by its gaps under one name: all editions share it.
CREATE SEQUENCE obj_edition_numbers AS bigint;

CREATE TABLE obj_editions (
  id text NOT NULL REFERENCES obj_names ON DELETE CASCADE,
  -- 0: of a survey's alerts. Of several that a viewer sees the first counts.
  edition bigint NOT NULL DEFAULT 0,
  -- null: of no survey, made by people.
  survey text,
  -- ICRS, degrees.
  ra double precision NOT NULL,
  dec double precision NOT NULL,
  hpx bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  modified_at timestamptz NOT NULL DEFAULT now(),
  created_by integer REFERENCES users ON DELETE SET NULL,
  -- Of the position, arcsec; and the position of the discovery.
  ra_err double precision,
  dec_err double precision,
  ra_dis double precision,
  dec_dis double precision,
  redshift double precision,
  redshift_error double precision,
  redshift_origin text,
  -- Each value that it had: set_by_user_id, set_at_utc, value, uncertainty, origin.
  redshift_history jsonb NOT NULL DEFAULT '[]',
  -- MJD of the explosion, merger or whatever began it.
  t0 double precision,
  transient boolean NOT NULL DEFAULT false,
  varstar boolean NOT NULL DEFAULT false,
  is_roid boolean NOT NULL DEFAULT false,
  mpc_name text,
  tns_name text,
  tns_info jsonb,
  score double precision,
  origin text,
  alias text[],
  altdata jsonb,
  -- A galaxy of a catalog as it stood there when it was named: name, catalog, ra, dec, redshift …
  host jsonb,
  -- Under which browsers are told of changes: says nothing of the object.
  internal_key uuid NOT NULL DEFAULT gen_random_uuid(),
  PRIMARY KEY (id, edition),
  CHECK (edition >= 0 AND (edition = 0) = (survey IS NOT NULL)),
  CHECK (ra >= 0 AND ra < 360 AND dec BETWEEN -90 AND 90)
);
INSERT INTO obj_editions (id, survey, ra, dec, hpx, created_at, modified_at)
  SELECT id, survey, ra, dec, hpx, created_at, created_at FROM obj_names;
ALTER TABLE obj_names DROP COLUMN survey, DROP COLUMN ra, DROP COLUMN dec, DROP COLUMN hpx,
  DROP COLUMN created_at;
CREATE INDEX obj_editions_hpx ON obj_editions (hpx);
CREATE INDEX obj_editions_created_by ON obj_editions (created_by);

-- Which edition an audience is told of.
ALTER TABLE obj_audiences ADD COLUMN edition bigint NOT NULL DEFAULT 0;
ALTER TABLE obj_audiences ALTER COLUMN edition DROP DEFAULT;

-- The objects that a viewer sees, each in the first edition that he sees.
CREATE VIEW objs WITH (security_invoker = true) AS
  SELECT e.* FROM obj_editions e
  WHERE e.edition = 0
    OR NOT EXISTS (SELECT FROM obj_editions w WHERE w.id = e.id AND w.edition < e.edition);

CREATE FUNCTION on_obj_edition() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  INSERT INTO obj_names (id) VALUES (NEW.id) ON CONFLICT DO NOTHING;
  -- A record that was read from JSON has null where nothing was given.
  NEW.edition := coalesce(NEW.edition, 0);
  NEW.created_at := coalesce(NEW.created_at, now());
  NEW.modified_at := coalesce(NEW.modified_at, now());
  NEW.redshift_history := coalesce(NEW.redshift_history, '[]');
  NEW.transient := coalesce(NEW.transient, false);
  NEW.varstar := coalesce(NEW.varstar, false);
  NEW.is_roid := coalesce(NEW.is_roid, false);
  NEW.internal_key := coalesce(NEW.internal_key, gen_random_uuid());
  RETURN NEW;
END $$;
CREATE TRIGGER obj_editions_name BEFORE INSERT ON obj_editions
  FOR EACH ROW EXECUTE FUNCTION on_obj_edition();

-- The first edition of a name that the viewer sees; without a viewer, of all.
CREATE FUNCTION viewer_edition(name text) RETURNS bigint
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE me integer := viewer_id();
BEGIN
  IF me IS NULL OR viewer_has('System admin') THEN
    RETURN (SELECT min(e.edition) FROM obj_editions e WHERE e.id = name);
  END IF;
  RETURN (SELECT min(oa.edition) FROM obj_audiences oa
    JOIN obj_editions e ON e.id = oa.obj_id AND e.edition = oa.edition
    WHERE oa.obj_id = name AND EXISTS (
      SELECT FROM audience_viewers v WHERE v.user_id = me AND v.audience_id = oa.audience_id));
END $$;

-- Whoever tells an audience of an object tells of the edition that he sees; alerts are of the
-- survey's.
CREATE FUNCTION on_obj_told() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  NEW.edition := CASE
    WHEN EXISTS (SELECT FROM audiences a WHERE a.id = NEW.audience_id AND a.survey IS NOT NULL) THEN 0
    ELSE coalesce(viewer_edition(NEW.obj_id), 0) END;
  RETURN NEW;
END $$;
CREATE TRIGGER obj_audiences_edition BEFORE INSERT ON obj_audiences
  FOR EACH ROW WHEN (NEW.edition IS NULL) EXECUTE FUNCTION on_obj_told();

-- ── making and changing them ─────────────────────────────────────────────────────────────────
-- Makes an object of no survey, known to these groups, to which the viewer may save; false where
-- he sees an object of this name already. `fields` has columns of obj_editions.
CREATE FUNCTION create_obj(name text, fields jsonb, group_ids integer[]) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  me integer := viewer_id();
  made bigint;
  told integer;
  given obj_editions;
BEGIN
  IF me IS NULL OR NOT viewer_has('Upload data') OR cardinality(group_ids) = 0 OR (
    NOT viewer_has('System admin') AND EXISTS (
      SELECT unnest(group_ids) EXCEPT SELECT viewer_saving_groups()))
  THEN
    RAISE EXCEPTION 'the viewer may not make an object for these groups'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  -- The lock of the broker and of adoptions: of two at once the second sees what the first made.
  PERFORM pg_advisory_xact_lock(hashtextextended(name, 0));
  IF viewer_edition(name) IS NOT NULL THEN RETURN false; END IF;
  made := nextval('obj_edition_numbers');
  given := jsonb_populate_record(NULL::obj_editions, fields);
  given.id := name;
  given.edition := made;
  given.survey := NULL;
  given.created_at := now();
  given.modified_at := now();
  given.created_by := me;
  given.internal_key := gen_random_uuid();
  INSERT INTO obj_editions SELECT given.*;
  FOREACH told IN ARRAY group_ids LOOP
    INSERT INTO obj_audiences (obj_id, audience_id, edition)
      VALUES (name, intern_audience(ARRAY[told]), made)
      -- Such a group had been told of an edition that is gone.
      ON CONFLICT (obj_id, audience_id) DO UPDATE SET edition = excluded.edition;
  END LOOP;
  RETURN true;
END $$;

ALTER TABLE obj_editions ENABLE ROW LEVEL SECURITY;
ALTER TABLE obj_editions FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON obj_editions TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON obj_editions FOR SELECT TO fritz_app USING (EXISTS (
  SELECT FROM obj_audiences oa WHERE oa.obj_id = obj_editions.id AND oa.edition = obj_editions.edition));
CREATE POLICY changes ON obj_editions FOR UPDATE TO fritz_app USING (
  (SELECT viewer_has('Upload data')) AND EXISTS (
    SELECT FROM obj_audiences oa
     WHERE oa.obj_id = obj_editions.id AND oa.edition = obj_editions.edition));

-- Of a survey's objects it is told who changed them, not that the broker made them.
CREATE TRIGGER audited_insert AFTER INSERT ON obj_editions FOR EACH ROW
  WHEN (NEW.created_by IS NOT NULL) EXECUTE FUNCTION on_audited_change('source', 'id',
    '{id,edition,ra,dec,redshift,t0,tns_name,alias,mpc_name,created_by}', '', '', '', '', '');
CREATE TRIGGER audited_update AFTER UPDATE ON obj_editions FOR EACH ROW
  EXECUTE FUNCTION on_audited_change('source', 'id',
    '{id,edition,ra,dec,redshift,t0,tns_name,alias,mpc_name,created_by}', '', '', '', '', '');
CREATE TRIGGER audited_delete AFTER DELETE ON obj_editions FOR EACH ROW
  WHEN (OLD.created_by IS NOT NULL) EXECUTE FUNCTION on_audited_change('source', 'id',
    '{id,edition,ra,dec,redshift,t0,tns_name,alias,mpc_name,created_by}', '', '', '', '', '');

-- ── what the public is shown ─────────────────────────────────────────────────────────────────
CREATE OR REPLACE FUNCTION public_objs()
  RETURNS TABLE (id text, survey text, ra double precision, "dec" double precision, hpx bigint, created_at timestamptz,
    saved_at timestamptz)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM set_config('fritz.public_read', 'on', true);
  RETURN QUERY SELECT DISTINCT ON (o.id) o.id, o.survey, o.ra, o.dec, o.hpx, o.created_at, (
      SELECT min(s.saved_at) FROM sources s WHERE s.obj_id = o.id AND s.active
        AND s.audience_id IN (SELECT public_audiences()))
    FROM obj_editions o WHERE (o.id, o.edition) IN (SELECT oa.obj_id, oa.edition FROM obj_audiences oa
      WHERE oa.audience_id IN (SELECT public_audiences()))
    ORDER BY o.id, o.edition;
  PERFORM set_config('fritz.public_read', 'off', true);
END $$;

-- ── asking a group to save ───────────────────────────────────────────────────────────────────
ALTER TABLE sources
  ADD COLUMN requested boolean NOT NULL DEFAULT false,
  ADD COLUMN requested_by integer REFERENCES users ON DELETE SET NULL,
  ADD COLUMN requested_at timestamptz,
  ADD CHECK (NOT (active AND requested));
CREATE INDEX sources_requested_by ON sources (requested_by) WHERE requested;
CREATE INDEX sources_saved_by ON sources (saved_by, saved_at);

-- Asks a group that the viewer sees, and may not save to, to save an object that he sees: its
-- members are told of the object by that. What the group has saved, or is asked already, stays.
CREATE FUNCTION request_source(name text, asked_group integer) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE me integer := viewer_id();
BEGIN
  IF me IS NULL OR NOT viewer_has('Upload data') OR viewer_edition(name) IS NULL OR NOT EXISTS (
    SELECT FROM groups g WHERE g.id = asked_group AND g.single_user_id IS NULL
      AND (NOT g.private OR g.id IN (SELECT viewer_groups()) OR viewer_has('System admin')))
  THEN
    RAISE EXCEPTION 'the viewer may not ask this group' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM set_config('fritz.asks', 'on', true);
  INSERT INTO sources AS s (obj_id, group_id, audience_id, active, requested, requested_by,
      requested_at)
    VALUES (name, asked_group, intern_audience(ARRAY[asked_group]), false, true, me, now())
    ON CONFLICT (obj_id, group_id) DO UPDATE
      SET requested = true, requested_by = me, requested_at = now()
      WHERE NOT s.active AND NOT s.requested;
  PERFORM set_config('fritz.asks', 'off', true);
END $$;
-- Within request_source() alone: the owner is nobody's login but the migrations'.
CREATE POLICY asks ON sources TO CURRENT_USER
  USING ((SELECT current_setting('fritz.asks', true)) = 'on')
  WITH CHECK (requested AND requested_by = (SELECT viewer_id()));
CREATE POLICY asked ON sources FOR SELECT TO fritz_app
  USING (requested AND requested_by = (SELECT viewer_id()));
-- A request is accepted by saving, and declined by not being one any more.
DROP POLICY changes ON sources;
CREATE POLICY changes ON sources FOR UPDATE TO fritz_app
  USING ((SELECT viewer_has('System admin')) OR group_id IN (SELECT viewer_saving_groups()))
  WITH CHECK ((CASE WHEN active THEN saved_by ELSE unsaved_by END) = (SELECT viewer_id())
    OR (NOT active AND requested_by IS NOT NULL));

CREATE OR REPLACE FUNCTION on_source_turned() RETURNS trigger
  LANGUAGE plpgsql SET search_path = fritz, pg_temp AS $$
BEGIN
  IF NEW.active THEN
    NEW.saved_by := viewer_id();
    NEW.saved_at := now();
    NEW.unsaved_by := NULL;
    NEW.unsaved_at := NULL;
    NEW.requested := false;
  ELSE
    NEW.unsaved_by := viewer_id();
    NEW.unsaved_at := now();
  END IF;
  RETURN NEW;
END $$;

REVOKE EXECUTE ON FUNCTION on_obj_edition(), viewer_edition(text), on_obj_told(),
  create_obj(text, jsonb, integer[]), request_source(text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION create_obj(text, jsonb, integer[]), request_source(text, integer)
  TO fritz_app;
GRANT SELECT ON obj_editions, objs TO fritz_app;
GRANT UPDATE (ra, dec, hpx, modified_at, ra_err, dec_err, ra_dis, dec_dis, redshift, redshift_error,
  redshift_origin, redshift_history, t0, transient, varstar, is_roid, mpc_name, tns_name, tns_info,
  score, origin, alias, altdata, host) ON obj_editions, objs TO fritz_app;
GRANT UPDATE (requested) ON sources TO fritz_app;
GRANT SELECT, INSERT ON obj_editions, objs TO fritz_broker;
