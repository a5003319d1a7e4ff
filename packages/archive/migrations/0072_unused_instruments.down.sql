DROP INDEX photometric_series_instrument;
DROP INDEX photometry_instrument;
