DROP TABLE sky_map_regions;
DROP TABLE sky_map_files;
DROP TABLE sky_maps;
DROP FUNCTION viewer_may_change_sky_map(integer);
