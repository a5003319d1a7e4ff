DROP TABLE photometric_series;
DROP FUNCTION on_series_addressed(), series_audience(integer[], integer[]);
