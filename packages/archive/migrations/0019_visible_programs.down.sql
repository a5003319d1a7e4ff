DROP POLICY reads ON candidates;
CREATE POLICY reads ON candidates FOR SELECT TO fritz_app USING (
  filter_id = ANY (ARRAY(SELECT visible_filters()))
  AND (program_audience_id IS NULL
    OR EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = candidates.program_audience_id)
    OR (SELECT viewer_has('System admin'))));
DROP FUNCTION visible_programs();
