ALTER POLICY subject ON annotations USING (CASE subject_type
  WHEN 'photometry' THEN EXISTS (SELECT FROM photometry p WHERE p.id = annotations.subject_id::bigint)
  WHEN 'sources' THEN viewer_sees_edition(subject_id, edition)
  WHEN 'spectra' THEN EXISTS (SELECT FROM spectra p WHERE p.id = annotations.subject_id::integer)
  END);
ALTER POLICY subject ON comments USING (CASE subject_type
  WHEN 'photometry' THEN EXISTS (SELECT FROM photometry p WHERE p.id = comments.subject_id::bigint)
  WHEN 'sources' THEN viewer_sees_edition(subject_id, edition)
  WHEN 'spectra' THEN EXISTS (SELECT FROM spectra p WHERE p.id = comments.subject_id::integer)
  END);
ALTER POLICY subject ON thumbnails USING (viewer_sees_edition(obj_id, edition));
ALTER POLICY subject ON obj_tags USING (viewer_sees_edition(obj_id, edition));
