DROP FUNCTION filter_failures(integer, timestamptz);
DROP POLICY maintainer ON filter_versions;
DROP POLICY maintainer ON filter_counts;
REVOKE SELECT (batch_id, filter_version_id, evaluated, passed, rejected, failed, elapsed_us, max_us,
  steps, max_steps) ON filter_counts FROM fritz_app;
GRANT SELECT ON filter_counts TO fritz_app;
DROP INDEX filter_counts_failures;
ALTER TABLE filter_counts DROP COLUMN failure_program_id;
