DROP TABLE obj_summaries, source_labels, classification_votes, classification_history,
  classifications, taxonomy_classes, taxonomies;
DROP FUNCTION on_classification_told(), on_classification_change(), on_readdressed(),
  on_taxonomy_made(), viewer_administers(integer), viewer_may_address(integer);
