-- Who made an object under a name that others use, hidden from him, may end his own: that he could not
-- told him of theirs.

-- The audience of nobody but the viewer; null where he has none.
CREATE FUNCTION own_audience() RETURNS integer
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT ag.audience_id FROM groups g JOIN audience_groups ag ON ag.group_id = g.id
   WHERE g.single_user_id = (SELECT viewer_id())
     AND NOT EXISTS (SELECT FROM audience_groups other
       WHERE other.audience_id = ag.audience_id AND other.group_id <> ag.group_id)
     AND NOT EXISTS (SELECT FROM audience_streams s WHERE s.audience_id = ag.audience_id)
$$;

-- Deletes an object: System admins any, with everything that hangs on its name; who made it his own
-- edition of the name, while it was told to himself alone, with what he has there. What others have
-- under the name stays, and what becomes of his does not tell that there is any. False where he may not.
CREATE OR REPLACE FUNCTION delete_obj(name text) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  me integer := viewer_id();
  own integer := own_audience();
  ended bigint;
BEGIN
  IF me IS NULL OR viewer_edition(name) IS NULL THEN RETURN false; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(name, 0));
  IF viewer_has('System admin') THEN
    DELETE FROM obj_names n WHERE n.id = name;
    RETURN true;
  END IF;
  SELECT e.edition INTO ended FROM obj_audiences oa
    JOIN obj_editions e ON e.id = oa.obj_id AND e.edition = oa.edition
    WHERE oa.obj_id = name AND oa.audience_id = own AND e.edition <> 0 AND e.created_by = me;
  IF ended IS NULL OR NOT viewer_has('Upload data') OR EXISTS (
    SELECT FROM obj_audiences oa
     WHERE oa.obj_id = name AND oa.edition = ended AND oa.audience_id <> own)
  THEN
    RETURN false;
  END IF;
  IF NOT EXISTS (SELECT FROM obj_editions e WHERE e.id = name AND e.edition <> ended)
    AND NOT EXISTS (SELECT FROM obj_audiences oa WHERE oa.obj_id = name AND oa.edition <> ended)
  THEN
    DELETE FROM obj_names n WHERE n.id = name;
    RETURN true;
  END IF;
  PERFORM end_edition(name, ended, own);
  RETURN true;
END $$;

-- Deletes one edition of a name with what hangs on it, all of which is for one audience.
CREATE FUNCTION end_edition(name text, ended bigint, of_audience integer) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  -- What is said of an edition says of which; what was measured or saved says only for whom it is.
  DELETE FROM comments t WHERE t.obj_id = name AND t.edition = ended;
  DELETE FROM annotations t WHERE t.obj_id = name AND t.edition = ended;
  DELETE FROM classifications t WHERE t.obj_id = name AND t.edition = ended;
  DELETE FROM obj_tags t WHERE t.obj_id = name AND t.edition = ended;
  DELETE FROM obj_summaries t WHERE t.obj_id = name AND t.edition = ended;
  DELETE FROM obj_analyses t WHERE t.obj_id = name AND t.edition = ended;
  DELETE FROM source_labels t WHERE t.obj_id = name AND t.edition = ended;
  DELETE FROM thumbnails t WHERE t.obj_id = name AND t.edition = ended;
  DELETE FROM super_obj_members t WHERE t.obj_id = name AND t.edition = ended;
  DELETE FROM photometry t WHERE t.obj_id = name AND t.audience_id = of_audience;
  DELETE FROM photometric_series t WHERE t.obj_id = name AND t.audience_id = of_audience;
  DELETE FROM spectra t WHERE t.obj_id = name AND t.audience_id = of_audience;
  DELETE FROM candidates t WHERE t.obj_id = name AND t.audience_id = of_audience;
  DELETE FROM sources t WHERE t.obj_id = name AND t.audience_id = of_audience;
  DELETE FROM listings t WHERE t.obj_id = name AND t.user_id = viewer_id();
  DELETE FROM obj_audiences t WHERE t.obj_id = name AND t.edition = ended;
  DELETE FROM obj_editions t WHERE t.id = name AND t.edition = ended;
END $$;

-- Within these functions alone: the owner is nobody's login but the migrations'.
CREATE POLICY ends ON photometry FOR DELETE TO CURRENT_USER
  USING (audience_id = (SELECT own_audience()));
CREATE POLICY ends ON candidates FOR DELETE TO CURRENT_USER
  USING (audience_id = (SELECT own_audience()));
CREATE POLICY ends ON sources TO CURRENT_USER
  USING (audience_id = (SELECT own_audience())) WITH CHECK (false);
CREATE POLICY ends ON listings FOR DELETE TO CURRENT_USER
  USING (user_id = (SELECT viewer_id()));

REVOKE EXECUTE ON FUNCTION own_audience(), end_edition(text, bigint, integer) FROM PUBLIC;
