-- What belongs to sources beside their data: how often they are looked at, which of them are one thing
-- in the sky, who is credited with a save, and their end.

-- ── how often somebody looked ────────────────────────────────────────────────────────────────
-- Numbers alone: not who.
CREATE TABLE source_views (
  obj_id text NOT NULL,
  edition bigint NOT NULL,
  day date NOT NULL,
  -- By scripts; browsers else.
  is_token boolean NOT NULL,
  views integer NOT NULL CHECK (views > 0),
  PRIMARY KEY (obj_id, edition, day, is_token),
  FOREIGN KEY (obj_id, edition) REFERENCES obj_editions ON DELETE CASCADE
);
CREATE INDEX source_views_day ON source_views (day);

-- Counts what a server gathered; what it does not know it leaves out, and tells nothing.
CREATE FUNCTION count_source_views(ids text[], editions bigint[], are_tokens boolean[], counts integer[])
  RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  INSERT INTO source_views AS v (obj_id, edition, day, is_token, views)
    SELECT e.id, e.edition, (now() AT TIME ZONE 'UTC')::date, t.is_token, sum(t.views)
      FROM unnest(ids, editions, are_tokens, counts) AS t (id, edition, is_token, views)
      JOIN obj_editions e ON e.id = t.id AND e.edition = t.edition
     WHERE t.views > 0
     GROUP BY e.id, e.edition, t.is_token
     ORDER BY 1, 2, 4
    ON CONFLICT (obj_id, edition, day, is_token) DO UPDATE SET views = v.views + excluded.views
$$;

-- ── one thing in the sky, several objects ────────────────────────────────────────────────────
CREATE TABLE super_objs (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text CHECK (name ~ '\S' AND length(name) <= 200),
  is_roid boolean NOT NULL DEFAULT false,
  created_by integer REFERENCES users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  modified_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX super_objs_created_by ON super_objs (created_by);
CREATE TABLE super_obj_members (
  super_obj_id integer NOT NULL REFERENCES super_objs ON DELETE CASCADE,
  obj_id text NOT NULL REFERENCES obj_names ON DELETE CASCADE,
  added_by integer REFERENCES users ON DELETE SET NULL,
  added_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (super_obj_id, obj_id)
);
CREATE INDEX super_obj_members_obj ON super_obj_members (obj_id);
CREATE INDEX super_obj_members_added_by ON super_obj_members (added_by);
SELECT audit('super_objs', kind => 'source', id => 'id', kept => '{id,name,is_roid,created_by}');
SELECT audit('super_obj_members', kind => 'source', id => 'obj_id',
  kept => '{super_obj_id,obj_id,added_by}');

-- ── who is credited with a save ──────────────────────────────────────────────────────────────
CREATE FUNCTION credit_saver(name text, saving_group integer, saver integer) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  IF NOT viewer_has('System admin') OR NOT EXISTS (
    SELECT FROM group_users gu WHERE gu.group_id = saving_group AND gu.user_id = saver)
  THEN
    RAISE EXCEPTION 'only System admins credit members of the group with a save'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM set_config('fritz.credits', 'on', true);
  UPDATE sources s SET saved_by = saver
    WHERE s.obj_id = name AND s.group_id = saving_group AND s.active;
  PERFORM set_config('fritz.credits', 'off', true);
END $$;
CREATE POLICY credits ON sources TO CURRENT_USER
  USING ((SELECT current_setting('fritz.credits', true)) = 'on')
  WITH CHECK ((SELECT current_setting('fritz.credits', true)) = 'on');

-- ── the end of an object ─────────────────────────────────────────────────────────────────────
-- Deletes an object with everything that hangs on it: System admins any; who made it, while it was
-- told to himself alone, so that nobody else can have anything there. False where he may not.
CREATE FUNCTION delete_obj(name text) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE me integer := viewer_id();
BEGIN
  IF me IS NULL OR viewer_edition(name) IS NULL THEN RETURN false; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(name, 0));
  IF NOT viewer_has('System admin') AND (
    NOT viewer_has('Upload data')
    OR EXISTS (SELECT FROM obj_editions e WHERE e.id = name AND e.created_by IS DISTINCT FROM me)
    OR EXISTS (SELECT FROM obj_audiences oa WHERE oa.obj_id = name AND oa.audience_id <>
      intern_audience(ARRAY(SELECT g.id FROM groups g WHERE g.single_user_id = me))))
  THEN
    RETURN false;
  END IF;
  DELETE FROM obj_names n WHERE n.id = name;
  RETURN true;
END $$;

-- Whether the viewer sees that objects are one thing: the same condition as the policy of super_objs,
-- which in a policy of their members would ask itself.
CREATE FUNCTION sees_super_obj(wanted integer) RETURNS boolean
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  RETURN viewer_id() IS NOT NULL AND EXISTS (
    SELECT FROM super_objs s WHERE s.id = wanted AND (
      s.created_by = viewer_id() OR viewer_has('System admin') OR EXISTS (
        SELECT FROM super_obj_members m
         WHERE m.super_obj_id = wanted AND viewer_edition(m.obj_id) IS NOT NULL)));
END $$;

ALTER TABLE source_views ENABLE ROW LEVEL SECURITY;
ALTER TABLE source_views FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON source_views TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON source_views FOR SELECT TO fritz_app USING (EXISTS (
  SELECT FROM obj_editions e WHERE e.id = source_views.obj_id AND e.edition = source_views.edition));

ALTER TABLE super_obj_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE super_obj_members FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON super_obj_members TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON super_obj_members FOR SELECT TO fritz_app USING (EXISTS (
  SELECT FROM obj_names n WHERE n.id = super_obj_members.obj_id));
CREATE POLICY removes ON super_obj_members FOR DELETE TO fritz_app USING (
  (SELECT viewer_has('Upload data')) AND EXISTS (
    SELECT FROM obj_names n WHERE n.id = super_obj_members.obj_id));

ALTER TABLE super_objs ENABLE ROW LEVEL SECURITY;
ALTER TABLE super_objs FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON super_objs TO CURRENT_USER USING (true) WITH CHECK (true);
-- Who sees an object knows with what it is one; of the others he sees those that he may.
CREATE POLICY reads ON super_objs FOR SELECT TO fritz_app USING (
  created_by = (SELECT viewer_id()) OR (SELECT viewer_has('System admin'))
  OR EXISTS (SELECT FROM super_obj_members m WHERE m.super_obj_id = super_objs.id));
CREATE POLICY adds ON super_objs FOR INSERT TO fritz_app WITH CHECK (
  created_by = (SELECT viewer_id()) AND (SELECT viewer_has('Upload data')));
CREATE POLICY changes ON super_objs FOR UPDATE TO fritz_app USING (
  (SELECT viewer_has('Upload data')) AND (
    created_by = (SELECT viewer_id()) OR (SELECT viewer_has('System admin'))
    OR EXISTS (SELECT FROM super_obj_members m WHERE m.super_obj_id = super_objs.id)));
CREATE POLICY removes ON super_objs FOR DELETE TO fritz_app
  USING ((SELECT viewer_has('System admin')));
CREATE POLICY adds ON super_obj_members FOR INSERT TO fritz_app WITH CHECK (
  added_by = (SELECT viewer_id()) AND (SELECT viewer_has('Upload data'))
  AND EXISTS (SELECT FROM obj_names n WHERE n.id = super_obj_members.obj_id)
  AND sees_super_obj(super_obj_id));

REVOKE EXECUTE ON FUNCTION count_source_views(text[], bigint[], boolean[], integer[]),
  credit_saver(text, integer, integer), delete_obj(text), sees_super_obj(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION count_source_views(text[], bigint[], boolean[], integer[]),
  credit_saver(text, integer, integer), delete_obj(text), sees_super_obj(integer) TO fritz_app;
GRANT SELECT ON source_views TO fritz_app;
GRANT SELECT, DELETE ON super_objs, super_obj_members TO fritz_app;
GRANT INSERT (name, is_roid, created_by), UPDATE (name, is_roid, modified_at) ON super_objs TO fritz_app;
GRANT INSERT (super_obj_id, obj_id, added_by) ON super_obj_members TO fritz_app;
