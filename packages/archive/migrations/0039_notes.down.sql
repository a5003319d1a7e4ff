SELECT forbid_notes('photometry');
DROP TRIGGER notes_end ON objs;
DROP FUNCTION objs_with_filter_annotation(text, text, text, double precision, double precision, boolean, boolean, timestamptz, timestamptz),
  objs_with_annotation(text, text, text, double precision, double precision, boolean, boolean, timestamptz, timestamptz),
  objs_with_comment(text, integer, timestamptz, timestamptz);
DROP TABLE annotation_values, annotations, comment_mentions, comment_attachments, comments, note_subjects;
DROP FUNCTION viewer_may_change_comment(integer), viewer_may_tell(integer), on_note_addressed(),
  on_note_changed(), on_note_written(), on_annotation_said(), on_subject_end(), write_note_policies(),
  allow_notes(text, text, text, text, text), forbid_notes(text), viewer_sees_edition(text, bigint);
