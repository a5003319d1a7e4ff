DROP FUNCTION settle_query_job(text, bigint, integer, text, text, integer[], json, bigint);
DROP FUNCTION keep_query_part(text, bigint, integer, integer, integer, bytea);
DROP FUNCTION note_query_job(text, bigint, integer, bigint, bigint, interval);
DROP FUNCTION take_query_jobs(text, integer, interval);
DROP FUNCTION cancel_query_job(bigint);
DROP FUNCTION ask_query_job(json, text);
DROP TABLE query_job_parts;
DROP TABLE query_jobs;
DROP TABLE saved_queries;
