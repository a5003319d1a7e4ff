DROP FUNCTION delete_obj(text), credit_saver(text, integer, integer),
  count_source_views(text[], bigint[], boolean[], integer[]);
DROP POLICY credits ON sources;
-- Each policy reads the other table.
DROP POLICY adds ON super_obj_members;
DROP POLICY reads ON super_objs;
DROP POLICY changes ON super_objs;
DROP FUNCTION sees_super_obj(integer);
DROP TABLE super_obj_members, super_objs, source_views;
