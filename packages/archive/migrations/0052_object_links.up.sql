-- Objects of different surveys at the same place are linked: see docs/adr/0025-links-between-surveys.md.

-- How near an object of another survey is the same; of two surveys the larger counts.
ALTER TABLE surveys ADD COLUMN link_radius_arcsec double precision NOT NULL DEFAULT 2
  CHECK (link_radius_arcsec > 0 AND link_radius_arcsec <= 60);
UPDATE surveys SET link_radius_arcsec = 8 WHERE name = 'pgir';
GRANT SELECT ON surveys TO fritz_app, fritz_broker;

-- Every object of every survey, once for each programme, at the place of that programme's first alert.
CREATE TABLE survey_objects (
  survey text NOT NULL,
  object_id text NOT NULL,
  programid smallint NOT NULL,
  audience_id integer NOT NULL,
  hpx bigint NOT NULL,
  -- ICRS, degrees.
  ra double precision NOT NULL,
  dec double precision NOT NULL,
  PRIMARY KEY (object_id, survey, programid)
);
CREATE INDEX survey_objects_hpx ON survey_objects (hpx);
ALTER TABLE survey_objects ENABLE ROW LEVEL SECURITY;
ALTER TABLE survey_objects FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON survey_objects FOR SELECT TO fritz_app USING (
  EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = survey_objects.audience_id)
  OR (SELECT viewer_has('System admin')));

-- What the machine found, between programmes: who sees both alerts sees that they are near each other.
-- The survey whose name comes first is the first.
CREATE TABLE object_links (
  object_id text NOT NULL,
  survey text NOT NULL,
  audience_id integer NOT NULL,
  other_id text NOT NULL,
  other_survey text NOT NULL,
  other_audience_id integer NOT NULL,
  distance_arcsec double precision NOT NULL,
  linked_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (object_id, other_id, survey, other_survey, audience_id, other_audience_id),
  CHECK (survey < other_survey)
);
CREATE INDEX object_links_other ON object_links (other_id);
ALTER TABLE object_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE object_links FORCE ROW LEVEL SECURITY;
-- Who runs the server changes the radius.
CREATE POLICY maintainer ON object_links TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON object_links FOR SELECT TO fritz_app USING (
  (EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = object_links.audience_id)
    AND EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = object_links.other_audience_id))
  OR (SELECT viewer_has('System admin')));

-- What people decided, the newest of a pair counts: also against what the machine finds later.
CREATE TABLE link_decisions (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  object_id text NOT NULL,
  survey text NOT NULL,
  other_id text NOT NULL,
  other_survey text NOT NULL,
  is_linked boolean NOT NULL,
  reason text CHECK (length(reason) BETWEEN 1 AND 1000),
  decided_by integer REFERENCES users ON DELETE SET NULL,
  decided_at timestamptz NOT NULL DEFAULT now(),
  CHECK (survey < other_survey)
);
CREATE INDEX link_decisions_object ON link_decisions (object_id);
CREATE INDEX link_decisions_other ON link_decisions (other_id);
CREATE INDEX link_decisions_by ON link_decisions (decided_by);
ALTER TABLE link_decisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE link_decisions FORCE ROW LEVEL SECURITY;
-- The policy on objects holds in the sub-selects, too.
CREATE POLICY reads ON link_decisions FOR SELECT TO fritz_app USING (
  EXISTS (SELECT FROM survey_objects o
    WHERE o.object_id = link_decisions.object_id AND o.survey = link_decisions.survey)
  AND EXISTS (SELECT FROM survey_objects o
    WHERE o.object_id = link_decisions.other_id AND o.survey = link_decisions.other_survey));
CREATE POLICY adds ON link_decisions FOR INSERT TO fritz_app WITH CHECK (
  decided_by = (SELECT viewer_id()) AND (SELECT viewer_has('Upload data'))
  AND EXISTS (SELECT FROM survey_objects o
    WHERE o.object_id = link_decisions.object_id AND o.survey = link_decisions.survey)
  AND EXISTS (SELECT FROM survey_objects o
    WHERE o.object_id = link_decisions.other_id AND o.survey = link_decisions.other_survey));

-- How far the objects that a survey had before have been linked, in the order of their ids.
CREATE TABLE link_backlogs (
  survey text PRIMARY KEY,
  up_to text NOT NULL DEFAULT '',
  objects bigint NOT NULL DEFAULT 0,
  done_at timestamptz
);
ALTER TABLE link_backlogs ENABLE ROW LEVEL SECURITY;
ALTER TABLE link_backlogs FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON link_backlogs TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON link_backlogs FOR SELECT TO fritz_app USING ((SELECT viewer_has('System admin')));

GRANT SELECT ON survey_objects, object_links, link_decisions, link_backlogs TO fritz_app, fritz_broker;
GRANT INSERT ON survey_objects, object_links, link_backlogs TO fritz_broker;
GRANT UPDATE ON link_backlogs TO fritz_broker;
GRANT INSERT (object_id, survey, other_id, other_survey, is_linked, reason, decided_by)
  ON link_decisions TO fritz_app;
