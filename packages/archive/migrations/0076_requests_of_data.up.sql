-- What data were asked for by: numbers of follow-up requests and assignments, as clients give them. They refer
-- to nothing here until there are such things (docs/adr/0037).
ALTER TABLE spectra
  ADD COLUMN followup_request_id integer CHECK (followup_request_id > 0),
  ADD COLUMN assignment_id integer CHECK (assignment_id > 0);
CREATE INDEX spectra_followup_request ON spectra (followup_request_id)
  WHERE followup_request_id IS NOT NULL;
CREATE INDEX spectra_assignment ON spectra (assignment_id) WHERE assignment_id IS NOT NULL;
GRANT INSERT (followup_request_id, assignment_id), UPDATE (followup_request_id, assignment_id)
  ON spectra TO fritz_app;
