CREATE OR REPLACE FUNCTION finish_analysis(token text, succeeded boolean, message text, kinds text[],
  numbers smallint[], formats text[], contents bytea[], summed_up text)
  RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE found obj_analyses;
BEGIN
  SELECT a.* INTO found FROM analysis_tokens t JOIN obj_analyses a ON a.id = t.analysis_id
    WHERE t.token_hash = sha256(convert_to(token, 'UTF8'))
      AND a.status IN ('queued', 'pending') AND a.invalid_after >= now() FOR UPDATE OF a;
  IF found.id IS NULL THEN RETURN 'unknown'; END IF;
  DELETE FROM analysis_tokens t WHERE t.analysis_id = found.id;
  DELETE FROM analysis_jobs j WHERE j.analysis_id = found.id;
  UPDATE obj_analyses a SET status = CASE WHEN succeeded THEN 'completed' ELSE 'failure' END,
      status_message = message, last_activity = now(), modified_at = now(),
      duration_s = extract(epoch FROM now() - a.created_at)
    WHERE a.id = found.id;
  INSERT INTO obj_analysis_products (analysis_id, kind, number, format, content)
    SELECT found.id, k, n, f, c FROM unnest(kinds, numbers, formats, contents) AS p (k, n, f, c);
  IF succeeded AND summed_up IS NOT NULL AND EXISTS (SELECT FROM analysis_services s
      WHERE s.id = found.analysis_service_id AND s.is_summary) THEN
    INSERT INTO obj_summaries (obj_id, summary, is_bot, set_by, audience_id)
      VALUES (found.obj_id, summed_up, true, found.author_id, found.audience_id);
  END IF;
  RETURN 'taken';
END $$;

ALTER POLICY reads ON classifications USING (
  (EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = classifications.audience_id)
    OR author_id = (SELECT viewer_id()) OR (SELECT viewer_has('System admin')))
  AND taxonomy_id IN (SELECT t.id FROM taxonomies t)
  AND EXISTS (SELECT FROM obj_names o WHERE o.id = classifications.obj_id));
ALTER POLICY adds ON classifications WITH CHECK (
  author_id = (SELECT viewer_id()) AND viewer_may_address(audience_id)
  AND taxonomy_id IN (SELECT t.id FROM taxonomies t)
  AND EXISTS (SELECT FROM obj_names o WHERE o.id = classifications.obj_id));
ALTER POLICY reads ON source_labels USING (
  (group_id IN (SELECT viewer_groups()) OR (SELECT viewer_has('System admin')))
  AND EXISTS (SELECT FROM obj_names o WHERE o.id = source_labels.obj_id));
ALTER POLICY adds ON source_labels WITH CHECK (
  labeller_id = (SELECT viewer_id())
  AND (group_id IN (SELECT viewer_groups()) OR (SELECT viewer_has('System admin')))
  AND EXISTS (SELECT FROM obj_names o WHERE o.id = source_labels.obj_id));
ALTER POLICY reads ON obj_summaries USING (
  (EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = obj_summaries.audience_id)
    OR set_by = (SELECT viewer_id()) OR (SELECT viewer_has('System admin')))
  AND EXISTS (SELECT FROM obj_names o WHERE o.id = obj_summaries.obj_id));
ALTER POLICY adds ON obj_summaries WITH CHECK (
  set_by = (SELECT viewer_id()) AND viewer_may_address(audience_id)
  AND EXISTS (SELECT FROM obj_names o WHERE o.id = obj_summaries.obj_id));
ALTER POLICY reads ON obj_analyses USING (
  (EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = obj_analyses.audience_id)
    OR author_id = (SELECT viewer_id()) OR (SELECT viewer_has('System admin')))
  AND EXISTS (SELECT FROM obj_names o WHERE o.id = obj_analyses.obj_id));
ALTER POLICY adds ON obj_analyses WITH CHECK (
  author_id = (SELECT viewer_id()) AND viewer_may_address(audience_id)
  AND analysis_service_id IN (SELECT s.id FROM analysis_services s)
  AND EXISTS (SELECT FROM obj_names o WHERE o.id = obj_analyses.obj_id));
DROP POLICY subject ON classifications;
DROP TRIGGER classifications_edition ON classifications;
DROP POLICY subject ON source_labels;
DROP TRIGGER source_labels_edition ON source_labels;
DROP POLICY subject ON obj_summaries;
DROP TRIGGER obj_summaries_edition ON obj_summaries;
DROP POLICY subject ON obj_analyses;
DROP TRIGGER obj_analyses_edition ON obj_analyses;
DROP FUNCTION on_said_of_obj();

-- Of labels of several editions one is left.
DELETE FROM source_labels l USING source_labels earlier
 WHERE (earlier.obj_id, earlier.group_id, earlier.labeller_id) = (l.obj_id, l.group_id, l.labeller_id)
   AND earlier.edition < l.edition;
ALTER TABLE source_labels DROP CONSTRAINT source_labels_pkey,
  ADD PRIMARY KEY (obj_id, group_id, labeller_id);
ALTER TABLE classifications DROP COLUMN edition;
ALTER TABLE source_labels DROP COLUMN edition;
ALTER TABLE obj_summaries DROP COLUMN edition;
ALTER TABLE obj_analyses DROP COLUMN edition;
