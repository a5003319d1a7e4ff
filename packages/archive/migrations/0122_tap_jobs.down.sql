DROP FUNCTION sweep_tap_jobs();
DROP TABLE tap_job_parts;
DROP TABLE tap_jobs;
