-- What is mounted cannot be read without knowing where.
DELETE FROM catalogs WHERE kind = 'mounted';
ALTER TABLE catalogs DROP COLUMN kind, DROP COLUMN location;
