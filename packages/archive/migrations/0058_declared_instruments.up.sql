-- An instrument that photometry names stays, and keeps its name; no other is named from now on.
-- Not validated: what was loaded before there were instruments may name one that nobody declared.
ALTER TABLE photometry ADD CONSTRAINT photometry_instrument_fkey
  FOREIGN KEY (instrument) REFERENCES instruments (name) NOT VALID;

-- What the policies of facilities ask is for the application, not for each login of the database.
REVOKE EXECUTE ON FUNCTION are_bandpasses(text[]), viewer_manages_instruments(),
  viewer_manages_allocations(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION are_bandpasses(text[]), viewer_manages_instruments(),
  viewer_manages_allocations(integer) TO fritz_app;
