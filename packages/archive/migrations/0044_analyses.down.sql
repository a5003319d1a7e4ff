DROP TABLE default_analyses, analysis_tokens, analysis_jobs, obj_analysis_products, obj_analyses,
  analysis_services, work_keys;
DROP FUNCTION count_default_analysis(integer),
  finish_analysis(text, boolean, text, text[], smallint[], text[], bytea[], text),
  expire_analyses(text), settle_analysis_job(text, integer, text, text, interval),
  give_analysis_token(text, integer, bytea), take_analysis_jobs(text, integer, interval),
  queue_analysis(integer, jsonb), demand_work_key(text);
