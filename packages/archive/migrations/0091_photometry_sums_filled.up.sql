-- fritz: no-transaction
-- Sums of the points that were there before, an object's at a time and committed by the thousand: nobody
-- waits for more than one of these, and to run it twice does no harm.
DO $$
DECLARE
  last text := '';
  batch text[];
BEGIN
  LOOP
    SELECT array_agg(n.id ORDER BY n.id) INTO batch
      FROM (SELECT o.id FROM obj_names o WHERE o.id > last ORDER BY o.id LIMIT 1000) n;
    EXIT WHEN batch IS NULL;
    PERFORM refill_photometry_sums(batch);
    last := batch[cardinality(batch)];
    COMMIT;
  END LOOP;
END $$;
ANALYZE photometry_sums;
