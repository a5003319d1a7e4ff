DROP TABLE catalogs;
DROP SCHEMA fritz_catalogs CASCADE;
