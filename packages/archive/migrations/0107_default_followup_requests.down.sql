DROP FUNCTION adopt_followup_documents();
DROP TABLE default_followup_requests;
