-- Allocations: the hours that a group has on an instrument, and the credentials that the facility is
-- asked with, which are kept sealed with a key that the database does not have.

CREATE TABLE allocations (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  group_id integer NOT NULL REFERENCES groups ON DELETE CASCADE,
  instrument_id integer NOT NULL REFERENCES instruments,
  pi text,
  proposal_id text,
  hours_allocated double precision NOT NULL CHECK (hours_allocated >= 0),
  -- A list of {start_date, end_date}, ISO 8601 in UTC; empty: at all times.
  validity_ranges jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(validity_ranges) = 'array'),
  types text[] NOT NULL DEFAULT '{triggered}'
    CHECK (types <@ '{triggered,forced_photometry,observation_plan}'::text[]),
  default_share_group_ids integer[] NOT NULL DEFAULT '{}',
  created_by integer REFERENCES users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  modified_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX allocations_group ON allocations (group_id);
CREATE INDEX allocations_instrument ON allocations (instrument_id);

-- Those in charge of an allocation.
CREATE TABLE allocation_users (
  allocation_id integer NOT NULL REFERENCES allocations ON DELETE CASCADE,
  user_id integer NOT NULL REFERENCES users ON DELETE CASCADE,
  PRIMARY KEY (allocation_id, user_id)
);
CREATE INDEX allocation_users_user ON allocation_users (user_id);

CREATE TABLE allocation_credentials (
  allocation_id integer PRIMARY KEY REFERENCES allocations ON DELETE CASCADE,
  -- AES-256-GCM under the server's key: nonce, text, tag.
  sealed bytea NOT NULL,
  modified_at timestamptz NOT NULL DEFAULT now()
);

-- ── rights ───────────────────────────────────────────────────────────────────────────────────
ALTER TABLE allocations ENABLE ROW LEVEL SECURITY;
ALTER TABLE allocations FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON allocations TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON allocations FOR SELECT TO fritz_app USING (
  group_id IN (SELECT viewer_groups()) OR (SELECT viewer_has('System admin')));

-- Whether the viewer may change a group's allocations.
CREATE FUNCTION viewer_manages_allocations(of_group integer) RETURNS boolean
  LANGUAGE sql STABLE SET search_path = fritz, pg_temp AS $$
  SELECT viewer_has('Manage allocations')
    AND (of_group IN (SELECT viewer_groups()) OR viewer_has('System admin'))
$$;
CREATE POLICY adds ON allocations FOR INSERT TO fritz_app
  WITH CHECK (viewer_manages_allocations(group_id) AND created_by = (SELECT viewer_id()));
CREATE POLICY changes ON allocations FOR UPDATE TO fritz_app
  USING (viewer_manages_allocations(group_id)) WITH CHECK (viewer_manages_allocations(group_id));
CREATE POLICY removes ON allocations FOR DELETE TO fritz_app
  USING (viewer_manages_allocations(group_id));
GRANT SELECT, DELETE ON allocations TO fritz_app;
GRANT INSERT (group_id, instrument_id, pi, proposal_id, hours_allocated, validity_ranges, types,
  default_share_group_ids, created_by), UPDATE (group_id, instrument_id, pi, proposal_id,
  hours_allocated, validity_ranges, types, default_share_group_ids, modified_at)
  ON allocations TO fritz_app;

ALTER TABLE allocation_users ENABLE ROW LEVEL SECURITY;
ALTER TABLE allocation_users FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON allocation_users TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON allocation_users FOR SELECT TO fritz_app USING (
  allocation_id IN (SELECT a.id FROM allocations a));
CREATE POLICY adds ON allocation_users FOR INSERT TO fritz_app WITH CHECK (
  allocation_id IN (SELECT a.id FROM allocations a WHERE viewer_manages_allocations(a.group_id)));
CREATE POLICY removes ON allocation_users FOR DELETE TO fritz_app USING (
  allocation_id IN (SELECT a.id FROM allocations a WHERE viewer_manages_allocations(a.group_id)));
GRANT SELECT, INSERT, DELETE ON allocation_users TO fritz_app;

ALTER TABLE allocation_credentials ENABLE ROW LEVEL SECURITY;
ALTER TABLE allocation_credentials FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON allocation_credentials TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON allocation_credentials FOR SELECT TO fritz_app USING (
  allocation_id IN (SELECT a.id FROM allocations a WHERE viewer_manages_allocations(a.group_id)));
CREATE POLICY adds ON allocation_credentials FOR INSERT TO fritz_app WITH CHECK (
  allocation_id IN (SELECT a.id FROM allocations a WHERE viewer_manages_allocations(a.group_id)));
CREATE POLICY changes ON allocation_credentials FOR UPDATE TO fritz_app USING (
  allocation_id IN (SELECT a.id FROM allocations a WHERE viewer_manages_allocations(a.group_id)));
CREATE POLICY removes ON allocation_credentials FOR DELETE TO fritz_app USING (
  allocation_id IN (SELECT a.id FROM allocations a WHERE viewer_manages_allocations(a.group_id)));
GRANT SELECT, DELETE, INSERT (allocation_id, sealed), UPDATE (sealed, modified_at)
  ON allocation_credentials TO fritz_app;

-- What a request of a member's is sent with: sealed, for the server alone to open. The ids are those of
-- allocations that the viewer sees.
CREATE FUNCTION sealed_credentials(of_allocation integer) RETURNS bytea
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT c.sealed FROM allocation_credentials c JOIN allocations a ON a.id = c.allocation_id
  WHERE c.allocation_id = of_allocation
    AND (a.group_id IN (SELECT viewer_groups()) OR viewer_has('System admin'))
$$;
REVOKE EXECUTE ON FUNCTION sealed_credentials(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sealed_credentials(integer) TO fritz_app;

-- ── audit ────────────────────────────────────────────────────────────────────────────────────
SELECT audit('allocations', kind => 'allocation', id => 'id', about_group => 'group_id',
  kept => '{group_id,instrument_id,pi,proposal_id,hours_allocated,validity_ranges,types}');
-- That credentials changed is told, not what they are.
SELECT audit('allocation_credentials', kind => 'allocation', id => 'allocation_id',
  kept => '{allocation_id,modified_at}');
