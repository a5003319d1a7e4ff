DROP TABLE listings, obj_tags, obj_tag_options;
DROP FUNCTION altered_tag_audience(integer, integer[], integer[]), viewer_is_all_of(integer), on_tag_addressed(),
  on_obj_marked();
