-- Choices of the installation, the object that an entry of the audit log is of, and who sees what is
-- said of something.

-- ── choices of the installation ──────────────────────────────────────────────────────────────
-- One row. Nothing here is a secret: pages read it.
CREATE TABLE installation_settings (
  id boolean PRIMARY KEY DEFAULT true CHECK (id),
  -- Whether pages show pictures of public surveys, which learn the places that are looked at.
  survey_images boolean NOT NULL DEFAULT false
);
INSERT INTO installation_settings DEFAULT VALUES;
ALTER TABLE installation_settings ENABLE ROW LEVEL SECURITY;
ALTER TABLE installation_settings FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON installation_settings TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON installation_settings FOR SELECT TO fritz_app
  USING ((SELECT viewer_id()) IS NOT NULL);
CREATE POLICY changes ON installation_settings FOR UPDATE TO fritz_app
  USING ((SELECT viewer_has('System admin')));
GRANT SELECT, UPDATE (survey_images) ON installation_settings TO fritz_app;
SELECT audit('installation_settings', kind => 'installation', id => 'id', kept => '{survey_images}');

-- ── the object that a change is of ───────────────────────────────────────────────────────────
ALTER TABLE audit_log ADD COLUMN obj_id text;
ALTER TABLE audit_log DISABLE TRIGGER append_only;
ALTER TABLE audit_log NO FORCE ROW LEVEL SECURITY;
UPDATE audit_log SET obj_id = coalesce(after ->> 'obj_id', before ->> 'obj_id',
    CASE WHEN kind = 'source' AND table_name <> 'super_objs' THEN subject_id END,
    CASE WHEN after ->> 'subject_type' = 'sources' THEN after ->> 'subject_id'
         WHEN before ->> 'subject_type' = 'sources' THEN before ->> 'subject_id' END)
  WHERE kind IN ('source', 'comment', 'annotation')
    OR after ? 'obj_id' OR before ? 'obj_id';
ALTER TABLE audit_log FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_log ENABLE TRIGGER append_only;
-- Its own triggers look up what was told before.
CREATE POLICY looks ON audit_log FOR SELECT TO CURRENT_USER USING (true);
CREATE INDEX audit_log_obj ON audit_log (obj_id, id) WHERE obj_id IS NOT NULL;

-- An entry says of itself what object it is of, where the row does; a change that leaves the object as it
-- is does not, nor does what hangs on a comment: the row is asked, or what was told of it before.
CREATE FUNCTION on_audit_entry() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  NEW.obj_id := coalesce(NEW.after ->> 'obj_id', NEW.before ->> 'obj_id');
  IF NEW.obj_id IS NOT NULL THEN RETURN NEW; END IF;
  NEW.obj_id := CASE NEW.kind
    WHEN 'source' THEN CASE WHEN NEW.table_name <> 'super_objs' THEN NEW.subject_id END
    WHEN 'comment' THEN (SELECT c.obj_id FROM comments c WHERE c.id = NEW.subject_id::integer)
    WHEN 'annotation' THEN (SELECT a.obj_id FROM annotations a WHERE a.id = NEW.subject_id::integer)
    WHEN 'classification' THEN
      (SELECT c.obj_id FROM classifications c WHERE c.id = NEW.subject_id::integer)
    WHEN 'spectrum' THEN (SELECT s.obj_id FROM spectra s WHERE s.id = NEW.subject_id::integer)
    WHEN 'thumbnail' THEN (SELECT t.obj_id FROM thumbnails t WHERE t.id = NEW.subject_id::integer)
    WHEN 'photometry' THEN CASE WHEN NEW.table_name <> 'photometric_series' THEN
      (SELECT p.obj_id FROM photometry p WHERE p.id = NEW.subject_id::bigint) END
  END;
  IF NEW.obj_id IS NULL AND NEW.kind IN ('comment', 'annotation', 'classification', 'spectrum',
      'thumbnail', 'photometry') THEN
    NEW.obj_id := (SELECT l.obj_id FROM audit_log l WHERE l.kind = NEW.kind
      AND l.subject_id = NEW.subject_id AND l.obj_id IS NOT NULL ORDER BY l.id DESC LIMIT 1);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER of_object BEFORE INSERT ON audit_log
  FOR EACH ROW WHEN (NEW.kind IN ('source', 'comment', 'annotation', 'classification', 'spectrum',
    'thumbnail', 'photometry', 'tag')) EXECUTE FUNCTION on_audit_entry();

-- Their own history stays; the log has them beside all else.
SELECT audit('classifications', kind => 'classification', id => 'id', about_user => 'author_id',
  kept => '{obj_id,taxonomy_id,class,probability,ml,origin,author_id,audience_id,withdrawn_at}');

-- ── who sees what is said of something ───────────────────────────────────────────────────────
-- A comment is for its audience, as far as that sees what the comment is on.
CREATE FUNCTION note_access_ways(audience_ids integer[], of_obj text, owner integer, needed_stream integer,
    needed_type text, needed_id text, needed_edition bigint)
 RETURNS TABLE(rule text, group_id integer, stream_id integer, people integer[], others integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path = fritz, pg_temp
AS $$
  WITH me AS (
    SELECT viewer_id() AS id, viewer_has('System admin') AS is_admin,
           viewer_has('Manage users') AS manages_users,
           viewer_has('Manage groups') AS manages_groups
     WHERE needed_stream IS NULL OR viewer_has('System admin')
       OR needed_stream IN (SELECT viewer_streams())
       OR EXISTS (SELECT FROM streams st WHERE st.id = needed_stream AND st.auto_join)),
  -- Who sees what it is said of; a viewer who does not is told of nobody.
  subject AS (
    SELECT oa.audience_id, NULL::integer AS owner_id FROM obj_audiences oa
     WHERE needed_type = 'sources' AND oa.obj_id = needed_id AND oa.edition = needed_edition
    UNION ALL
    SELECT p.audience_id, p.owner_id FROM photometry p
     WHERE p.id = CASE needed_type WHEN 'photometry' THEN needed_id::bigint END
    UNION ALL
    SELECT s.audience_id, s.owner_id FROM spectra s
     WHERE s.id = CASE needed_type WHEN 'spectra' THEN needed_id::integer END),
  reach AS (
    SELECT v.user_id FROM subject s JOIN audience_viewers v ON v.audience_id = s.audience_id
    UNION SELECT s.owner_id FROM subject s WHERE s.owner_id IS NOT NULL),
  shared AS (
    SELECT a.audience_id FROM me, (
      SELECT unnest(audience_ids)
      UNION
      SELECT oa.audience_id FROM obj_audiences oa WHERE oa.obj_id = of_obj) AS a (audience_id)
     WHERE a.audience_id IN (SELECT visible_audiences())
       OR (owner = me.id AND (
         EXISTS (SELECT FROM photometry p
           WHERE p.owner_id = me.id AND p.audience_id = a.audience_id)
         OR EXISTS (SELECT FROM spectra p
           WHERE p.owner_id = me.id AND p.audience_id = a.audience_id)))
       OR (needed_type IS NOT NULL AND owner = me.id AND (
         EXISTS (SELECT FROM comments c
           WHERE c.author_id = me.id AND c.audience_id = a.audience_id)
         OR EXISTS (SELECT FROM annotations n
           WHERE n.author_id = me.id AND n.audience_id = a.audience_id)
         OR EXISTS (SELECT FROM classifications c
           WHERE c.author_id = me.id AND c.audience_id = a.audience_id)))),
  ways AS (
    SELECT 'group' AS rule, gu.group_id, NULL::integer AS stream_id, gu.user_id,
           NOT g.private OR me.manages_groups OR g.id IN (SELECT viewer_groups()) AS is_shown, true AS names
      FROM me, shared s JOIN audience_groups ag ON ag.audience_id = s.audience_id
      JOIN groups g ON g.id = ag.group_id JOIN group_users gu ON gu.group_id = g.id
    UNION
    SELECT 'stream', NULL, su.stream_id, su.user_id,
           me.is_admin OR st.auto_join OR st.id IN (SELECT viewer_streams()), me.is_admin
      FROM me, shared s JOIN audience_streams ast ON ast.audience_id = s.audience_id
      JOIN streams st ON st.id = ast.stream_id JOIN stream_users su ON su.stream_id = st.id
    UNION
    SELECT 'programme', NULL, su.stream_id, su.user_id,
           me.is_admin OR st.auto_join OR st.id IN (SELECT viewer_streams()), me.is_admin
      FROM me, shared s JOIN audiences a ON a.id = s.audience_id
      JOIN streams st ON st.survey = a.survey AND a.program_id = ANY (st.program_ids)
      JOIN stream_users su ON su.stream_id = st.id
    UNION
    SELECT 'owner', NULL, NULL, owner, true, true FROM me WHERE owner IS NOT NULL
    UNION
    SELECT 'system_admin', NULL, NULL, p.user_id, true, me.manages_users
      FROM me, user_permissions p WHERE p.acl_id = 'System admin'),
  open AS (
    SELECT CASE WHEN w.is_shown THEN w.rule ELSE 'hidden' END AS rule,
           CASE WHEN w.is_shown THEN w.group_id END AS group_id,
           CASE WHEN w.is_shown THEN w.stream_id END AS stream_id, w.user_id,
           w.is_shown AND (w.names OR w.user_id = me.id) AS is_named
      FROM me, ways w JOIN users u ON u.id = w.user_id
     WHERE me.id IS NOT NULL AND account_is_open(u)
       AND (needed_type IS NULL OR ((me.is_admin OR me.id IN (SELECT user_id FROM reach))
         AND (w.rule = 'system_admin' OR w.user_id IN (SELECT user_id FROM reach))))
       AND (needed_stream IS NULL OR w.rule = 'system_admin'
         OR EXISTS (SELECT FROM streams st WHERE st.id = needed_stream AND st.auto_join)
         OR EXISTS (SELECT FROM stream_users su
           WHERE su.stream_id = needed_stream AND su.user_id = w.user_id)))
  SELECT o.rule, o.group_id, o.stream_id,
         coalesce(array_agg(DISTINCT o.user_id) FILTER (WHERE o.is_named), '{}'),
         count(DISTINCT o.user_id) FILTER (WHERE NOT o.is_named)::integer
    FROM open o GROUP BY o.rule, o.group_id, o.stream_id
  UNION ALL
  SELECT 'total', NULL, NULL, '{}', count(DISTINCT o.user_id)::integer FROM open o
$$;
-- One of them is written down.
CREATE OR REPLACE FUNCTION access_ways(audience_ids integer[], of_obj text, owner integer, needed_stream integer)
 RETURNS TABLE(rule text, group_id integer, stream_id integer, people integer[], others integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path = fritz, pg_temp
AS $$
  SELECT * FROM note_access_ways(audience_ids, of_obj, owner, needed_stream, NULL, NULL, NULL)
$$;
REVOKE EXECUTE ON FUNCTION on_audit_entry(),
  note_access_ways(integer[], text, integer, integer, text, text, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION note_access_ways(integer[], text, integer, integer, text, text, bigint)
  TO fritz_app;
