DROP TRIGGER spectra_followup ON spectra;
ALTER TABLE spectra DROP CONSTRAINT spectra_followup_request_fkey;
DROP FUNCTION on_followup_data();
DROP FUNCTION queue_followup(integer, text), state_followup(integer, text, text),
  hear_of_followup(integer, text, text, jsonb), take_followup_jobs(text, integer, interval),
  settle_followup_job(text, bigint, integer, text, text, text, interval, boolean, interval),
  keep_exchange(text, integer, jsonb, jsonb), own_followup(integer);
DROP TABLE followup_jobs, facility_transactions, followup_watchers, followup_events, followup_requests;
DROP FUNCTION on_followup_news(), on_followup_state(), on_followup_becomes(),
  followup_may_become(text, text), act_for(text, integer);
CREATE OR REPLACE FUNCTION viewer() RETURNS access_keys
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  held access_keys;
  -- Hashed once: in the query it would be for every key that is compared.
  hash bytea := sha256(convert_to(current_setting('fritz.viewer_key', true), 'UTF8'));
BEGIN
  SELECT k.* INTO held FROM access_keys k
    WHERE k.key_hash = hash
      AND k.kind IN ('token', 'session') AND k.revoked_at IS NULL
      AND (k.expires_at IS NULL OR k.expires_at > now())
      AND (k.idle_limit IS NULL OR coalesce(k.last_used_at, k.created_at) + k.idle_limit > now())
      AND (SELECT u.expires_at IS NULL OR u.expires_at > now() FROM users u WHERE u.id = k.user_id);
  IF NOT FOUND THEN RETURN NULL; END IF;
  RETURN held;
END $$;
DROP TABLE acting_for;
