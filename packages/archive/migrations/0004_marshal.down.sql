DROP TABLE photometry, sources, candidates, obj_audiences, objs CASCADE;
DROP FUNCTION on_source_saved();
