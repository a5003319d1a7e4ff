-- Catalogs that were mounted before alerts were matched with mounted ones (0051) are matched, too,
-- as those that were mounted since: by the job beside the broker. Nobody can have said that they
-- should not be: there was no way to say it.
UPDATE catalogs SET settings = settings - 'isMatched'
WHERE kind = 'mounted' AND settings->'isMatched' = 'false'
  AND loaded_at < (SELECT applied_at FROM fritz_migrations WHERE number = 51);
