REVOKE EXECUTE ON FUNCTION are_bandpasses(text[]), viewer_manages_instruments(),
  viewer_manages_allocations(integer) FROM fritz_app;
GRANT EXECUTE ON FUNCTION are_bandpasses(text[]), viewer_manages_instruments(),
  viewer_manages_allocations(integer) TO PUBLIC;
ALTER TABLE photometry DROP CONSTRAINT photometry_instrument_fkey;
