-- What facilities are asked for by themselves, where something is said of an object; and requests that
-- another marshal had (docs/adr/0038).

CREATE TABLE default_followup_requests (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 500),
  allocation_id integer NOT NULL REFERENCES allocations ON DELETE CASCADE,
  requester_id integer NOT NULL REFERENCES users,
  -- Its dates tell how long it may take: from when it is asked for.
  payload jsonb NOT NULL CHECK (jsonb_typeof(payload) = 'object'),
  -- {classifications: [{name, probability}]}
  source_filter jsonb NOT NULL CHECK (jsonb_typeof(source_filter) = 'object'),
  target_group_ids integer[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX default_followup_requests_allocation ON default_followup_requests (allocation_id);
CREATE INDEX default_followup_requests_requester ON default_followup_requests (requester_id);
ALTER TABLE default_followup_requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE default_followup_requests FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON default_followup_requests TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON default_followup_requests FOR SELECT TO fritz_app
  USING (allocation_id IN (SELECT a.id FROM allocations a));
CREATE POLICY adds ON default_followup_requests FOR INSERT TO fritz_app WITH CHECK (
  requester_id = (SELECT viewer_id()) AND allocation_id IN (SELECT a.id FROM allocations a)
  AND (SELECT viewer_has('Upload data')));
CREATE POLICY removes ON default_followup_requests FOR DELETE TO fritz_app USING (
  (SELECT viewer_has('Upload data')) AND (requester_id = (SELECT viewer_id())
    OR allocation_id IN (SELECT a.id FROM allocations a WHERE viewer_manages_allocations(a.group_id))));
GRANT SELECT, DELETE, INSERT (name, allocation_id, requester_id, payload, source_filter, target_group_ids)
  ON default_followup_requests TO fritz_app;
SELECT audit('default_followup_requests', kind => 'followup', id => 'id', about_user => 'requester_id',
  kept => '{name,allocation_id,requester_id,payload,source_filter}');

-- Makes requests of what another marshal had, with its ids where they are free; tells how many were made.
-- Their documents stay: they have more than a request here.
CREATE FUNCTION adopt_followup_documents() RETURNS integer
  LANGUAGE plpgsql SET search_path = fritz, pg_temp AS $$
DECLARE
  d record;
  made integer := 0;
  given integer;
  whose integer;
BEGIN
  FOR d IN
    SELECT m.* FROM migrated_documents m WHERE m.kind = 'followup_request'
      AND m.here ? 'allocation_id' AND m.here ? 'requester_id'
      AND EXISTS (SELECT FROM obj_names n WHERE n.id = m.document ->> 'obj_id')
      AND EXISTS (SELECT FROM allocations a WHERE a.id = (m.here ->> 'allocation_id')::integer)
      AND EXISTS (SELECT FROM users u WHERE u.id = (m.here ->> 'requester_id')::integer)
      AND NOT EXISTS (SELECT FROM followup_requests r
        WHERE r.origin = m.origin AND r.origin_id = m.origin_id)
      ORDER BY m.origin, length(m.origin_id), m.origin_id
  LOOP
    given := CASE WHEN d.origin_id ~ '^[1-9]\d{0,8}$' THEN d.origin_id::integer END;
    IF given IS NULL OR EXISTS (SELECT FROM followup_requests r WHERE r.id = given) THEN
      given := (SELECT coalesce(max(r.id), 0) + 1 FROM followup_requests r);
    END IF;
    whose := (d.here ->> 'requester_id')::integer;
    INSERT INTO followup_requests (id, obj_id, edition, allocation_id, requester_id, payload, state, status,
        comment, target_group_ids, origin, origin_id, created_at)
      SELECT given, d.document ->> 'obj_id',
        coalesce(
          (SELECT min(oa.edition) FROM obj_audiences oa JOIN audience_viewers v USING (audience_id)
            WHERE oa.obj_id = d.document ->> 'obj_id' AND v.user_id = whose),
          (SELECT min(e.edition) FROM obj_editions e WHERE e.id = d.document ->> 'obj_id'), 0),
        (d.here ->> 'allocation_id')::integer, whose,
        CASE WHEN jsonb_typeof(d.document -> 'payload') = 'object' THEN d.document -> 'payload' ELSE '{}' END,
        -- What the other marshal said of it is all that is known.
        CASE WHEN said.status ~* 'complete|committed' THEN 'completed'
          WHEN said.status ~* 'delet|cancel' THEN 'cancelled'
          WHEN said.status ~* 'reject' THEN 'rejected'
          WHEN said.status ~* 'fail|error' THEN 'failed'
          WHEN said.status ~* 'expired' THEN 'expired'
          WHEN said.status ~* 'observed' THEN 'observed'
          WHEN said.status ~* 'accept' THEN 'accepted'
          WHEN said.status ~* '^submitted' THEN 'submitted' ELSE 'unknown' END,
        left(said.status, 2000), left(d.document ->> 'comment', 10000),
        ARRAY(SELECT g.value::integer
          FROM jsonb_array_elements_text(coalesce(d.here -> 'target_groups', '[]')) AS g (value)),
        d.origin, d.origin_id,
        CASE WHEN d.document ->> 'created_at' ~ '^\d{4}-\d\d-\d\dT'
          THEN (d.document ->> 'created_at')::timestamp AT TIME ZONE 'UTC' ELSE d.taken_at END
      FROM (SELECT coalesce(d.document ->> 'status', 'unknown') AS status) AS said;
    made := made + 1;
  END LOOP;
  PERFORM setval(pg_get_serial_sequence('fritz.followup_requests', 'id'),
    greatest((SELECT max(r.id) FROM followup_requests r), 1)) WHERE made > 0;
  -- Which spectrum was asked for by which.
  UPDATE spectra s SET followup_request_id = r.id
    FROM migrated_documents m JOIN followup_requests r
      ON r.origin = m.origin AND r.origin_id = m.document ->> 'followup_request_id'
    WHERE m.kind = 'spectrum_request' AND s.id = (m.here ->> 'spectrum_id')::integer
      AND s.followup_request_id IS NULL AND s.obj_id = r.obj_id;
  UPDATE followup_requests r SET state = 'completed' WHERE r.origin IS NOT NULL
    AND r.state IN ('submitted', 'accepted', 'observed', 'unknown')
    AND EXISTS (SELECT FROM spectra s WHERE s.followup_request_id = r.id);
  RETURN made;
END $$;
REVOKE EXECUTE ON FUNCTION adopt_followup_documents() FROM PUBLIC;
SELECT adopt_followup_documents();
