DROP TRIGGER comments_written_by_work ON comments;
DROP FUNCTION on_note_by_work();
DROP FUNCTION settle_followup_run(text, bigint, integer, text, text, integer),
  take_followup_runs(text, integer, interval);
DROP TABLE followup_rule_runs;
DROP FUNCTION on_rule_run_waits();
ALTER TABLE default_followup_requests DROP COLUMN settings;
DROP TRIGGER filters_followup_set ON filters;
DROP FUNCTION on_auto_followup_set();
ALTER TABLE filters DROP COLUMN followup_by;
