DROP TABLE photometry, sources, candidates, obj_audiences, objs CASCADE;
