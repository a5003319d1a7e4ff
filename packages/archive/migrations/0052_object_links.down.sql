DROP TABLE link_backlogs, link_decisions, object_links, survey_objects;
ALTER TABLE surveys DROP COLUMN link_radius_arcsec;
