DROP TRIGGER sums_removed ON photometry;
DROP TRIGGER sums_changed ON photometry;
DROP TRIGGER sums_added ON photometry;
DROP FUNCTION on_photometry_removed(), on_photometry_changed(), on_photometry_added(),
  recount_photometry(text[], integer[], integer[], boolean[]), refill_photometry_sums(text[]),
  counted_photometry(text[]), is_forced(text), is_detection(float8, float8);
DROP POLICY counts ON photometry;
DROP TABLE photometry_upkeep, photometry_sums;
