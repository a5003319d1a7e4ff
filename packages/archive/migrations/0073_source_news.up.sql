-- What has changed of which object, for open pages to look again: no data, only of what, and for whom.
-- Read by each viewer's own query, under the same rights as the rows themselves.

CREATE TABLE source_news (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Readers ask for what was not visible when they last looked: neither clocks nor ids tell that.
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  told_at timestamptz NOT NULL DEFAULT now(),
  -- None of these refers: what is gone is news as well.
  obj_id text NOT NULL,
  -- Of the name, where what changed is of one.
  edition bigint,
  part text NOT NULL,
  -- null: for the owner alone.
  audience_id integer,
  owner_id integer,
  -- Of what it hangs on besides, where that may be hidden from some.
  subject_audience_id integer,
  subject_owner_id integer,
  CONSTRAINT source_news_once UNIQUE NULLS NOT DISTINCT
    (xid, obj_id, part, edition, audience_id, owner_id, subject_audience_id, subject_owner_id)
);
CREATE INDEX source_news_told ON source_news (told_at);

ALTER TABLE source_news ENABLE ROW LEVEL SECURITY;
ALTER TABLE source_news FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON source_news TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON source_news FOR SELECT TO fritz_app USING (
  EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = source_news.audience_id)
  OR owner_id = (SELECT viewer_id())
  OR (audience_id IS NOT NULL AND (SELECT viewer_has('System admin'))));
CREATE POLICY subject ON source_news AS RESTRICTIVE TO fritz_app USING (
  (edition IS NULL OR EXISTS (SELECT FROM obj_audiences oa
    WHERE oa.obj_id = source_news.obj_id AND oa.edition = source_news.edition))
  AND (subject_audience_id IS NULL
    OR EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = source_news.subject_audience_id)
    OR subject_owner_id = (SELECT viewer_id()) OR (SELECT viewer_has('System admin'))));
GRANT SELECT ON source_news TO fritz_app;

-- Tells that a part of an object changed, once a transaction; what nobody can be waiting for any more is
-- forgotten in passing.
CREATE FUNCTION tell_source(obj text, of_edition bigint, what text, audience integer, owner integer,
  subject_audience integer DEFAULT NULL, subject_owner integer DEFAULT NULL)
  RETURNS void LANGUAGE plpgsql SET search_path = fritz, pg_temp AS $$
DECLARE told bigint;
BEGIN
  INSERT INTO source_news (obj_id, edition, part, audience_id, owner_id, subject_audience_id, subject_owner_id)
    VALUES (obj, of_edition, what, audience, owner, subject_audience, subject_owner)
    ON CONFLICT DO NOTHING RETURNING id INTO told;
  IF told IS NULL THEN RETURN; END IF;
  PERFORM pg_notify('fritz_news', '');
  IF told % 200 = 0 THEN
    DELETE FROM source_news n WHERE n.id IN (
      SELECT o.id FROM source_news o WHERE o.told_at < now() - interval '1 hour'
        ORDER BY o.told_at LIMIT 2000 FOR UPDATE SKIP LOCKED);
  END IF;
END $$;

-- Arguments: the part; the column of the owner; whether the row is of an edition.
CREATE FUNCTION on_source_part() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  r record;
  owner integer;
  of_edition bigint;
BEGIN
  FOR turn IN 1..2 LOOP
    IF turn = 1 THEN
      CONTINUE WHEN TG_OP = 'INSERT';
      r := OLD;
    ELSE
      CONTINUE WHEN TG_OP = 'DELETE';
      r := NEW;
    END IF;
    IF TG_ARGV[1] = 'owner_id' THEN owner := r.owner_id;
    ELSIF TG_ARGV[1] = 'author_id' THEN owner := r.author_id;
    ELSIF TG_ARGV[1] = 'set_by' THEN owner := r.set_by;
    ELSIF TG_ARGV[1] = 'requested_by' THEN owner := r.requested_by;
    END IF;
    IF TG_ARGV[2] = 'edition' THEN of_edition := r.edition; END IF;
    PERFORM tell_source(r.obj_id, of_edition, TG_ARGV[0], r.audience_id, owner);
  END LOOP;
  RETURN NULL;
END $$;

CREATE FUNCTION tell_changes(relation text, part text, owner text, edition boolean DEFAULT false)
  RETURNS void LANGUAGE plpgsql SET search_path = fritz, pg_temp AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER source_news AFTER INSERT OR UPDATE OR DELETE ON %I
    FOR EACH ROW EXECUTE FUNCTION on_source_part(%L, %L, %L)',
    relation, part, owner, CASE WHEN edition THEN 'edition' ELSE '' END);
END $$;

-- A note is for who sees both it and its subject.
CREATE FUNCTION on_note_news() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  r record;
  on_audience integer;
  on_owner integer;
BEGIN
  FOR turn IN 1..2 LOOP
    IF turn = 1 THEN
      CONTINUE WHEN TG_OP = 'INSERT';
      r := OLD;
    ELSE
      CONTINUE WHEN TG_OP = 'DELETE';
      r := NEW;
    END IF;
    CONTINUE WHEN r.obj_id IS NULL;
    IF r.subject_type = 'sources' THEN
      PERFORM tell_source(r.obj_id, r.edition, TG_ARGV[0], r.audience_id, r.author_id);
      CONTINUE;
    ELSIF r.subject_type = 'spectra' THEN
      SELECT s.audience_id, s.owner_id INTO on_audience, on_owner FROM spectra s
        WHERE s.id = r.subject_id::integer;
    ELSIF r.subject_type = 'photometry' THEN
      SELECT p.audience_id, p.owner_id INTO on_audience, on_owner FROM photometry p
        WHERE p.id = r.subject_id::bigint;
    END IF;
    -- Who saw a subject that is gone is told of that.
    CONTINUE WHEN on_audience IS NULL;
    PERFORM tell_source(r.obj_id, NULL, TG_ARGV[0], r.audience_id, r.author_id, on_audience, on_owner);
  END LOOP;
  RETURN NULL;
END $$;

-- A class is read by who sees its taxonomy, too; and so are the votes on it.
CREATE FUNCTION on_classification_news() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  r record;
BEGIN
  FOR turn IN 1..2 LOOP
    IF turn = 1 THEN
      CONTINUE WHEN TG_OP = 'INSERT';
      r := OLD;
    ELSE
      CONTINUE WHEN TG_OP = 'DELETE';
      r := NEW;
    END IF;
    IF TG_TABLE_NAME = 'classification_votes' THEN
      SELECT c.* INTO r FROM classifications c WHERE c.id = r.classification_id;
    END IF;
    PERFORM tell_source(r.obj_id, r.edition, 'classifications', r.audience_id, r.author_id,
        t.audience_id) FROM taxonomies t WHERE t.id = r.taxonomy_id;
  END LOOP;
  RETURN NULL;
END $$;

CREATE FUNCTION on_listing_news() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN PERFORM tell_source(OLD.obj_id, NULL, 'listings', NULL, OLD.user_id); END IF;
  IF TG_OP <> 'DELETE' THEN PERFORM tell_source(NEW.obj_id, NULL, 'listings', NULL, NEW.user_id); END IF;
  RETURN NULL;
END $$;

-- The points of one upload, told in one go: a trigger would be called for each of ten thousand.
CREATE FUNCTION tell_upload(upload uuid) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM tell_source(p.obj_id, NULL, 'photometry', p.audience_id, p.owner_id) FROM (
    SELECT DISTINCT obj_id, audience_id, owner_id FROM photometry
      WHERE upload_id = upload AND owner_id = (SELECT viewer_id())) AS p;
END $$;

SELECT tell_changes('sources', 'groups', owner => 'requested_by');
SELECT tell_changes('spectra', 'spectra', owner => 'owner_id');
SELECT tell_changes('obj_tags', 'tags', owner => 'author_id', edition => true);
SELECT tell_changes('thumbnails', 'thumbnails', owner => 'owner_id', edition => true);
SELECT tell_changes('obj_summaries', 'summaries', owner => 'set_by', edition => true);
SELECT tell_changes('obj_analyses', 'analyses', owner => 'author_id', edition => true);
CREATE TRIGGER source_news AFTER INSERT OR UPDATE OR DELETE ON photometric_series
  FOR EACH ROW EXECUTE FUNCTION on_source_part('photometry', 'owner_id', '');
-- What a stream brings is told as candidates.
CREATE TRIGGER source_news_added AFTER INSERT ON photometry
  FOR EACH ROW WHEN (NEW.owner_id IS NOT NULL AND NEW.upload_id IS NULL)
  EXECUTE FUNCTION on_source_part('photometry', 'owner_id', '');
CREATE TRIGGER source_news_changed AFTER UPDATE ON photometry
  FOR EACH ROW WHEN (OLD.owner_id IS NOT NULL OR OLD.upload_id IS NOT NULL)
  EXECUTE FUNCTION on_source_part('photometry', 'owner_id', '');
CREATE TRIGGER source_news_removed AFTER DELETE ON photometry
  FOR EACH ROW WHEN (OLD.owner_id IS NOT NULL OR OLD.upload_id IS NOT NULL)
  EXECUTE FUNCTION on_source_part('photometry', 'owner_id', '');
CREATE TRIGGER source_news AFTER INSERT OR UPDATE OR DELETE ON comments
  FOR EACH ROW EXECUTE FUNCTION on_note_news('comments');
CREATE TRIGGER source_news AFTER INSERT OR UPDATE OR DELETE ON annotations
  FOR EACH ROW EXECUTE FUNCTION on_note_news('annotations');
CREATE TRIGGER source_news AFTER INSERT OR UPDATE OR DELETE ON classifications
  FOR EACH ROW EXECUTE FUNCTION on_classification_news();
CREATE TRIGGER source_news AFTER INSERT OR UPDATE OR DELETE ON classification_votes
  FOR EACH ROW EXECUTE FUNCTION on_classification_news();
CREATE TRIGGER source_news AFTER INSERT OR UPDATE OR DELETE ON listings
  FOR EACH ROW EXECUTE FUNCTION on_listing_news();

REVOKE EXECUTE ON FUNCTION tell_source(text, bigint, text, integer, integer, integer, integer),
  on_source_part(), tell_changes(text, text, text, boolean), on_note_news(), on_classification_news(),
  on_listing_news(), tell_upload(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tell_upload(uuid) TO fritz_app;
