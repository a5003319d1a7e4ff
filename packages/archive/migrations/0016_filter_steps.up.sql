-- What filters cost: besides the time, the steps that their budget is counted in, and the dearest
-- evaluation of the batch.
ALTER TABLE filter_counts
  ADD COLUMN max_us bigint NOT NULL DEFAULT 0,
  ADD COLUMN steps bigint NOT NULL DEFAULT 0,
  ADD COLUMN max_steps bigint NOT NULL DEFAULT 0;
