ALTER TABLE filters DROP CONSTRAINT filters_active_version;
DROP TABLE filter_versions, filters CASCADE;
DROP FUNCTION on_filter_change();
