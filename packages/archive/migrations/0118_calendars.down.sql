DROP FUNCTION make_calendar_key(), calendar_runs(text), is_calendar(text);
DROP TABLE calendar_keys;
