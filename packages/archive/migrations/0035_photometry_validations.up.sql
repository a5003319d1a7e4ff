-- Verdicts on points of photometry: whether one is to be believed.

CREATE TABLE photometry_validations (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- One verdict for each point, which whoever judges again changes.
  photometry_id bigint NOT NULL UNIQUE REFERENCES photometry ON DELETE CASCADE,
  -- null: ambiguous.
  validated boolean,
  validator_id integer REFERENCES users ON DELETE SET NULL,
  explanation text,
  notes text,
  created_at timestamptz NOT NULL DEFAULT now(),
  modified_at timestamptz NOT NULL DEFAULT now()
);
SELECT audit('photometry_validations', kind => 'photometry', id => 'photometry_id',
  about_user => 'validator_id', kept => '{photometry_id,validated,validator_id,explanation,notes}');

ALTER TABLE photometry_validations ENABLE ROW LEVEL SECURITY;
ALTER TABLE photometry_validations FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON photometry_validations TO CURRENT_USER USING (true) WITH CHECK (true);
-- By the policies of photometry: whoever sees a point sees what is thought of it.
CREATE POLICY reads ON photometry_validations FOR SELECT TO fritz_app USING (EXISTS (
  SELECT FROM photometry p WHERE p.id = photometry_validations.photometry_id));
CREATE POLICY adds ON photometry_validations FOR INSERT TO fritz_app WITH CHECK (
  (SELECT viewer_has('Manage sources')) AND validator_id = (SELECT viewer_id())
  AND EXISTS (SELECT FROM photometry p WHERE p.id = photometry_validations.photometry_id));
CREATE POLICY changes ON photometry_validations FOR UPDATE TO fritz_app
  USING ((SELECT viewer_has('Manage sources')) AND EXISTS (
    SELECT FROM photometry p WHERE p.id = photometry_validations.photometry_id))
  WITH CHECK (validator_id = (SELECT viewer_id()));
CREATE POLICY removes ON photometry_validations FOR DELETE TO fritz_app
  USING ((SELECT viewer_has('Manage sources')) AND EXISTS (
    SELECT FROM photometry p WHERE p.id = photometry_validations.photometry_id));

GRANT SELECT, DELETE, INSERT (photometry_id, validated, validator_id, explanation, notes),
  UPDATE (validated, validator_id, explanation, notes, modified_at)
  ON photometry_validations TO fritz_app;
