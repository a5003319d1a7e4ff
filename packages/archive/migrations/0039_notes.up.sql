-- What people and programs attach to things: comments and annotations, one table each for every kind
-- of subject (docs/adr/0029).
--
-- A note is read by whoever sees its subject and is of its audience, or wrote it; written by whoever
-- sees the subject and all the groups that he names; changed by its author and by System admins.

-- ── subjects ─────────────────────────────────────────────────────────────────────────────────
-- The kinds of things that take notes, by the word that stands in the API's path.
CREATE TABLE note_subjects (
  type text PRIMARY KEY,
  relation text NOT NULL,
  -- Of its `id`.
  id_type text NOT NULL,
  -- Where it says which object it is of; null: of none.
  obj_column text,
  -- Who sees it, where that is not who sees a row of it; %1$I stands for the table of the note.
  condition text
);

-- A name may be of several objects, each an edition of it that other people see (migration 0046, which
-- brings the column; nothing calls this before). What is said of one is not for who sees another.
CREATE FUNCTION viewer_sees_edition(name text, of_edition bigint) RETURNS boolean
  LANGUAGE plpgsql STABLE SET search_path = fritz, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM obj_audiences oa WHERE oa.obj_id = name AND oa.edition = of_edition);
END $$;

-- A note without its subject is of no use to anyone.
CREATE FUNCTION on_subject_end() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  DELETE FROM comments c USING gone g WHERE c.subject_type = TG_ARGV[0] AND c.subject_id = g.id::text;
  DELETE FROM annotations a USING gone g WHERE a.subject_type = TG_ARGV[0] AND a.subject_id = g.id::text;
  RETURN NULL;
END $$;

-- Says anew for each table of notes that who sees no subject sees no note: under the viewer's own
-- policies on the subject's table.
CREATE FUNCTION write_note_policies() RETURNS void
  LANGUAGE plpgsql SET search_path = fritz, pg_temp AS $$
DECLARE
  notes text;
  cases text;
BEGIN
  FOREACH notes IN ARRAY ARRAY['comments', 'annotations'] LOOP
    SELECT string_agg(format('WHEN %L THEN ', s.type) || CASE
        WHEN s.condition IS NOT NULL THEN format(s.condition, notes)
        ELSE format('EXISTS (SELECT FROM %I p WHERE p.id = %I.subject_id::%s)', s.relation, notes, s.id_type)
        END, ' ' ORDER BY s.type)
      INTO cases FROM note_subjects s;
    EXECUTE format('DROP POLICY IF EXISTS subject ON %I', notes);
    EXECUTE format('CREATE POLICY subject ON %I AS RESTRICTIVE TO fritz_app USING (CASE subject_type %s END)',
      notes, cases);
  END LOOP;
END $$;

-- Lets a table's rows take notes: one line in the migration that makes the table, with its opposite
-- in the way down.
CREATE FUNCTION allow_notes(subject_type text, relation text, id_type text, obj_column text,
  condition text DEFAULT NULL)
  RETURNS void LANGUAGE plpgsql SET search_path = fritz, pg_temp AS $$
BEGIN
  INSERT INTO note_subjects VALUES (subject_type, relation, id_type, obj_column, condition);
  EXECUTE format('CREATE TRIGGER notes_end AFTER DELETE ON %I REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION on_subject_end(%L)', relation, subject_type);
  PERFORM write_note_policies();
END $$;
CREATE FUNCTION forbid_notes(subject_type text)
  RETURNS void LANGUAGE plpgsql SET search_path = fritz, pg_temp AS $$
DECLARE of_table text := (SELECT s.relation FROM note_subjects s WHERE s.type = $1);
BEGIN
  DELETE FROM comments c WHERE c.subject_type = $1;
  DELETE FROM annotations a WHERE a.subject_type = $1;
  EXECUTE format('DROP TRIGGER notes_end ON %I', of_table);
  DELETE FROM note_subjects s WHERE s.type = $1;
  PERFORM write_note_policies();
END $$;

-- ── the notes ────────────────────────────────────────────────────────────────────────────────
CREATE TABLE comments (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subject_type text NOT NULL REFERENCES note_subjects,
  subject_id text NOT NULL,
  -- The object that the subject is, or is of.
  obj_id text REFERENCES objs ON DELETE CASCADE,
  -- Of the name, where the subject is an object.
  edition bigint NOT NULL DEFAULT 0,
  author_id integer NOT NULL REFERENCES users,
  audience_id integer NOT NULL REFERENCES audiences,
  -- Markdown.
  text text NOT NULL CHECK (length(text) <= 100000),
  -- The conversation that it belongs to; null: the main one.
  channel text CHECK (length(channel) BETWEEN 1 AND 100),
  -- Whether a token wrote it.
  bot boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  modified_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX comments_subject ON comments (subject_type, subject_id, created_at);
CREATE INDEX comments_obj ON comments (obj_id);
CREATE INDEX comments_author ON comments (author_id, created_at);
CREATE INDEX comments_created ON comments (created_at);

-- Out of the row that lists read.
CREATE TABLE comment_attachments (
  comment_id integer PRIMARY KEY REFERENCES comments ON DELETE CASCADE,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
  content bytea NOT NULL CHECK (octet_length(content) <= 10000000)
);
-- Files are compressed already; and so their size is known without reading them.
ALTER TABLE comment_attachments ALTER COLUMN content SET STORAGE EXTERNAL;

-- Who is named in a comment: he learns of it where he may read it.
CREATE TABLE comment_mentions (
  comment_id integer NOT NULL REFERENCES comments ON DELETE CASCADE,
  user_id integer NOT NULL REFERENCES users ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (comment_id, user_id)
);
CREATE INDEX comment_mentions_user ON comment_mentions (user_id, created_at);

CREATE TABLE annotations (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subject_type text NOT NULL REFERENCES note_subjects,
  subject_id text NOT NULL,
  obj_id text REFERENCES objs ON DELETE CASCADE,
  -- Of the name, where the subject is an object.
  edition bigint NOT NULL DEFAULT 0,
  author_id integer NOT NULL REFERENCES users,
  audience_id integer NOT NULL REFERENCES audiences,
  origin text NOT NULL CHECK (origin ~ '^\w' AND length(origin) <= 255),
  data jsonb NOT NULL CHECK (jsonb_typeof(data) = 'object')
    CONSTRAINT annotations_data_size CHECK (octet_length(data::text) <= 1000000),
  bot boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  modified_at timestamptz NOT NULL DEFAULT now(),
  -- One of an origin, as far as anybody can see: with audience and author in the key it reveals
  -- nothing that is hidden.
  UNIQUE (subject_type, subject_id, origin, audience_id, author_id)
);
CREATE INDEX annotations_obj ON annotations (obj_id);
CREATE INDEX annotations_origin ON annotations (origin);
CREATE INDEX annotations_author ON annotations (author_id);

-- What annotations of sources say, value by value, to be searched by: of jsonb no index can be used
-- beneath a policy. Nobody reads it but the search.
CREATE TABLE annotation_values (
  annotation_id integer NOT NULL REFERENCES annotations ON DELETE CASCADE,
  key text NOT NULL,
  number double precision,
  word text,
  PRIMARY KEY (annotation_id, key)
);
CREATE INDEX annotation_values_number ON annotation_values (key, number) WHERE number IS NOT NULL;
CREATE INDEX annotation_values_word ON annotation_values (key, word) WHERE word IS NOT NULL;

CREATE FUNCTION on_annotation_said() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  DELETE FROM annotation_values v WHERE v.annotation_id = NEW.id;
  INSERT INTO annotation_values (annotation_id, key, number, word)
    SELECT NEW.id, d.key, d.number::double precision, d.word FROM (
      SELECT e.key,
          CASE WHEN jsonb_typeof(e.value) = 'number' AND abs(e.value::numeric) < 1.7e308
            THEN e.value::numeric END AS number,
          CASE WHEN jsonb_typeof(e.value) IN ('string', 'boolean') THEN e.value #>> '{}' END AS word
        FROM jsonb_each(NEW.data) e WHERE length(e.key) <= 200) d
    -- A longer text is nothing to search for by its whole.
    WHERE d.number IS NOT NULL OR length(d.word) <= 500;
  RETURN NULL;
END $$;
CREATE TRIGGER annotations_said AFTER INSERT OR UPDATE OF data ON annotations
  FOR EACH ROW WHEN (NEW.subject_type = 'sources') EXECUTE FUNCTION on_annotation_said();

-- ── what is not for the statement to say ─────────────────────────────────────────────────────
CREATE FUNCTION on_note_written() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  subject note_subjects;
  held access_keys := viewer();
BEGIN
  IF held.user_id IS NOT NULL THEN NEW.bot := held.kind = 'token'; END IF;
  SELECT s.* INTO subject FROM note_subjects s WHERE s.type = NEW.subject_type;
  IF NEW.obj_id IS NULL AND subject.obj_column IS NOT NULL THEN
    EXECUTE format('SELECT p.%I FROM %I p WHERE p.id = $1::%s',
        subject.obj_column, subject.relation, subject.id_type)
      INTO NEW.obj_id USING NEW.subject_id;
  END IF;
  IF NEW.subject_type = 'sources' THEN
    NEW.edition := coalesce(viewer_edition(NEW.subject_id), 0);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER comments_written BEFORE INSERT ON comments
  FOR EACH ROW EXECUTE FUNCTION on_note_written();
CREATE TRIGGER annotations_written BEFORE INSERT ON annotations
  FOR EACH ROW EXECUTE FUNCTION on_note_written();

-- Whether the viewer may let an audience read what he makes: one of groups alone, all of which he
-- knows of.
CREATE FUNCTION viewer_may_tell(addressed integer) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT viewer_id() IS NOT NULL
    AND EXISTS (SELECT FROM audience_groups ag WHERE ag.audience_id = addressed)
    AND NOT EXISTS (SELECT FROM audience_streams ast WHERE ast.audience_id = addressed)
    AND NOT EXISTS (
      SELECT FROM audience_groups ag JOIN groups g ON g.id = ag.group_id
       WHERE ag.audience_id = addressed AND g.private AND g.id NOT IN (SELECT viewer_groups())
         AND NOT viewer_has('Manage groups'))
$$;

CREATE FUNCTION on_note_changed() RETURNS trigger
  LANGUAGE plpgsql SET search_path = fritz, pg_temp AS $$
BEGIN
  NEW.modified_at := now();
  RETURN NEW;
END $$;
CREATE FUNCTION on_note_addressed() RETURNS trigger
  LANGUAGE plpgsql SET search_path = fritz, pg_temp AS $$
BEGIN
  IF NOT viewer_may_tell(NEW.audience_id) THEN
    RAISE EXCEPTION 'the viewer may not address this audience' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER comments_changed BEFORE UPDATE ON comments
  FOR EACH ROW EXECUTE FUNCTION on_note_changed();
CREATE TRIGGER annotations_changed BEFORE UPDATE ON annotations
  FOR EACH ROW EXECUTE FUNCTION on_note_changed();
CREATE TRIGGER comments_addressed BEFORE UPDATE OF audience_id ON comments
  FOR EACH ROW WHEN (current_user = 'fritz_app' AND OLD.audience_id <> NEW.audience_id)
  EXECUTE FUNCTION on_note_addressed();
CREATE TRIGGER annotations_addressed BEFORE UPDATE OF audience_id ON annotations
  FOR EACH ROW WHEN (current_user = 'fritz_app' AND OLD.audience_id <> NEW.audience_id)
  EXECUTE FUNCTION on_note_addressed();

-- ── row-level security ───────────────────────────────────────────────────────────────────────
ALTER TABLE comments ENABLE ROW LEVEL SECURITY;
ALTER TABLE comments FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON comments TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON comments FOR SELECT TO fritz_app USING (
  EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = comments.audience_id)
  OR author_id = (SELECT viewer_id()) OR (SELECT viewer_has('System admin')));
CREATE POLICY adds ON comments FOR INSERT TO fritz_app WITH CHECK (
  author_id = (SELECT viewer_id()) AND viewer_may_tell(audience_id)
  AND (SELECT viewer_has('Comment')));
CREATE POLICY changes ON comments FOR UPDATE TO fritz_app USING (
  (author_id = (SELECT viewer_id()) AND (SELECT viewer_has('Comment')))
  OR (SELECT viewer_has('System admin')));
CREATE POLICY removes ON comments FOR DELETE TO fritz_app USING (
  (author_id = (SELECT viewer_id()) AND (SELECT viewer_has('Comment')))
  OR (SELECT viewer_has('System admin')));

-- What belongs to a comment is for who sees it, and his who may change it.
CREATE FUNCTION viewer_may_change_comment(changed integer) RETURNS boolean
  LANGUAGE sql STABLE SET search_path = fritz, pg_temp AS $$
  SELECT EXISTS (SELECT FROM comments c WHERE c.id = changed
    AND ((c.author_id = (SELECT viewer_id()) AND (SELECT viewer_has('Comment')))
      OR (SELECT viewer_has('System admin'))))
$$;
ALTER TABLE comment_attachments ENABLE ROW LEVEL SECURITY;
ALTER TABLE comment_attachments FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON comment_attachments FOR SELECT TO fritz_app
  USING (EXISTS (SELECT FROM comments c WHERE c.id = comment_attachments.comment_id));
CREATE POLICY adds ON comment_attachments FOR INSERT TO fritz_app
  WITH CHECK (viewer_may_change_comment(comment_id));
CREATE POLICY changes ON comment_attachments FOR UPDATE TO fritz_app
  USING (viewer_may_change_comment(comment_id));
CREATE POLICY removes ON comment_attachments FOR DELETE TO fritz_app
  USING (viewer_may_change_comment(comment_id));
ALTER TABLE comment_mentions ENABLE ROW LEVEL SECURITY;
ALTER TABLE comment_mentions FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON comment_mentions FOR SELECT TO fritz_app
  USING (EXISTS (SELECT FROM comments c WHERE c.id = comment_mentions.comment_id));
CREATE POLICY adds ON comment_mentions FOR INSERT TO fritz_app
  WITH CHECK (viewer_may_change_comment(comment_id));
CREATE POLICY removes ON comment_mentions FOR DELETE TO fritz_app
  USING (viewer_may_change_comment(comment_id));

ALTER TABLE annotations ENABLE ROW LEVEL SECURITY;
ALTER TABLE annotations FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON annotations TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON annotations FOR SELECT TO fritz_app USING (
  EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = annotations.audience_id)
  OR author_id = (SELECT viewer_id()) OR (SELECT viewer_has('System admin')));
CREATE POLICY adds ON annotations FOR INSERT TO fritz_app WITH CHECK (
  author_id = (SELECT viewer_id()) AND viewer_may_tell(audience_id)
  AND (SELECT viewer_has('Annotate')));
CREATE POLICY changes ON annotations FOR UPDATE TO fritz_app USING (
  (author_id = (SELECT viewer_id()) AND (SELECT viewer_has('Annotate')))
  OR (SELECT viewer_has('System admin')));
CREATE POLICY removes ON annotations FOR DELETE TO fritz_app USING (
  (author_id = (SELECT viewer_id()) AND (SELECT viewer_has('Annotate')))
  OR (SELECT viewer_has('System admin')));
ALTER TABLE annotation_values ENABLE ROW LEVEL SECURITY;
ALTER TABLE annotation_values FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON annotation_values TO CURRENT_USER USING (true) WITH CHECK (true);

SELECT allow_notes('sources', 'objs', 'text', 'id', 'viewer_sees_edition(%1$I.subject_id, %1$I.edition)');
SELECT allow_notes('photometry', 'photometry', 'bigint', 'obj_id');

-- ── search ───────────────────────────────────────────────────────────────────────────────────
-- Conditions on text and numbers first, rights of what is left: said here, for who is under no policy
-- must not find more. Objects of which the viewer sees nothing are left out.
CREATE FUNCTION objs_with_comment(
  wanted_text text, wanted_author integer, since timestamptz, until timestamptz)
  RETURNS SETOF text LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100
  SET search_path = fritz, pg_temp AS $$
DECLARE
  me integer := viewer_id();
  is_admin boolean := viewer_has('System admin');
BEGIN
  RETURN QUERY SELECT DISTINCT c.obj_id FROM comments c
    WHERE c.subject_type = 'sources'
      AND (wanted_text IS NULL OR position(lower(wanted_text) IN lower(c.text)) > 0)
      AND (wanted_author IS NULL OR c.author_id = wanted_author)
      AND (since IS NULL OR c.created_at >= since) AND (until IS NULL OR c.created_at <= until)
      AND (is_admin OR (
        (c.author_id = me OR EXISTS (SELECT FROM audience_viewers v
          WHERE v.user_id = me AND v.audience_id = c.audience_id))
        AND EXISTS (SELECT FROM obj_audiences oa
          JOIN audience_viewers v ON v.audience_id = oa.audience_id AND v.user_id = me
          WHERE oa.obj_id = c.obj_id AND oa.edition = c.edition)));
END $$;

-- By people's annotations of sources. A key without a value: that there is one; bounds are of numbers,
-- and belong to the range unless it is said otherwise.
CREATE FUNCTION objs_with_annotation(
  wanted_origin text, wanted_key text, wanted_word text,
  low double precision, high double precision, low_open boolean, high_open boolean,
  since timestamptz, until timestamptz)
  RETURNS SETOF text LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100
  SET search_path = fritz, pg_temp AS $$
DECLARE
  me integer := viewer_id();
  is_admin boolean := viewer_has('System admin');
  -- Said once here, where the indexes can be seen.
  by_value text := CASE
    WHEN wanted_key IS NULL THEN ''
    WHEN wanted_word IS NOT NULL THEN
      'AND a.id IN (SELECT v.annotation_id FROM annotation_values v WHERE v.key = $2 AND v.word = $3)'
    WHEN low IS NOT NULL OR high IS NOT NULL THEN
      'AND a.id IN (SELECT v.annotation_id FROM annotation_values v WHERE v.key = $2
        AND v.number IS NOT NULL'
      || CASE WHEN low IS NULL THEN '' WHEN low_open THEN ' AND v.number > $4' ELSE ' AND v.number >= $4' END
      || CASE WHEN high IS NULL THEN '' WHEN high_open THEN ' AND v.number < $5' ELSE ' AND v.number <= $5' END
      || ')'
    ELSE 'AND a.data ? $2' END;
BEGIN
  RETURN QUERY EXECUTE 'SELECT DISTINCT a.obj_id FROM annotations a
    WHERE a.subject_type = ''sources'' ' || by_value || '
      AND ($1 IS NULL OR a.origin = $1)
      AND ($6 IS NULL OR a.created_at >= $6) AND ($7 IS NULL OR a.created_at <= $7)
      AND ($9 OR (
        (a.author_id = $8 OR EXISTS (SELECT FROM audience_viewers v
          WHERE v.user_id = $8 AND v.audience_id = a.audience_id))
        AND EXISTS (SELECT FROM obj_audiences oa
          JOIN audience_viewers v ON v.audience_id = oa.audience_id AND v.user_id = $8
          WHERE oa.obj_id = a.obj_id AND oa.edition = a.edition)))'
    USING wanted_origin, wanted_key, wanted_word, low, high, since, until, me, is_admin;
END $$;

-- By what filters say of the objects that passed them, under the viewer's policies: only the newest
-- word of each filter counts, and its origin is called after the group and the filter.
CREATE FUNCTION objs_with_filter_annotation(
  wanted_origin text, wanted_key text, wanted_word text,
  low double precision, high double precision, low_open boolean, high_open boolean,
  since timestamptz, until timestamptz)
  RETURNS SETOF text LANGUAGE sql STABLE ROWS 100 SET search_path = fritz, pg_temp AS $$
  SELECT DISTINCT c.obj_id
    FROM filters f JOIN groups g ON g.id = f.group_id JOIN candidates c ON c.filter_id = f.id,
      LATERAL (SELECT c.output #> ARRAY['annotations', coalesce(wanted_key, '')] AS value) said
   WHERE (wanted_origin IS NULL OR g.name || ':' || f.name = wanted_origin)
     AND (since IS NULL OR c.passed_at >= since) AND (until IS NULL OR c.passed_at <= until)
     AND CASE
       WHEN wanted_key IS NULL THEN jsonb_typeof(c.output -> 'annotations') = 'object'
       WHEN wanted_word IS NOT NULL
         THEN jsonb_typeof(said.value) IN ('string', 'boolean') AND said.value #>> '{}' = wanted_word
       WHEN low IS NOT NULL OR high IS NOT NULL THEN CASE WHEN jsonb_typeof(said.value) = 'number'
         THEN (low IS NULL OR said.value::numeric > low::numeric OR (said.value::numeric = low::numeric AND NOT low_open))
           AND (high IS NULL OR said.value::numeric < high::numeric OR (said.value::numeric = high::numeric AND NOT high_open))
         ELSE false END
       ELSE said.value IS NOT NULL END
     AND NOT EXISTS (SELECT FROM candidates later
       WHERE later.obj_id = c.obj_id AND later.filter_id = c.filter_id AND later.id > c.id)
$$;

-- ── audit and grants ─────────────────────────────────────────────────────────────────────────
-- For the author and System admins: an admin of the group may not see the subject.
SELECT audit('comments', kind => 'comment', id => 'id', about_user => 'author_id',
  kept => '{subject_type,subject_id,author_id,audience_id,text,channel,bot}');
SELECT audit('comment_attachments', kind => 'comment', id => 'comment_id', kept => '{name}');
-- Their data change nightly, by programs: that they did is told, not what they said.
SELECT audit('annotations', kind => 'annotation', id => 'id', about_user => 'author_id',
  kept => '{subject_type,subject_id,author_id,audience_id,origin,bot}');

REVOKE EXECUTE ON FUNCTION on_subject_end(), write_note_policies(), allow_notes(text, text, text, text, text),
  viewer_sees_edition(text, bigint), forbid_notes(text), on_annotation_said(), on_note_written(), viewer_may_tell(integer),
  on_note_changed(), on_note_addressed(), viewer_may_change_comment(integer),
  objs_with_comment(text, integer, timestamptz, timestamptz),
  objs_with_annotation(text, text, text, double precision, double precision, boolean, boolean, timestamptz, timestamptz),
  objs_with_filter_annotation(text, text, text, double precision, double precision, boolean, boolean, timestamptz, timestamptz)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION viewer_sees_edition(text, bigint), viewer_may_tell(integer),
  viewer_may_change_comment(integer),
  objs_with_comment(text, integer, timestamptz, timestamptz),
  objs_with_annotation(text, text, text, double precision, double precision, boolean, boolean, timestamptz, timestamptz),
  objs_with_filter_annotation(text, text, text, double precision, double precision, boolean, boolean, timestamptz, timestamptz)
  TO fritz_app;
GRANT SELECT ON note_subjects TO fritz_app;
GRANT SELECT, DELETE ON comments, annotations TO fritz_app;
GRANT INSERT (subject_type, subject_id, author_id, audience_id, text, channel),
  UPDATE (text, channel, audience_id) ON comments TO fritz_app;
GRANT INSERT (subject_type, subject_id, author_id, audience_id, origin, data),
  UPDATE (origin, data, audience_id) ON annotations TO fritz_app;
GRANT SELECT, DELETE, INSERT (comment_id, name, content), UPDATE (name, content)
  ON comment_attachments TO fritz_app;
GRANT SELECT, DELETE, INSERT (comment_id, user_id) ON comment_mentions TO fritz_app;
