-- Taxonomies, what people and models say that objects are, votes, labels, and summaries.

-- Whether the viewer may write something for an audience: one of groups that he is in, all of them.
CREATE FUNCTION viewer_may_address(addressed integer) RETURNS boolean
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE is_admin boolean := viewer_has('System admin');
BEGIN
  RETURN EXISTS (SELECT FROM audience_groups ag WHERE ag.audience_id = addressed)
    AND NOT EXISTS (SELECT FROM audience_streams ast WHERE ast.audience_id = addressed)
    AND (is_admin OR NOT EXISTS (
      SELECT FROM audience_groups ag WHERE ag.audience_id = addressed
        AND ag.group_id NOT IN (SELECT viewer_groups())));
END $$;

-- ── taxonomies ───────────────────────────────────────────────────────────────────────────────
CREATE TABLE taxonomies (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL CHECK (name <> ''),
  version text NOT NULL CHECK (version <> ''),
  provenance text,
  is_latest boolean NOT NULL DEFAULT true,
  -- As it was given: {class, subclasses, "other names", tags …}. It never changes: what was said by
  -- its classes keeps its meaning.
  hierarchy jsonb NOT NULL,
  audience_id integer NOT NULL REFERENCES audiences,
  created_by integer NOT NULL REFERENCES users,
  created_at timestamptz NOT NULL DEFAULT now(),
  modified_at timestamptz NOT NULL DEFAULT now(),
  -- The audience is in the key, so that a duplicate never reveals one that is hidden.
  UNIQUE (name, version, audience_id)
);
CREATE INDEX taxonomies_audience ON taxonomies (audience_id);
-- The names in a hierarchy; one that stands in several places is one class.
CREATE TABLE taxonomy_classes (
  taxonomy_id integer NOT NULL REFERENCES taxonomies ON DELETE CASCADE,
  class text NOT NULL CHECK (class <> ''),
  PRIMARY KEY (taxonomy_id, class)
);
CREATE FUNCTION on_taxonomy_made() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  INSERT INTO taxonomy_classes (taxonomy_id, class)
    WITH RECURSIVE nodes (node) AS (
      SELECT NEW.hierarchy
      UNION ALL
      SELECT s.node FROM nodes n
        CROSS JOIN LATERAL jsonb_array_elements(CASE jsonb_typeof(n.node -> 'subclasses')
          WHEN 'array' THEN n.node -> 'subclasses' ELSE '[]' END) AS s (node))
    SELECT DISTINCT NEW.id, node ->> 'class' FROM nodes WHERE node ->> 'class' <> '';
  RETURN NULL;
END $$;
CREATE TRIGGER taxonomies_classes AFTER INSERT ON taxonomies
  FOR EACH ROW EXECUTE FUNCTION on_taxonomy_made();
-- Whom a row is given to is asked when that changes, not with each other change of it.
CREATE FUNCTION on_readdressed() RETURNS trigger
  LANGUAGE plpgsql SET search_path = fritz, pg_temp AS $$
BEGIN
  IF NOT coalesce(viewer_may_address(NEW.audience_id), false) THEN
    RAISE EXCEPTION 'the viewer is not in all of these groups' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER taxonomies_readdressed BEFORE UPDATE OF audience_id ON taxonomies
  FOR EACH ROW WHEN (current_user = 'fritz_app' AND NEW.audience_id <> OLD.audience_id)
  EXECUTE FUNCTION on_readdressed();

-- The groups of an audience that the viewer administers: those may change what others gave them.
CREATE FUNCTION viewer_administers(addressed integer) RETURNS boolean
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  RETURN viewer_has('System admin') OR EXISTS (SELECT FROM audience_groups ag
    WHERE ag.audience_id = addressed AND ag.group_id IN (SELECT viewer_admin_groups()));
END $$;

ALTER TABLE taxonomies ENABLE ROW LEVEL SECURITY;
ALTER TABLE taxonomies FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON taxonomies TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON taxonomies FOR SELECT TO fritz_app USING (EXISTS (
    SELECT FROM audience_viewers v WHERE v.audience_id = taxonomies.audience_id)
  OR (SELECT viewer_has('System admin')));
CREATE POLICY adds ON taxonomies FOR INSERT TO fritz_app WITH CHECK (
  created_by = (SELECT viewer_id()) AND viewer_may_address(audience_id));
CREATE POLICY permitted_adds ON taxonomies AS RESTRICTIVE FOR INSERT TO fritz_app
  WITH CHECK ((SELECT viewer_has('Post taxonomy')));
CREATE POLICY changes ON taxonomies FOR UPDATE TO fritz_app
  USING (created_by = (SELECT viewer_id()) OR viewer_administers(audience_id));
CREATE POLICY permitted_changes ON taxonomies AS RESTRICTIVE FOR UPDATE TO fritz_app
  USING ((SELECT viewer_has('Post taxonomy')));
CREATE POLICY removes ON taxonomies FOR DELETE TO fritz_app
  USING ((SELECT viewer_has('Delete taxonomy')));
ALTER TABLE taxonomy_classes ENABLE ROW LEVEL SECURITY;
ALTER TABLE taxonomy_classes FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON taxonomy_classes TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON taxonomy_classes FOR SELECT TO fritz_app
  USING (taxonomy_id IN (SELECT t.id FROM taxonomies t));

-- ── classifications ──────────────────────────────────────────────────────────────────────────
CREATE TABLE classifications (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  obj_id text NOT NULL REFERENCES objs ON DELETE CASCADE,
  taxonomy_id integer NOT NULL,
  class text NOT NULL,
  -- As it was given: null where nobody said. Those of one object need not add up to one.
  probability double precision CHECK (probability BETWEEN 0 AND 1),
  -- Whether a model said so.
  ml boolean NOT NULL DEFAULT false,
  -- Where it comes from: a model with its version, a paper.
  origin text,
  author_id integer NOT NULL REFERENCES users,
  audience_id integer NOT NULL REFERENCES audiences,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  modified_at timestamptz NOT NULL DEFAULT now(),
  -- One that was deleted stays, with its history, and counts no more.
  withdrawn_at timestamptz,
  FOREIGN KEY (taxonomy_id, class) REFERENCES taxonomy_classes
);
CREATE INDEX classifications_obj ON classifications (obj_id);
CREATE INDEX classifications_class ON classifications (class, taxonomy_id, obj_id)
  WHERE withdrawn_at IS NULL;
CREATE INDEX classifications_taxonomy ON classifications (taxonomy_id, class);
CREATE INDEX classifications_author ON classifications (author_id);
CREATE INDEX classifications_made ON classifications (created_at) WHERE withdrawn_at IS NULL;
CREATE INDEX classifications_audience ON classifications (audience_id);

-- What each classification said and says, version by version; only ever added to.
CREATE TABLE classification_history (
  classification_id integer NOT NULL REFERENCES classifications ON DELETE CASCADE,
  version integer NOT NULL,
  action text NOT NULL CHECK (action IN ('made', 'changed', 'withdrawn')),
  taxonomy_id integer NOT NULL REFERENCES taxonomies,
  class text NOT NULL,
  probability double precision,
  ml boolean NOT NULL,
  origin text,
  audience_id integer NOT NULL REFERENCES audiences,
  -- null: the command line.
  changed_by integer REFERENCES users,
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (classification_id, version)
);
CREATE INDEX classification_history_taxonomy ON classification_history (taxonomy_id);
CREATE INDEX classification_history_user ON classification_history (changed_by);

CREATE FUNCTION on_classification_change() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  IF OLD.withdrawn_at IS NOT NULL THEN
    RAISE EXCEPTION 'what was withdrawn stays so' USING ERRCODE = 'insufficient_privilege';
  END IF;
  NEW.version := OLD.version + 1;
  NEW.modified_at := now();
  IF NEW.withdrawn_at IS NOT NULL THEN NEW.withdrawn_at := now(); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER classifications_versions BEFORE UPDATE ON classifications
  FOR EACH ROW WHEN ((OLD.taxonomy_id, OLD.class, OLD.probability, OLD.ml, OLD.origin, OLD.audience_id,
      OLD.withdrawn_at) IS DISTINCT FROM
    (NEW.taxonomy_id, NEW.class, NEW.probability, NEW.ml, NEW.origin, NEW.audience_id, NEW.withdrawn_at))
  EXECUTE FUNCTION on_classification_change();
CREATE FUNCTION on_classification_told() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.version = OLD.version THEN RETURN NULL; END IF;
  INSERT INTO classification_history (classification_id, version, action, taxonomy_id, class,
      probability, ml, origin, audience_id, changed_by)
    VALUES (NEW.id, NEW.version, CASE WHEN TG_OP = 'INSERT' THEN 'made'
        WHEN NEW.withdrawn_at IS NOT NULL THEN 'withdrawn' ELSE 'changed' END,
      NEW.taxonomy_id, NEW.class, NEW.probability, NEW.ml, NEW.origin, NEW.audience_id, viewer_id());
  RETURN NULL;
END $$;
CREATE TRIGGER classifications_told AFTER INSERT OR UPDATE ON classifications
  FOR EACH ROW EXECUTE FUNCTION on_classification_told();
CREATE TRIGGER classifications_readdressed BEFORE UPDATE OF audience_id ON classifications
  FOR EACH ROW WHEN (current_user = 'fritz_app' AND NEW.audience_id <> OLD.audience_id)
  EXECUTE FUNCTION on_readdressed();

ALTER TABLE classifications ENABLE ROW LEVEL SECURITY;
ALTER TABLE classifications FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON classifications TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON classifications FOR SELECT TO fritz_app USING (
  (EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = classifications.audience_id)
    OR author_id = (SELECT viewer_id()) OR (SELECT viewer_has('System admin')))
  AND taxonomy_id IN (SELECT t.id FROM taxonomies t)
  AND EXISTS (SELECT FROM objs o WHERE o.id = classifications.obj_id));
CREATE POLICY adds ON classifications FOR INSERT TO fritz_app WITH CHECK (
  author_id = (SELECT viewer_id()) AND viewer_may_address(audience_id)
  AND taxonomy_id IN (SELECT t.id FROM taxonomies t)
  AND EXISTS (SELECT FROM objs o WHERE o.id = classifications.obj_id));
CREATE POLICY permitted_adds ON classifications AS RESTRICTIVE FOR INSERT TO fritz_app
  WITH CHECK ((SELECT viewer_has('Classify')));
CREATE POLICY changes ON classifications FOR UPDATE TO fritz_app
  USING (author_id = (SELECT viewer_id()) OR viewer_administers(audience_id))
  WITH CHECK (taxonomy_id IN (SELECT t.id FROM taxonomies t));
CREATE POLICY permitted_changes ON classifications AS RESTRICTIVE FOR UPDATE TO fritz_app
  USING ((SELECT viewer_has('Classify')));
ALTER TABLE classification_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE classification_history FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON classification_history TO CURRENT_USER USING (true) WITH CHECK (true);
-- An earlier version may have been for others: of what one sees now, and saw then.
CREATE POLICY reads ON classification_history FOR SELECT TO fritz_app USING (
  EXISTS (SELECT FROM classifications c WHERE c.id = classification_history.classification_id
    AND (c.author_id = (SELECT viewer_id())
      OR EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = classification_history.audience_id)
      OR (SELECT viewer_has('System admin'))))
  AND taxonomy_id IN (SELECT t.id FROM taxonomies t));

-- ── votes ────────────────────────────────────────────────────────────────────────────────────
CREATE TABLE classification_votes (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  classification_id integer NOT NULL REFERENCES classifications ON DELETE CASCADE,
  voter_id integer NOT NULL REFERENCES users,
  vote smallint NOT NULL CHECK (vote BETWEEN -1 AND 1),
  created_at timestamptz NOT NULL DEFAULT now(),
  modified_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (classification_id, voter_id)
);
CREATE INDEX classification_votes_voter ON classification_votes (voter_id);
ALTER TABLE classification_votes ENABLE ROW LEVEL SECURITY;
ALTER TABLE classification_votes FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON classification_votes TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON classification_votes FOR SELECT TO fritz_app USING (EXISTS (
  SELECT FROM classifications c WHERE c.id = classification_votes.classification_id));
CREATE POLICY adds ON classification_votes FOR INSERT TO fritz_app WITH CHECK (
  voter_id = (SELECT viewer_id()) AND EXISTS (SELECT FROM classifications c
    WHERE c.id = classification_votes.classification_id AND c.withdrawn_at IS NULL));
CREATE POLICY changes ON classification_votes FOR UPDATE TO fritz_app
  USING (voter_id = (SELECT viewer_id()));
CREATE POLICY removes ON classification_votes FOR DELETE TO fritz_app
  USING (voter_id = (SELECT viewer_id()));

-- ── labels: "I looked at it", for a group ────────────────────────────────────────────────────
CREATE TABLE source_labels (
  obj_id text NOT NULL REFERENCES objs ON DELETE CASCADE,
  group_id integer NOT NULL REFERENCES groups ON DELETE CASCADE,
  labeller_id integer NOT NULL REFERENCES users,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (obj_id, group_id, labeller_id)
);
CREATE INDEX source_labels_group ON source_labels (group_id, created_at);
CREATE INDEX source_labels_labeller ON source_labels (labeller_id);
ALTER TABLE source_labels ENABLE ROW LEVEL SECURITY;
ALTER TABLE source_labels FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON source_labels TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON source_labels FOR SELECT TO fritz_app USING (
  (group_id IN (SELECT viewer_groups()) OR (SELECT viewer_has('System admin')))
  AND EXISTS (SELECT FROM objs o WHERE o.id = source_labels.obj_id));
CREATE POLICY adds ON source_labels FOR INSERT TO fritz_app WITH CHECK (
  labeller_id = (SELECT viewer_id())
  AND (group_id IN (SELECT viewer_groups()) OR (SELECT viewer_has('System admin')))
  AND EXISTS (SELECT FROM objs o WHERE o.id = source_labels.obj_id));
CREATE POLICY removes ON source_labels FOR DELETE TO fritz_app
  USING (labeller_id = (SELECT viewer_id()));

-- ── summaries ────────────────────────────────────────────────────────────────────────────────
-- What an object is, in a few sentences; the last one is in force, those before it are its history.
CREATE TABLE obj_summaries (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  obj_id text NOT NULL REFERENCES objs ON DELETE CASCADE,
  -- null: there is none any more.
  summary text,
  is_bot boolean NOT NULL DEFAULT false,
  set_by integer NOT NULL REFERENCES users,
  set_at timestamptz NOT NULL DEFAULT now(),
  audience_id integer NOT NULL REFERENCES audiences
);
CREATE INDEX obj_summaries_obj ON obj_summaries (obj_id, id);
CREATE INDEX obj_summaries_setter ON obj_summaries (set_by);
CREATE INDEX obj_summaries_audience ON obj_summaries (audience_id);
ALTER TABLE obj_summaries ENABLE ROW LEVEL SECURITY;
ALTER TABLE obj_summaries FORCE ROW LEVEL SECURITY;
CREATE POLICY maintainer ON obj_summaries TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reads ON obj_summaries FOR SELECT TO fritz_app USING (
  (EXISTS (SELECT FROM audience_viewers v WHERE v.audience_id = obj_summaries.audience_id)
    OR set_by = (SELECT viewer_id()) OR (SELECT viewer_has('System admin')))
  AND EXISTS (SELECT FROM objs o WHERE o.id = obj_summaries.obj_id));
CREATE POLICY adds ON obj_summaries FOR INSERT TO fritz_app WITH CHECK (
  set_by = (SELECT viewer_id()) AND viewer_may_address(audience_id)
  AND EXISTS (SELECT FROM objs o WHERE o.id = obj_summaries.obj_id));
CREATE POLICY permitted_adds ON obj_summaries AS RESTRICTIVE FOR INSERT TO fritz_app
  WITH CHECK ((SELECT viewer_has('Upload data')));

REVOKE EXECUTE ON FUNCTION viewer_may_address(integer), viewer_administers(integer),
  on_taxonomy_made(), on_readdressed(), on_classification_change(), on_classification_told()
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION viewer_may_address(integer), viewer_administers(integer) TO fritz_app;
GRANT SELECT, DELETE ON taxonomies TO fritz_app;
GRANT INSERT (name, version, provenance, is_latest, hierarchy, audience_id, created_by)
  ON taxonomies TO fritz_app;
GRANT UPDATE (name, version, provenance, is_latest, audience_id, modified_at) ON taxonomies TO fritz_app;
GRANT SELECT ON taxonomy_classes, classifications, classification_history TO fritz_app;
GRANT INSERT (obj_id, taxonomy_id, class, probability, ml, origin, author_id, audience_id)
  ON classifications TO fritz_app;
GRANT UPDATE (taxonomy_id, class, probability, ml, origin, audience_id, withdrawn_at)
  ON classifications TO fritz_app;
GRANT SELECT, DELETE ON classification_votes, source_labels TO fritz_app;
GRANT INSERT (classification_id, voter_id, vote), UPDATE (vote, modified_at)
  ON classification_votes TO fritz_app;
GRANT INSERT (obj_id, group_id, labeller_id) ON source_labels TO fritz_app;
GRANT SELECT ON obj_summaries TO fritz_app;
GRANT INSERT (obj_id, summary, is_bot, set_by, audience_id) ON obj_summaries TO fritz_app;

-- ── audit ────────────────────────────────────────────────────────────────────────────────────
SELECT audit('taxonomies', kind => 'taxonomy', id => 'id', about_audience => 'audience_id',
  kept => '{name,version,provenance,is_latest,audience_id}');
SELECT audit('classification_votes', kind => 'classification', id => 'classification_id',
  about_user => 'voter_id', kept => '{classification_id,voter_id,vote}');
SELECT audit('source_labels', kind => 'source', id => 'obj_id', about_user => 'labeller_id',
  about_group => 'group_id', kept => '{obj_id,group_id,labeller_id}');
