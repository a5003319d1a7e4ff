-- fritz: no-transaction
-- Whether an instrument is used, told without a look at all photometry: a summary of each range of pages
-- in the place of an entry for each point.
CREATE INDEX CONCURRENTLY IF NOT EXISTS photometry_instrument ON photometry
  USING brin (instrument text_bloom_ops (n_distinct_per_range = 16, false_positive_rate = 0.001));
CREATE INDEX CONCURRENTLY IF NOT EXISTS photometric_series_instrument
  ON photometric_series (instrument_id);
