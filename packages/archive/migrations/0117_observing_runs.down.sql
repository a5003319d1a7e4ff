DROP FUNCTION adopt_run_documents(), adopt_assignment_documents(), id_of_document(text, regclass);
DROP TRIGGER spectra_assignment ON spectra;
ALTER TABLE spectra DROP CONSTRAINT spectra_assignment_fkey;
DROP FUNCTION on_assignment_data();
DROP TABLE observing_log, assignments, observing_runs;
DROP FUNCTION on_assignment_news(), on_assignment_logged(), on_assignment_marked();
