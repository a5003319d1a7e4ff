DROP FUNCTION search_objs(text, integer);
DROP INDEX obj_editions_aliased;
DROP INDEX obj_editions_tns_search;
DROP INDEX obj_names_search;
DROP FUNCTION tns_search_key(text);
