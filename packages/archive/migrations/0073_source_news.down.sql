DROP FUNCTION tell_upload(uuid);
DROP FUNCTION on_listing_news() CASCADE;
DROP FUNCTION on_classification_news() CASCADE;
DROP FUNCTION on_note_news() CASCADE;
DROP FUNCTION tell_changes(text, text, text, boolean);
DROP FUNCTION on_source_part() CASCADE;
DROP FUNCTION tell_source(text, bigint, text, integer, integer, integer, integer);
DROP TABLE source_news;
