-- Tags that groups put on objects, and people's own lists of objects.

-- ── tags ─────────────────────────────────────────────────────────────────────────────────────
-- The words that may be tags: known to everybody here.
CREATE TABLE obj_tag_options (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL CHECK (name ~ '^[A-Za-z0-9]{1,100}$'),
  color text CHECK (color ~ '^#[0-9A-Fa-f]{6}$'),
  created_at timestamptz NOT NULL DEFAULT now(),
  modified_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX obj_tag_options_name ON obj_tag_options (lower(name));

CREATE TABLE obj_tags (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  option_id integer NOT NULL REFERENCES obj_tag_options ON DELETE CASCADE,
  obj_id text NOT NULL REFERENCES objs ON DELETE CASCADE,
  edition bigint NOT NULL DEFAULT 0,
  author_id integer NOT NULL REFERENCES users,
  audience_id integer NOT NULL REFERENCES audiences,
  created_at timestamptz NOT NULL DEFAULT now(),
  modified_at timestamptz NOT NULL DEFAULT now(),
  -- With audience and author in the key: what is hidden is not revealed.
  UNIQUE (obj_id, option_id, audience_id, author_id)
);

-- Which edition of a name is meant: the one that the viewer sees.
CREATE FUNCTION on_obj_marked() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  NEW.edition := coalesce(viewer_edition(NEW.obj_id), 0);
  RETURN NEW;
END $$;
CREATE TRIGGER obj_tags_marked BEFORE INSERT ON obj_tags
  FOR EACH ROW EXECUTE FUNCTION on_obj_marked();
CREATE INDEX obj_tags_option ON obj_tags (option_id);
CREATE INDEX obj_tags_author ON obj_tags (author_id);

-- Groups are added by who sees them, and taken away by their members; the author and System admins
-- take away any.
CREATE FUNCTION on_tag_addressed() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE me integer := viewer_id();
BEGIN
  IF me IS NULL OR viewer_has('System admin') THEN RETURN NEW; END IF;
  IF NOT EXISTS (SELECT FROM audience_groups ag WHERE ag.audience_id = NEW.audience_id)
    OR EXISTS (SELECT FROM audience_streams ast WHERE ast.audience_id = NEW.audience_id)
    OR EXISTS (
      SELECT FROM groups g WHERE g.private AND g.id NOT IN (SELECT viewer_groups())
        AND NOT viewer_has('Manage groups') AND g.id IN (
          SELECT ag.group_id FROM audience_groups ag WHERE ag.audience_id = NEW.audience_id
          EXCEPT SELECT ag.group_id FROM audience_groups ag WHERE ag.audience_id = OLD.audience_id))
    OR (OLD.author_id <> me AND EXISTS (
      SELECT FROM audience_groups ag WHERE ag.audience_id = OLD.audience_id
        AND ag.group_id NOT IN (SELECT viewer_groups())
        AND ag.group_id NOT IN (
          SELECT kept.group_id FROM audience_groups kept WHERE kept.audience_id = NEW.audience_id)))
  THEN
    RAISE EXCEPTION 'the viewer may not address this audience' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER obj_tags_addressed BEFORE UPDATE OF audience_id ON obj_tags
  FOR EACH ROW WHEN (OLD.audience_id <> NEW.audience_id) EXECUTE FUNCTION on_tag_addressed();
CREATE TRIGGER obj_tags_changed BEFORE UPDATE ON obj_tags
  FOR EACH ROW EXECUTE FUNCTION on_note_changed();
CREATE TRIGGER obj_tag_options_changed BEFORE UPDATE ON obj_tag_options
  FOR EACH ROW EXECUTE FUNCTION on_note_changed();

-- Whether the viewer is a member of every group of an audience.
CREATE FUNCTION viewer_is_all_of(named integer) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT viewer_id() IS NOT NULL AND NOT EXISTS (
    SELECT FROM audience_groups ag WHERE ag.audience_id = named
      AND ag.group_id NOT IN (SELECT viewer_groups()))
$$;

-- The audience of a tag that the viewer sees, with groups added and taken away; null where nobody
-- would be left, or there is no such tag. The groups that he does not see stay.
CREATE FUNCTION altered_tag_audience(of_tag integer, added integer[], taken integer[])
  RETURNS integer LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  me integer := viewer_id();
  groups_left integer[];
BEGIN
  SELECT ARRAY(SELECT ag.group_id FROM audience_groups ag
        WHERE ag.audience_id = t.audience_id AND ag.group_id <> ALL (taken)
        UNION SELECT unnest(added)) INTO groups_left
    FROM obj_tags t WHERE t.id = of_tag AND (t.author_id = me OR viewer_has('System admin')
      OR EXISTS (SELECT FROM audience_viewers v WHERE v.user_id = me AND v.audience_id = t.audience_id));
  IF coalesce(cardinality(groups_left), 0) = 0 THEN RETURN NULL; END IF;
  RETURN intern_audience(groups_left);
END $$;

-- ── lists ────────────────────────────────────────────────────────────────────────────────────
CREATE TABLE listings (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id integer NOT NULL REFERENCES users ON DELETE CASCADE,
  obj_id text NOT NULL REFERENCES objs ON DELETE CASCADE,
  list_name text NOT NULL CHECK (list_name ~ '^\w' AND length(list_name) <= 100),
  -- Of a watchlist: `arcsec`, `cadence`, `end_of_night`.
  params jsonb CHECK (jsonb_typeof(params) = 'object' AND octet_length(params::text) <= 10000),
  created_at timestamptz NOT NULL DEFAULT now(),
  modified_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (user_id, list_name, obj_id)
);
CREATE INDEX listings_obj ON listings (obj_id);
CREATE TRIGGER listings_changed BEFORE UPDATE ON listings
  FOR EACH ROW EXECUTE FUNCTION on_note_changed();

-- ── row-level security ───────────────────────────────────────────────────────────────────────
ALTER TABLE obj_tag_options ENABLE ROW LEVEL SECURITY;
ALTER TABLE obj_tag_options FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON obj_tag_options TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON obj_tag_options FOR SELECT TO fritz_app USING ((SELECT viewer_id()) IS NOT NULL);
CREATE POLICY adds ON obj_tag_options FOR INSERT TO fritz_app
  WITH CHECK ((SELECT viewer_has('Manage sources')));
CREATE POLICY changes ON obj_tag_options FOR UPDATE TO fritz_app
  USING ((SELECT viewer_has('Manage sources')));
CREATE POLICY removes ON obj_tag_options FOR DELETE TO fritz_app
  USING ((SELECT viewer_has('Manage sources')));

ALTER TABLE obj_tags ENABLE ROW LEVEL SECURITY;
ALTER TABLE obj_tags FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON obj_tags TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY subject ON obj_tags AS RESTRICTIVE TO fritz_app
  USING (viewer_sees_edition(obj_id, edition));
CREATE POLICY reads ON obj_tags FOR SELECT TO fritz_app USING (
  EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = obj_tags.audience_id)
  OR author_id = (SELECT viewer_id()) OR (SELECT viewer_has('System admin')));
CREATE POLICY adds ON obj_tags FOR INSERT TO fritz_app WITH CHECK (
  author_id = (SELECT viewer_id()) AND viewer_may_tell(audience_id)
  AND (SELECT viewer_has('Upload data')));
-- Whose groups stay is the trigger's to say.
CREATE POLICY changes ON obj_tags FOR UPDATE TO fritz_app USING ((SELECT viewer_has('Upload data')));
CREATE POLICY removes ON obj_tags FOR DELETE TO fritz_app USING (
  (SELECT viewer_has('System admin'))
  OR ((SELECT viewer_has('Upload data'))
    AND (author_id = (SELECT viewer_id()) OR viewer_is_all_of(audience_id))));

ALTER TABLE listings ENABLE ROW LEVEL SECURITY;
ALTER TABLE listings FORCE ROW LEVEL SECURITY;
-- What has gone out of one's sight stays on one's list, to be taken off it.
CREATE POLICY own ON listings TO fritz_app USING (user_id = (SELECT viewer_id()));
CREATE POLICY adds ON listings AS RESTRICTIVE FOR INSERT TO fritz_app
  WITH CHECK (EXISTS (SELECT FROM objs o WHERE o.id = listings.obj_id));
CREATE POLICY changes ON listings AS RESTRICTIVE FOR UPDATE TO fritz_app
  USING (true) WITH CHECK (EXISTS (SELECT FROM objs o WHERE o.id = listings.obj_id));

SELECT audit('obj_tag_options', kind => 'tag', id => 'id', kept => '{name,color}');
SELECT audit('obj_tags', kind => 'tag', id => 'option_id', about_user => 'author_id',
  kept => '{option_id,obj_id,author_id,audience_id}');

REVOKE EXECUTE ON FUNCTION on_obj_marked(), on_tag_addressed(), viewer_is_all_of(integer),
  altered_tag_audience(integer, integer[], integer[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION viewer_is_all_of(integer),
  altered_tag_audience(integer, integer[], integer[]) TO fritz_app;
GRANT SELECT, DELETE, INSERT (name, color), UPDATE (name, color) ON obj_tag_options TO fritz_app;
GRANT SELECT, DELETE, INSERT (option_id, obj_id, author_id, audience_id), UPDATE (audience_id)
  ON obj_tags TO fritz_app;
GRANT SELECT, DELETE, INSERT (user_id, obj_id, list_name, params),
  UPDATE (obj_id, list_name, params) ON listings TO fritz_app;
