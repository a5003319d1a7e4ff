-- Stored points are Avro with many floats: compressing them takes several times as long as storing
-- them and saves little. Rows up to a page's size stay in the page.
ALTER TABLE ztf_light_curves ALTER COLUMN points SET STORAGE EXTERNAL;
