ALTER TABLE filter_counts DROP COLUMN max_us, DROP COLUMN steps, DROP COLUMN max_steps;
