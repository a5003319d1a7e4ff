DROP TABLE photometry, sources, candidates, obj_audiences, objs CASCADE;
DROP FUNCTION adopt_obj(text), on_source_saved();
