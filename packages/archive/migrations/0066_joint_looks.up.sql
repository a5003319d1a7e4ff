-- What filters saw of other surveys when an alert came: see docs/adr/0035-joint-histories.md.

-- Alerts at which some filter came to read other surveys' light curves.
CREATE TABLE joint_looks (
  survey text NOT NULL,
  candid bigint NOT NULL,
  audience_id integer NOT NULL,
  PRIMARY KEY (candid, survey)
);
ALTER TABLE joint_looks ENABLE ROW LEVEL SECURITY;
ALTER TABLE joint_looks FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON joint_looks FOR SELECT TO fritz_app USING (
  EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = joint_looks.audience_id)
  OR (SELECT viewer_has('System admin')));

-- What was linked with the alert's object then, between a programme of its own and one of the other's.
CREATE TABLE joint_links (
  survey text NOT NULL,
  candid bigint NOT NULL,
  programid smallint NOT NULL,
  audience_id integer NOT NULL,
  other_survey text NOT NULL,
  other_id text NOT NULL,
  other_programid smallint NOT NULL,
  other_audience_id integer NOT NULL,
  distance_arcsec double precision NOT NULL,
  PRIMARY KEY (candid, other_id, survey, other_survey, programid, other_programid)
);
ALTER TABLE joint_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE joint_links FORCE ROW LEVEL SECURITY;
-- Both ends of the link, and the alert: that there is one may be a secret of a third programme.
CREATE POLICY reads ON joint_links FOR SELECT TO fritz_app USING (
  (EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = joint_links.audience_id)
    AND EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = joint_links.other_audience_id)
    AND EXISTS (SELECT FROM joint_looks l
      WHERE l.candid = joint_links.candid AND l.survey = joint_links.survey))
  OR (SELECT viewer_has('System admin')));

-- Which rows of a linked object's light curve were stored then, of each programme. A programme has
-- points that alerts of another brought.
CREATE TABLE joint_points (
  survey text NOT NULL,
  candid bigint NOT NULL,
  other_survey text NOT NULL,
  other_id text NOT NULL,
  other_programid smallint NOT NULL,
  other_audience_id integer NOT NULL,
  -- Candids of the rows.
  seen bigint[] NOT NULL,
  PRIMARY KEY (candid, other_id, survey, other_survey, other_programid)
);
ALTER TABLE joint_points ENABLE ROW LEVEL SECURITY;
ALTER TABLE joint_points FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON joint_points FOR SELECT TO fritz_app USING (
  (EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = joint_points.other_audience_id)
    AND EXISTS (SELECT FROM joint_links l
      WHERE l.candid = joint_points.candid AND l.other_id = joint_points.other_id
        AND l.survey = joint_points.survey AND l.other_survey = joint_points.other_survey))
  OR (SELECT viewer_has('System admin')));

GRANT SELECT ON joint_looks, joint_links, joint_points TO fritz_app, fritz_broker;
GRANT INSERT ON joint_looks, joint_links, joint_points TO fritz_broker;
