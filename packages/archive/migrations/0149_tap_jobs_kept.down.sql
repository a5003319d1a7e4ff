DROP FUNCTION sweep_tap_jobs();
CREATE FUNCTION sweep_tap_jobs() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp
AS $$
BEGIN
  DELETE FROM tap_jobs j WHERE j.destroy_at < now();
  UPDATE tap_jobs j SET phase = 'ERROR', ended_at = now(),
      error = 'the server stopped while this job ran: run it again'
    WHERE j.phase IN ('QUEUED', 'EXECUTING') AND j.alive_at < now() - interval '60 s';
  RETURN (SELECT count(*) FROM tap_jobs j WHERE j.owner_id IS NULL);
END $$;
REVOKE EXECUTE ON FUNCTION sweep_tap_jobs() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sweep_tap_jobs() TO fritz_app;

DROP POLICY of_job ON tap_job_parts;
CREATE POLICY of_job ON tap_job_parts TO fritz_app
  USING (EXISTS (SELECT FROM tap_jobs j WHERE j.id = job_id))
  WITH CHECK (EXISTS (SELECT FROM tap_jobs j WHERE j.id = job_id));
DROP FUNCTION viewer_sees_as(integer[], integer[], boolean);
DROP TRIGGER tap_job_parts_kept ON tap_job_parts;
DROP FUNCTION on_tap_part_kept();
DROP TRIGGER tap_jobs_begun ON tap_jobs;
DROP FUNCTION on_tap_job_begun();
ALTER TABLE tap_jobs DROP COLUMN seen_groups, DROP COLUMN seen_programs, DROP COLUMN saw_all, DROP COLUMN bytes;
