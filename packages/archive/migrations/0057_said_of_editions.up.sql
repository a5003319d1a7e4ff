-- What is said of an object is said of an edition of its name (docs/adr/0031): classifications, labels,
-- summaries and analyses, as comments, annotations, tags and thumbnails were from the first.

ALTER TABLE classifications ADD COLUMN edition bigint;
ALTER TABLE source_labels ADD COLUMN edition bigint;
ALTER TABLE obj_summaries ADD COLUMN edition bigint;
ALTER TABLE obj_analyses ADD COLUMN edition bigint;

-- Which edition its author meant: the first that he sees, or that there is.
CREATE FUNCTION edition_meant(name text, by_whom integer) RETURNS bigint
  LANGUAGE sql STABLE SET search_path = fritz, pg_temp AS $$
  SELECT coalesce(
    (SELECT min(oa.edition) FROM obj_audiences oa JOIN audience_viewers v USING (audience_id)
      WHERE oa.obj_id = name AND v.user_id = by_whom),
    (SELECT min(e.edition) FROM obj_editions e WHERE e.id = name), 0)
$$;
UPDATE classifications SET edition = edition_meant(obj_id, author_id);
UPDATE source_labels SET edition = edition_meant(obj_id, labeller_id);
UPDATE obj_summaries SET edition = edition_meant(obj_id, set_by);
UPDATE obj_analyses SET edition = edition_meant(obj_id, author_id);
DROP FUNCTION edition_meant(text, integer);

ALTER TABLE classifications ALTER COLUMN edition SET NOT NULL;
ALTER TABLE source_labels ALTER COLUMN edition SET NOT NULL;
ALTER TABLE obj_summaries ALTER COLUMN edition SET NOT NULL;
ALTER TABLE obj_analyses ALTER COLUMN edition SET NOT NULL;
-- Who comes to see another edition may look at that one, too.
ALTER TABLE source_labels DROP CONSTRAINT source_labels_pkey,
  ADD PRIMARY KEY (obj_id, group_id, labeller_id, edition);

-- Requests cannot name an edition: it is the one that the viewer sees.
CREATE FUNCTION on_said_of_obj() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  NEW.edition := coalesce(NEW.edition, viewer_edition(NEW.obj_id), 0);
  RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION on_said_of_obj() FROM PUBLIC;
CREATE TRIGGER classifications_edition BEFORE INSERT ON classifications
  FOR EACH ROW EXECUTE FUNCTION on_said_of_obj();
CREATE TRIGGER source_labels_edition BEFORE INSERT ON source_labels
  FOR EACH ROW EXECUTE FUNCTION on_said_of_obj();
CREATE TRIGGER obj_summaries_edition BEFORE INSERT ON obj_summaries
  FOR EACH ROW EXECUTE FUNCTION on_said_of_obj();
CREATE TRIGGER obj_analyses_edition BEFORE INSERT ON obj_analyses
  FOR EACH ROW EXECUTE FUNCTION on_said_of_obj();

-- In place of "he sees some object of this name", which the policies so far ask besides. Written out:
-- classes are searched by, and a function would be called for each of them.
CREATE POLICY subject ON classifications AS RESTRICTIVE TO fritz_app USING (EXISTS (
  SELECT FROM obj_audiences oa
   WHERE oa.obj_id = classifications.obj_id AND oa.edition = classifications.edition));
CREATE POLICY subject ON source_labels AS RESTRICTIVE TO fritz_app USING (EXISTS (
  SELECT FROM obj_audiences oa
   WHERE oa.obj_id = source_labels.obj_id AND oa.edition = source_labels.edition));
CREATE POLICY subject ON obj_summaries AS RESTRICTIVE TO fritz_app USING (EXISTS (
  SELECT FROM obj_audiences oa
   WHERE oa.obj_id = obj_summaries.obj_id AND oa.edition = obj_summaries.edition));
CREATE POLICY subject ON obj_analyses AS RESTRICTIVE TO fritz_app USING (EXISTS (
  SELECT FROM obj_audiences oa
   WHERE oa.obj_id = obj_analyses.obj_id AND oa.edition = obj_analyses.edition));
ALTER POLICY reads ON classifications USING (
  (EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = classifications.audience_id)
    OR author_id = (SELECT viewer_id()) OR (SELECT viewer_has('System admin')))
  AND taxonomy_id IN (SELECT t.id FROM taxonomies t));
ALTER POLICY adds ON classifications WITH CHECK (
  author_id = (SELECT viewer_id()) AND viewer_may_address(audience_id)
  AND taxonomy_id IN (SELECT t.id FROM taxonomies t));
ALTER POLICY reads ON source_labels USING (
  group_id IN (SELECT viewer_groups()) OR (SELECT viewer_has('System admin')));
ALTER POLICY adds ON source_labels WITH CHECK (
  labeller_id = (SELECT viewer_id())
  AND (group_id IN (SELECT viewer_groups()) OR (SELECT viewer_has('System admin'))));
ALTER POLICY reads ON obj_summaries USING (
  EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = obj_summaries.audience_id)
  OR set_by = (SELECT viewer_id()) OR (SELECT viewer_has('System admin')));
ALTER POLICY adds ON obj_summaries WITH CHECK (
  set_by = (SELECT viewer_id()) AND viewer_may_address(audience_id));
ALTER POLICY reads ON obj_analyses USING (
  EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = obj_analyses.audience_id)
  OR author_id = (SELECT viewer_id()) OR (SELECT viewer_has('System admin')));
ALTER POLICY adds ON obj_analyses WITH CHECK (
  author_id = (SELECT viewer_id()) AND viewer_may_address(audience_id)
  AND analysis_service_id IN (SELECT s.id FROM analysis_services s));

-- A service answers without a viewer: its summary is of the edition that was analysed.
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
    INSERT INTO obj_summaries (obj_id, edition, summary, is_bot, set_by, audience_id)
      VALUES (found.obj_id, found.edition, summed_up, true, found.author_id, found.audience_id);
  END IF;
  RETURN 'taken';
END $$;
