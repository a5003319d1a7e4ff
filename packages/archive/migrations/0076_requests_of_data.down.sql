ALTER TABLE spectra DROP COLUMN followup_request_id, DROP COLUMN assignment_id;
