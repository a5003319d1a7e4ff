DELETE FROM archive_releases WHERE store <> 'postgres';
DROP TABLE archive_parts;
ALTER TABLE archive_releases DROP COLUMN store;
