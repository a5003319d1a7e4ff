DROP TRIGGER comments_reworded ON comments;
DROP TRIGGER annotations_reworded ON annotations;
DROP FUNCTION on_comment_reworded(), on_annotation_reworded();
DROP TABLE comment_versions, annotation_versions;
