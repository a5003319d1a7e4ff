-- What the application alone calls.
REVOKE EXECUTE ON FUNCTION viewer_may_change_spectrum(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION viewer_may_change_spectrum(integer) TO fritz_app;

-- A candidate is posted to the filter's group, and to nobody else.
ALTER POLICY adds ON candidates WITH CHECK (
  posted AND uploader_id = (SELECT viewer_id()) AND program_audience_id IS NULL
  AND (SELECT viewer_has('Upload data'))
  AND filter_id = ANY (ARRAY(SELECT visible_filters()))
  AND audience_id = (SELECT intern_audience(ARRAY[f.group_id]) FROM filters f
    WHERE f.id = candidates.filter_id)
  AND EXISTS (SELECT FROM objs o WHERE o.id = candidates.obj_id));

-- Several objects are one thing in the sky: these are editions of their names (docs/adr/0031), so that
-- who has an edition of his own under a hidden name is not told with what that one is one.
ALTER TABLE super_obj_members ADD COLUMN edition bigint;
UPDATE super_obj_members m SET edition =
  coalesce((SELECT min(e.edition) FROM obj_editions e WHERE e.id = m.obj_id), 0);
ALTER TABLE super_obj_members ALTER COLUMN edition SET NOT NULL,
  DROP CONSTRAINT super_obj_members_pkey, ADD PRIMARY KEY (super_obj_id, obj_id, edition);
CREATE TRIGGER super_obj_members_edition BEFORE INSERT ON super_obj_members
  FOR EACH ROW EXECUTE FUNCTION on_said_of_obj();
CREATE POLICY subject ON super_obj_members AS RESTRICTIVE TO fritz_app USING (EXISTS (
  SELECT FROM obj_audiences oa
   WHERE oa.obj_id = super_obj_members.obj_id AND oa.edition = super_obj_members.edition));
CREATE OR REPLACE FUNCTION sees_super_obj(wanted integer) RETURNS boolean
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  RETURN viewer_id() IS NOT NULL AND EXISTS (
    SELECT FROM super_objs s WHERE s.id = wanted AND (
      s.created_by = viewer_id() OR viewer_has('System admin') OR EXISTS (
        SELECT FROM super_obj_members m
          JOIN obj_audiences oa ON oa.obj_id = m.obj_id AND oa.edition = m.edition
          JOIN audience_viewers v ON v.audience_id = oa.audience_id
         WHERE m.super_obj_id = wanted AND v.user_id = viewer_id())));
END $$;
