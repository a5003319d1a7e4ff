-- What allocations have left, whoever looks; what facilities have of a request; photometry that was asked for.

-- Hours of an allocation: booked by what was observed, planned by what may still be. Of all its requests:
-- an object that the viewer does not see takes time, too, and it is told how much, not of what.
CREATE FUNCTION allocation_use(of_allocation integer, except_request integer DEFAULT NULL)
  RETURNS TABLE (booked double precision, planned double precision, requests integer)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM allocations a WHERE a.id = of_allocation
      AND (a.group_id IN (SELECT viewer_groups()) OR viewer_has('System admin'))) THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT coalesce(sum(r.hours_booked), 0)::float8,
      coalesce(sum(r.hours_planned) FILTER (WHERE r.state IN ('waiting', 'submitted', 'accepted', 'observed',
        'cancelling', 'unknown')), 0)::float8, count(*)::int
    FROM followup_requests r
    WHERE r.allocation_id = of_allocation AND r.id IS DISTINCT FROM except_request;
END $$;

-- What the facility's archive has of it: [{name, url, at, ...}].
ALTER TABLE followup_requests ADD COLUMN products jsonb NOT NULL DEFAULT '[]'
  CHECK (jsonb_typeof(products) = 'array' AND octet_length(products::text) <= 1000000);
CREATE FUNCTION keep_followup_products(work_key text, about integer, listed jsonb) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM demand_work_key(work_key);
  UPDATE followup_requests r SET products = listed WHERE r.id = about AND r.products <> listed;
END $$;

-- Has the facility asked now what became of it; false where there is nothing to ask.
CREATE FUNCTION hasten_followup(asked integer) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE found followup_requests;
BEGIN
  IF NOT viewer_has('Upload data') THEN
    RAISE EXCEPTION 'needs Upload data' USING ERRCODE = 'insufficient_privilege';
  END IF;
  found := own_followup(asked);
  IF found.state NOT IN ('submitted', 'accepted', 'observed', 'completed') THEN RETURN false; END IF;
  INSERT INTO followup_jobs AS j (request_id, kind) VALUES (asked, 'poll')
    ON CONFLICT (request_id) DO UPDATE SET due_at = least(j.due_at, now()) WHERE j.kind = 'poll';
  PERFORM pg_notify('fritz_work', '');
  RETURN true;
END $$;

-- Photometry that somebody uploads as what a request was for proves that it was observed, as a spectrum does.
-- What a facility gives back by itself says so itself.
CREATE FUNCTION photometry_came(asked integer) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE found followup_requests;
BEGIN
  IF NOT viewer_has('Upload data') THEN
    RAISE EXCEPTION 'needs Upload data' USING ERRCODE = 'insufficient_privilege';
  END IF;
  found := own_followup(asked);
  IF found.kind <> 'triggered' OR found.state = 'completed'
    OR NOT followup_may_become(found.state, 'completed') THEN
    RETURN;
  END IF;
  UPDATE followup_requests r SET state = 'completed', status = 'completed: photometry arrived'
    WHERE r.id = asked;
  DELETE FROM followup_jobs j WHERE j.request_id = asked AND j.kind = 'poll';
END $$;

REVOKE EXECUTE ON FUNCTION allocation_use(integer, integer), keep_followup_products(text, integer, jsonb),
  hasten_followup(integer), photometry_came(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION allocation_use(integer, integer), keep_followup_products(text, integer, jsonb),
  hasten_followup(integer), photometry_came(integer) TO fritz_app;
