-- A candidate is seen by who sees its filter and the alert's programme: a stream that loses a
-- programme takes what filters made of its alerts with it.

ALTER TABLE candidates
  -- Of the alert that passed; null where no survey's alert is behind it.
  ADD COLUMN program_audience_id integer REFERENCES audiences;
UPDATE candidates c SET program_audience_id = a.audience_id
  FROM ztf_alerts a WHERE c.survey = 'ztf' AND a.candid = c.candid;
DROP POLICY reads ON candidates;
CREATE POLICY reads ON candidates FOR SELECT TO fritz_app USING (
  filter_id = ANY (ARRAY(SELECT visible_filters()))
  AND (program_audience_id IS NULL
    OR EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = candidates.program_audience_id)
    OR (SELECT viewer_has('System admin'))));
