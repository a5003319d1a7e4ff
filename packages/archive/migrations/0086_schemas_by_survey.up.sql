-- Two surveys may send records of one shape: each looks its own schemas up by its name.
ALTER TABLE avro_schemas DROP CONSTRAINT avro_schemas_pkey;
ALTER TABLE avro_schemas ADD CONSTRAINT avro_schemas_pkey PRIMARY KEY (survey, fingerprint);
