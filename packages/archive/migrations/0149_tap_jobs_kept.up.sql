-- What came of a query of the Virtual Observatory is shown to who still sees all that it was made of, and
-- nobody keeps more of it than there is room for.

ALTER TABLE tap_jobs
  -- What its owner saw when it began: his groups, audiences of programmes, and whether everything.
  ADD COLUMN seen_groups integer[] NOT NULL DEFAULT '{}',
  ADD COLUMN seen_programs integer[] NOT NULL DEFAULT '{}',
  ADD COLUMN saw_all boolean NOT NULL DEFAULT false,
  -- Of its tables and its result.
  ADD COLUMN bytes bigint NOT NULL DEFAULT 0;

UPDATE tap_jobs j SET
  seen_groups = ARRAY(SELECT gu.group_id FROM group_users gu WHERE gu.user_id = j.owner_id),
  seen_programs = ARRAY(SELECT a.id FROM audiences a JOIN audience_viewers v ON v.audience_id = a.id
    WHERE a.survey IS NOT NULL AND v.user_id = j.owner_id),
  saw_all = EXISTS (SELECT FROM user_permissions p
    WHERE p.user_id = j.owner_id AND p.acl_id = 'System admin'),
  bytes = (SELECT coalesce(sum(octet_length(p.bytes)), 0) FROM tap_job_parts p WHERE p.job_id = j.id);

CREATE FUNCTION on_tap_job_begun() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  NEW.seen_groups := ARRAY(SELECT viewer_groups());
  NEW.seen_programs := ARRAY(SELECT visible_programs());
  NEW.saw_all := coalesce(viewer_has('System admin'), false);
  RETURN NEW;
END $$;
CREATE TRIGGER tap_jobs_begun BEFORE UPDATE OF phase ON tap_jobs
  FOR EACH ROW WHEN (NEW.phase = 'EXECUTING' AND OLD.phase <> 'EXECUTING')
  EXECUTE FUNCTION on_tap_job_begun();

CREATE FUNCTION on_tap_part_kept() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  UPDATE tap_jobs j SET bytes = j.bytes + CASE TG_OP WHEN 'INSERT' THEN octet_length(NEW.bytes)
      ELSE -octet_length(OLD.bytes) END
    WHERE j.id = coalesce(NEW.job_id, OLD.job_id);
  RETURN NULL;
END $$;
CREATE TRIGGER tap_job_parts_kept AFTER INSERT OR DELETE ON tap_job_parts
  FOR EACH ROW EXECUTE FUNCTION on_tap_part_kept();

-- Whether the viewer sees all that his job saw: he may have left a group, and his key may be a narrower one.
CREATE FUNCTION viewer_sees_as(groups integer[], programs integer[], everything boolean) RETURNS boolean
  LANGUAGE sql STABLE SET search_path = fritz, pg_temp AS $$
  SELECT CASE WHEN everything THEN coalesce(viewer_has('System admin'), false)
    ELSE groups <@ ARRAY(SELECT viewer_groups()) AND programs <@ ARRAY(SELECT visible_programs()) END
$$;

DROP POLICY of_job ON tap_job_parts;
CREATE POLICY of_job ON tap_job_parts TO fritz_app
  USING (EXISTS (SELECT FROM tap_jobs j WHERE j.id = job_id AND (name <> 'result' OR j.owner_id IS NULL
    OR viewer_sees_as(j.seen_groups, j.seen_programs, j.saw_all))))
  WITH CHECK (EXISTS (SELECT FROM tap_jobs j WHERE j.id = job_id));

-- Ends what is over: jobs whose time came, and those whose server stopped under them. Tells how many jobs of
-- people without a key there are, and what is kept of them.
DROP FUNCTION sweep_tap_jobs();
CREATE FUNCTION sweep_tap_jobs(OUT jobs bigint, OUT bytes bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp
AS $$
BEGIN
  DELETE FROM tap_jobs j WHERE j.destroy_at < now();
  UPDATE tap_jobs j SET phase = 'ERROR', ended_at = now(),
      error = 'the server stopped while this job ran: run it again'
    WHERE j.phase IN ('QUEUED', 'EXECUTING') AND j.alive_at < now() - interval '60 s';
  SELECT count(*), coalesce(sum(j.bytes), 0) INTO jobs, bytes FROM tap_jobs j WHERE j.owner_id IS NULL;
END $$;

REVOKE EXECUTE ON FUNCTION on_tap_job_begun(), on_tap_part_kept(),
  viewer_sees_as(integer[], integer[], boolean), sweep_tap_jobs() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION viewer_sees_as(integer[], integer[], boolean), sweep_tap_jobs() TO fritz_app;
