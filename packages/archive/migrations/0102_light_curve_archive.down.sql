DROP TABLE archive_curve_values;
DROP TABLE archive_light_curves;
DROP SCHEMA fritz_archive CASCADE;
DROP TABLE archive_releases;
