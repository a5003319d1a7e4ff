DROP FUNCTION photometry_came(integer), hasten_followup(integer),
  keep_followup_products(text, integer, jsonb), allocation_use(integer, integer);
ALTER TABLE followup_requests DROP COLUMN products;
