CREATE OR REPLACE FUNCTION take_query_jobs(work_key text, most integer, lease interval)
  RETURNS TABLE (id bigint, owner_id integer, asked text, attempts integer, programs integer[])
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM demand_work_key(work_key);
  DELETE FROM query_jobs j WHERE j.expires_at < now();
  UPDATE query_jobs j SET state = 'failed', ended_at = now(), expires_at = now() + interval '7 days',
      message = 'the server was stopped three times while it was at it'
    WHERE j.state = 'running' AND j.due_at <= now() AND j.attempts >= 3;
  RETURN QUERY
    WITH due AS (
      SELECT j.id FROM query_jobs j
        WHERE j.state IN ('waiting', 'running') AND j.due_at <= now()
          AND NOT EXISTS (SELECT FROM query_jobs o WHERE o.owner_id = j.owner_id
            AND o.state IN ('waiting', 'running') AND o.id <> j.id
            AND (o.due_at > now() OR o.id < j.id))
        ORDER BY j.id LIMIT most FOR UPDATE SKIP LOCKED),
    emptied AS (DELETE FROM query_job_parts p USING due WHERE p.job_id = due.id),
    taken AS (
      UPDATE query_jobs j SET state = 'running', attempts = j.attempts + 1, begun_at = now(),
          due_at = now() + lease, looked_at = 0, rows = 0, bytes = 0
        FROM due WHERE j.id = due.id RETURNING j.*)
    SELECT t.id, t.owner_id, t.asked::text, t.attempts, t.programs FROM taken t;
END $$;

CREATE OR REPLACE FUNCTION take_notification_mails(work_key text, most integer, lease interval)
  RETURNS TABLE (notification_id integer, attempts integer, address text, kind text, words text, page text)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM demand_work_key(work_key);
  DELETE FROM notifications n WHERE n.id IN (
    SELECT o.id FROM notifications o WHERE o.created_at < now() - interval '90 days' AND o.viewed
      ORDER BY o.created_at LIMIT 1000 FOR UPDATE SKIP LOCKED);
  RETURN QUERY
    WITH due AS (
      SELECT m.notification_id FROM notification_mails m WHERE m.due_at <= now()
        ORDER BY m.due_at LIMIT most FOR UPDATE SKIP LOCKED),
    taken AS (
      UPDATE notification_mails m SET attempts = m.attempts + 1, due_at = now() + lease
        FROM due WHERE m.notification_id = due.notification_id RETURNING m.*)
    SELECT n.id, t.attempts, u.contact_email, n.kind, n.text, n.url FROM taken t
      JOIN notifications n ON n.id = t.notification_id JOIN users u ON u.id = n.user_id
      ORDER BY n.id;
END $$;
