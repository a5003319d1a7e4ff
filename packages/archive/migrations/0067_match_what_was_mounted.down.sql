UPDATE catalogs SET settings = settings || '{"isMatched": false}'
WHERE kind = 'mounted'
  AND loaded_at < (SELECT applied_at FROM fritz_migrations WHERE number = 51);
