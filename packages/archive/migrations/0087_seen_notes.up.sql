-- Whether somebody sees what a note or a tag is of, written out: lists are sorted and searched by them,
-- and a function was called for each.
ALTER POLICY subject ON obj_tags USING (EXISTS (
  SELECT FROM obj_audiences oa WHERE oa.obj_id = obj_tags.obj_id AND oa.edition = obj_tags.edition));
ALTER POLICY subject ON thumbnails USING (EXISTS (
  SELECT FROM obj_audiences oa WHERE oa.obj_id = thumbnails.obj_id AND oa.edition = thumbnails.edition));
ALTER POLICY subject ON comments USING (CASE subject_type
  WHEN 'photometry' THEN EXISTS (SELECT FROM photometry p WHERE p.id = comments.subject_id::bigint)
  WHEN 'sources' THEN EXISTS (SELECT FROM obj_audiences oa
    WHERE oa.obj_id = comments.subject_id AND oa.edition = comments.edition)
  WHEN 'spectra' THEN EXISTS (SELECT FROM spectra p WHERE p.id = comments.subject_id::integer)
  END);
ALTER POLICY subject ON annotations USING (CASE subject_type
  WHEN 'photometry' THEN EXISTS (SELECT FROM photometry p WHERE p.id = annotations.subject_id::bigint)
  WHEN 'sources' THEN EXISTS (SELECT FROM obj_audiences oa
    WHERE oa.obj_id = annotations.subject_id AND oa.edition = annotations.edition)
  WHEN 'spectra' THEN EXISTS (SELECT FROM spectra p WHERE p.id = annotations.subject_id::integer)
  END);
