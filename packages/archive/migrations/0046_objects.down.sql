DROP FUNCTION request_source(text, integer), create_obj(text, jsonb, integer[]);
DROP POLICY asks ON sources;
DROP POLICY asked ON sources;
DROP POLICY changes ON sources;
CREATE POLICY changes ON sources FOR UPDATE TO fritz_app
  USING ((SELECT viewer_has('System admin')) OR group_id IN (SELECT viewer_saving_groups()))
  WITH CHECK ((CASE WHEN active THEN saved_by ELSE unsaved_by END) = (SELECT viewer_id()));
CREATE OR REPLACE FUNCTION on_source_turned() RETURNS trigger
  LANGUAGE plpgsql SET search_path = fritz, pg_temp AS $$
BEGIN
  IF NEW.active THEN
    NEW.saved_by := viewer_id();
    NEW.saved_at := now();
    NEW.unsaved_by := NULL;
    NEW.unsaved_at := NULL;
  ELSE
    NEW.unsaved_by := viewer_id();
    NEW.unsaved_at := now();
  END IF;
  RETURN NEW;
END $$;
DROP INDEX sources_saved_by;
DELETE FROM sources WHERE requested_by IS NOT NULL AND saved_by IS NULL;
ALTER TABLE sources DROP COLUMN requested, DROP COLUMN requested_by, DROP COLUMN requested_at;

DROP VIEW objs;
DROP TRIGGER obj_audiences_edition ON obj_audiences;
-- Of several editions of a name the first stays; who was told of another loses sight of it.
DELETE FROM obj_audiences oa WHERE oa.edition <> (
  SELECT min(e.edition) FROM obj_editions e WHERE e.id = oa.obj_id);
ALTER TABLE obj_names ADD COLUMN survey text, ADD COLUMN ra double precision,
  ADD COLUMN dec double precision, ADD COLUMN hpx bigint,
  ADD COLUMN created_at timestamptz DEFAULT now();
UPDATE obj_names n SET survey = coalesce(e.survey, 'none'), ra = e.ra, dec = e.dec, hpx = e.hpx,
    created_at = e.created_at
  FROM (SELECT DISTINCT ON (id) * FROM obj_editions ORDER BY id, edition) e WHERE e.id = n.id;
DELETE FROM obj_names WHERE ra IS NULL;
ALTER TABLE obj_names ALTER COLUMN survey SET NOT NULL, ALTER COLUMN ra SET NOT NULL,
  ALTER COLUMN dec SET NOT NULL, ALTER COLUMN hpx SET NOT NULL, ALTER COLUMN created_at SET NOT NULL;
DROP TABLE obj_editions;
ALTER TABLE obj_audiences DROP COLUMN edition;
DROP SEQUENCE obj_edition_numbers;
DROP FUNCTION on_obj_edition(), on_obj_told(), viewer_edition(text);
ALTER TABLE obj_names RENAME TO objs;
ALTER TABLE objs RENAME CONSTRAINT obj_names_pkey TO objs_pkey;
ALTER TABLE objs RENAME CONSTRAINT obj_names_id_check TO objs_id_check;
CREATE INDEX objs_hpx ON objs (hpx);
CREATE OR REPLACE FUNCTION public_objs()
  RETURNS TABLE (id text, survey text, ra double precision, "dec" double precision, hpx bigint, created_at timestamptz,
    saved_at timestamptz)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM set_config('fritz.public_read', 'on', true);
  RETURN QUERY SELECT o.id, o.survey, o.ra, o.dec, o.hpx, o.created_at, (
      SELECT min(s.saved_at) FROM sources s WHERE s.obj_id = o.id AND s.active
        AND s.audience_id IN (SELECT public_audiences()))
    FROM objs o WHERE o.id IN (SELECT oa.obj_id FROM obj_audiences oa
      WHERE oa.audience_id IN (SELECT public_audiences()));
  PERFORM set_config('fritz.public_read', 'off', true);
END $$;
