CREATE OR REPLACE FUNCTION sees_super_obj(wanted integer) RETURNS boolean
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  RETURN viewer_id() IS NOT NULL AND EXISTS (
    SELECT FROM super_objs s WHERE s.id = wanted AND (
      s.created_by = viewer_id() OR viewer_has('System admin') OR EXISTS (
        SELECT FROM super_obj_members m
         WHERE m.super_obj_id = wanted AND viewer_edition(m.obj_id) IS NOT NULL)));
END $$;
DROP POLICY subject ON super_obj_members;
DROP TRIGGER super_obj_members_edition ON super_obj_members;
-- Of several editions of a name one is left.
DELETE FROM super_obj_members m USING super_obj_members earlier
 WHERE (earlier.super_obj_id, earlier.obj_id) = (m.super_obj_id, m.obj_id)
   AND earlier.edition < m.edition;
ALTER TABLE super_obj_members DROP CONSTRAINT super_obj_members_pkey,
  ADD PRIMARY KEY (super_obj_id, obj_id);
ALTER TABLE super_obj_members DROP COLUMN edition;
ALTER POLICY adds ON candidates WITH CHECK (
  posted AND uploader_id = (SELECT viewer_id()) AND program_audience_id IS NULL
  AND (SELECT viewer_has('Upload data'))
  AND filter_id = ANY (ARRAY(SELECT visible_filters()))
  AND EXISTS (SELECT FROM objs o WHERE o.id = candidates.obj_id));
REVOKE EXECUTE ON FUNCTION viewer_may_change_spectrum(integer) FROM fritz_app;
GRANT EXECUTE ON FUNCTION viewer_may_change_spectrum(integer) TO PUBLIC;
