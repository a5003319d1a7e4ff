DROP TABLE migrated_documents;
