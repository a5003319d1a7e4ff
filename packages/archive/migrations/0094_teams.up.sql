-- Teams: names for several groups at once, to look at lists by. They give nobody a right.

CREATE TABLE teams (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 200 AND name ~ '\S'),
  description text CHECK (length(description) <= 10000),
  created_by integer REFERENCES users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  modified_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX teams_created_by ON teams (created_by);

CREATE TABLE team_groups (
  team_id integer NOT NULL REFERENCES teams ON DELETE CASCADE,
  group_id integer NOT NULL REFERENCES groups ON DELETE CASCADE,
  PRIMARY KEY (team_id, group_id)
);
CREATE INDEX team_groups_group ON team_groups (group_id);

ALTER TABLE teams ENABLE ROW LEVEL SECURITY;
ALTER TABLE teams FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON teams TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON teams FOR SELECT TO fritz_app USING ((SELECT viewer_id()) IS NOT NULL);
CREATE POLICY adds ON teams FOR INSERT TO fritz_app WITH CHECK (
  created_by = (SELECT viewer_id()) AND (SELECT viewer_has('Manage teams')));
CREATE POLICY changes ON teams FOR UPDATE TO fritz_app
  USING ((SELECT viewer_has('Manage teams'))) WITH CHECK ((SELECT viewer_has('Manage teams')));
CREATE POLICY removes ON teams FOR DELETE TO fritz_app USING ((SELECT viewer_has('Manage teams')));

-- That a group is in a team is known to who knows of the group: a private one stays unknown.
ALTER TABLE team_groups ENABLE ROW LEVEL SECURITY;
ALTER TABLE team_groups FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON team_groups TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON team_groups FOR SELECT TO fritz_app
  USING (group_id IN (SELECT g.id FROM groups g));
CREATE POLICY adds ON team_groups FOR INSERT TO fritz_app WITH CHECK (
  (SELECT viewer_has('Manage teams')) AND group_id IN (SELECT g.id FROM groups g));
CREATE POLICY removes ON team_groups FOR DELETE TO fritz_app USING (
  (SELECT viewer_has('Manage teams')) AND group_id IN (SELECT g.id FROM groups g));

GRANT SELECT, DELETE, INSERT (name, description, created_by), UPDATE (name, description, modified_at)
  ON teams TO fritz_app;
GRANT SELECT, INSERT, DELETE ON team_groups TO fritz_app;
