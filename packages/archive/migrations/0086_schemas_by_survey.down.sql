DELETE FROM avro_schemas s USING avro_schemas other
  WHERE other.fingerprint = s.fingerprint AND other.survey < s.survey;
ALTER TABLE avro_schemas DROP CONSTRAINT avro_schemas_pkey;
ALTER TABLE avro_schemas ADD CONSTRAINT avro_schemas_pkey PRIMARY KEY (fingerprint);
