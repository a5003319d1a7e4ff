DROP POLICY reads ON candidates;
CREATE POLICY reads ON candidates FOR SELECT TO fritz_app
  USING (filter_id = ANY (ARRAY(SELECT visible_filters())));
ALTER TABLE candidates DROP COLUMN program_audience_id;
