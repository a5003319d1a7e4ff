-- Why a filter fails tells of the alert that it failed on: its id, and perhaps its values. Both are
-- for who sees the alert's programme, as candidates are: no longer columns that everybody may read
-- who sees the filter, but what a function gives.
ALTER TABLE filter_counts
  -- Of the alert that the failure was on.
  ADD COLUMN failure_program_id smallint;
-- The owner is bound by the policies, too.
ALTER TABLE filter_counts NO FORCE ROW LEVEL SECURITY;
ALTER TABLE ztf_alerts NO FORCE ROW LEVEL SECURITY;
UPDATE filter_counts c SET failure_program_id = a.programid
  FROM ztf_alerts a, batches b
  WHERE b.id = c.batch_id AND b.survey = 'ztf' AND a.candid = c.failure_candid;
ALTER TABLE ztf_alerts FORCE ROW LEVEL SECURITY;
ALTER TABLE filter_counts FORCE ROW LEVEL SECURITY;
CREATE INDEX filter_counts_failures ON filter_counts (filter_version_id, batch_id)
  WHERE failure IS NOT NULL;

REVOKE SELECT ON filter_counts FROM fritz_app;
GRANT SELECT (batch_id, filter_version_id, evaluated, passed, rejected, failed, elapsed_us, max_us,
  steps, max_steps) ON filter_counts TO fritz_app;
CREATE POLICY maintainer ON filter_counts FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY maintainer ON filter_versions FOR SELECT TO CURRENT_USER USING (true);

-- The first failure of each batch since some time, of the filters that the viewer sees (of one of
-- them, where one is named), on alerts of programmes that he sees.
CREATE FUNCTION filter_failures(wanted integer, since timestamptz)
  RETURNS TABLE (filter_version_id integer, batch_id bigint, candid bigint, message text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT v.id, b.id, c.failure_candid, c.failure
    FROM filter_versions v
    JOIN filter_counts c ON c.filter_version_id = v.id AND c.failure IS NOT NULL
    JOIN batches b ON b.id = c.batch_id
   WHERE v.filter_id = ANY (ARRAY(SELECT visible_filters())) AND (wanted IS NULL OR v.filter_id = wanted)
     AND b.committed_at >= since
     AND ((SELECT viewer_has('System admin')) OR EXISTS (
       SELECT FROM audiences a
        WHERE a.survey = b.survey AND a.program_id = c.failure_program_id
          AND a.id = ANY (ARRAY(SELECT visible_programs()))))
$$;
REVOKE EXECUTE ON FUNCTION filter_failures(integer, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION filter_failures(integer, timestamptz) TO fritz_app;
