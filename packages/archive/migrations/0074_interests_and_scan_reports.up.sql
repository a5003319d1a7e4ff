-- Who means to work on an object, and reports of what groups saved while they scanned.

-- ── interests ────────────────────────────────────────────────────────────────────────────────
-- For whoever sees the object: so that people who would work on the same find each other.
CREATE TABLE source_interests (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  obj_id text NOT NULL REFERENCES obj_names ON DELETE CASCADE,
  edition bigint NOT NULL,
  user_id integer NOT NULL REFERENCES users ON DELETE CASCADE,
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 500),
  description text CHECK (length(description) <= 10000),
  link text CHECK (length(link) <= 2000),
  created_at timestamptz NOT NULL DEFAULT now(),
  modified_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX source_interests_obj ON source_interests (obj_id, created_at);
CREATE INDEX source_interests_user ON source_interests (user_id);
CREATE TRIGGER source_interests_edition BEFORE INSERT ON source_interests
  FOR EACH ROW EXECUTE FUNCTION on_said_of_obj();

ALTER TABLE source_interests ENABLE ROW LEVEL SECURITY;
ALTER TABLE source_interests FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON source_interests TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY subject ON source_interests AS RESTRICTIVE TO fritz_app USING (EXISTS (
  SELECT FROM obj_audiences oa
   WHERE oa.obj_id = source_interests.obj_id AND oa.edition = source_interests.edition));
CREATE POLICY reads ON source_interests FOR SELECT TO fritz_app USING ((SELECT viewer_id()) IS NOT NULL);
CREATE POLICY adds ON source_interests FOR INSERT TO fritz_app WITH CHECK (
  user_id = (SELECT viewer_id()) AND (SELECT viewer_has('Comment')));
CREATE POLICY removes ON source_interests FOR DELETE TO fritz_app USING (
  (user_id = (SELECT viewer_id()) AND (SELECT viewer_has('Comment')))
  OR (SELECT viewer_has('System admin')));
GRANT SELECT, DELETE, INSERT (obj_id, user_id, title, description, link) ON source_interests TO fritz_app;
GRANT SELECT (obj_id) ON source_interests TO fritz_broker;
SELECT audit('source_interests', kind => 'source', id => 'obj_id', about_user => 'user_id',
  kept => '{obj_id,user_id,title,description,link}');

-- What is for whoever sees the object has neither audience nor owner.
ALTER POLICY reads ON source_news USING (
  EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = source_news.audience_id)
  OR owner_id = (SELECT viewer_id())
  OR (audience_id IS NOT NULL AND (SELECT viewer_has('System admin')))
  OR (audience_id IS NULL AND owner_id IS NULL AND edition IS NOT NULL));
CREATE FUNCTION on_interest_news() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN PERFORM tell_source(OLD.obj_id, OLD.edition, 'interests', NULL, NULL); END IF;
  IF TG_OP <> 'DELETE' THEN PERFORM tell_source(NEW.obj_id, NEW.edition, 'interests', NULL, NULL); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER source_news AFTER INSERT OR DELETE ON source_interests
  FOR EACH ROW EXECUTE FUNCTION on_interest_news();

-- ── scan reports ─────────────────────────────────────────────────────────────────────────────
-- What groups saved, and where it is said so what the author rejected, of the candidates of a time. Kept is
-- what was decided; what is known of the objects each reader is told as far as he sees it.
CREATE TABLE scan_reports (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  author_id integer NOT NULL REFERENCES users,
  audience_id integer NOT NULL REFERENCES audiences,
  -- The two ranges of time as they were asked for, and whether rejected ones are in it.
  options jsonb NOT NULL CHECK (jsonb_typeof(options) = 'object'),
  created_at timestamptz NOT NULL DEFAULT now(),
  modified_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX scan_reports_author ON scan_reports (author_id);
CREATE INDEX scan_reports_made ON scan_reports (created_at);

CREATE TABLE scan_report_items (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  report_id integer NOT NULL REFERENCES scan_reports ON DELETE CASCADE,
  obj_id text NOT NULL REFERENCES obj_names ON DELETE CASCADE,
  edition bigint NOT NULL,
  decision text NOT NULL CHECK (decision IN ('saved', 'rejected')),
  -- null: the author's last one on the object, as far as the reader sees it.
  comment text CHECK (length(comment) <= 10000),
  commented_by integer REFERENCES users ON DELETE SET NULL,
  modified_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (report_id, obj_id)
);
CREATE INDEX scan_report_items_obj ON scan_report_items (obj_id);
CREATE TRIGGER scan_report_items_edition BEFORE INSERT ON scan_report_items
  FOR EACH ROW EXECUTE FUNCTION on_said_of_obj();

CREATE TABLE scan_report_saves (
  item_id integer NOT NULL REFERENCES scan_report_items ON DELETE CASCADE,
  group_id integer NOT NULL REFERENCES groups ON DELETE CASCADE,
  saved_by integer REFERENCES users ON DELETE SET NULL,
  saved_at timestamptz NOT NULL,
  PRIMARY KEY (item_id, group_id)
);
CREATE INDEX scan_report_saves_group ON scan_report_saves (group_id);

ALTER TABLE scan_reports ENABLE ROW LEVEL SECURITY;
ALTER TABLE scan_reports FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON scan_reports TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON scan_reports FOR SELECT TO fritz_app USING (
  EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = scan_reports.audience_id)
  OR author_id = (SELECT viewer_id()) OR (SELECT viewer_has('System admin')));
CREATE POLICY adds ON scan_reports FOR INSERT TO fritz_app WITH CHECK (
  author_id = (SELECT viewer_id()) AND viewer_may_address(audience_id)
  AND (SELECT viewer_has('Comment')));
CREATE POLICY removes ON scan_reports FOR DELETE TO fritz_app USING (
  (SELECT viewer_has('Comment'))
  AND (author_id = (SELECT viewer_id()) OR viewer_administers(audience_id)));

ALTER TABLE scan_report_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE scan_report_items FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON scan_report_items TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY subject ON scan_report_items AS RESTRICTIVE TO fritz_app USING (EXISTS (
  SELECT FROM obj_audiences oa
   WHERE oa.obj_id = scan_report_items.obj_id AND oa.edition = scan_report_items.edition));
CREATE POLICY reads ON scan_report_items FOR SELECT TO fritz_app
  USING (report_id IN (SELECT r.id FROM scan_reports r));
CREATE POLICY adds ON scan_report_items FOR INSERT TO fritz_app WITH CHECK (
  report_id IN (SELECT r.id FROM scan_reports r WHERE r.author_id = (SELECT viewer_id()))
  AND (SELECT viewer_has('Comment')));
CREATE POLICY changes ON scan_report_items FOR UPDATE TO fritz_app
  USING (report_id IN (SELECT r.id FROM scan_reports r) AND (SELECT viewer_has('Comment')))
  WITH CHECK (commented_by = (SELECT viewer_id()));

ALTER TABLE scan_report_saves ENABLE ROW LEVEL SECURITY;
ALTER TABLE scan_report_saves FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON scan_report_saves TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON scan_report_saves FOR SELECT TO fritz_app USING (
  item_id IN (SELECT i.id FROM scan_report_items i)
  AND (group_id IN (SELECT viewer_groups()) OR (SELECT viewer_has('System admin'))));
CREATE POLICY adds ON scan_report_saves FOR INSERT TO fritz_app WITH CHECK (
  (SELECT viewer_has('Comment')) AND item_id IN (SELECT i.id FROM scan_report_items i
    JOIN scan_reports r ON r.id = i.report_id WHERE r.author_id = (SELECT viewer_id())));

GRANT SELECT, DELETE, INSERT (author_id, audience_id, options) ON scan_reports TO fritz_app;
GRANT SELECT, INSERT (report_id, obj_id, decision), UPDATE (comment, commented_by, modified_at)
  ON scan_report_items TO fritz_app;
GRANT SELECT, INSERT (item_id, group_id, saved_by, saved_at) ON scan_report_saves TO fritz_app;
GRANT SELECT (obj_id) ON scan_report_items TO fritz_broker;
REVOKE EXECUTE ON FUNCTION on_interest_news() FROM PUBLIC;
SELECT audit('scan_reports', kind => 'scan report', id => 'id', about_user => 'author_id',
  kept => '{author_id,audience_id,options}');
