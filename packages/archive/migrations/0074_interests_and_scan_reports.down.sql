DROP TABLE scan_report_saves;
DROP TABLE scan_report_items;
DROP TABLE scan_reports;
DROP TABLE source_interests;
DROP FUNCTION on_interest_news();
ALTER POLICY reads ON source_news USING (
  EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = source_news.audience_id)
  OR owner_id = (SELECT viewer_id())
  OR (audience_id IS NOT NULL AND (SELECT viewer_has('System admin'))));
