DROP TABLE photometry_validations;
