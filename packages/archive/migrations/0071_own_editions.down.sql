DROP POLICY ends ON listings;
DROP POLICY ends ON sources;
DROP POLICY ends ON candidates;
DROP POLICY ends ON photometry;
DROP FUNCTION end_edition(text, bigint, integer);
CREATE OR REPLACE FUNCTION delete_obj(name text) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE me integer := viewer_id();
BEGIN
  IF me IS NULL OR viewer_edition(name) IS NULL THEN RETURN false; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(name, 0));
  IF NOT viewer_has('System admin') AND (
    NOT viewer_has('Upload data')
    OR EXISTS (SELECT FROM obj_editions e WHERE e.id = name AND e.created_by IS DISTINCT FROM me)
    OR EXISTS (SELECT FROM obj_audiences oa WHERE oa.obj_id = name AND oa.audience_id <>
      intern_audience(ARRAY(SELECT g.id FROM groups g WHERE g.single_user_id = me))))
  THEN
    RETURN false;
  END IF;
  DELETE FROM obj_names n WHERE n.id = name;
  RETURN true;
END $$;
DROP FUNCTION own_audience();
