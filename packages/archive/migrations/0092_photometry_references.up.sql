-- What points refer to is checked once for the rows of a statement, in the place of four foreign keys that
-- look it up for each of them (docs/adr/0043): a third of what an upload took.
ALTER TABLE photometry DROP CONSTRAINT photometry_obj_id_fkey, DROP CONSTRAINT photometry_audience_id_fkey,
  DROP CONSTRAINT photometry_owner_id_fkey, DROP CONSTRAINT photometry_instrument_fkey;

-- Raised where one of these is not there. What is there is held, as a foreign key holds it: who removes
-- it waits until this transaction ends, and finds its points.
CREATE FUNCTION demand_photometry_references(
  obj_ids text[], instrument_names text[], audience_ids integer[], owner_ids integer[])
  RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  missing text;
BEGIN
  IF (SELECT count(*) FROM (SELECT FROM obj_names n WHERE n.id = ANY (obj_ids) FOR KEY SHARE) held)
    < cardinality(obj_ids) THEN missing := 'obj_id';
  ELSIF (SELECT count(*) FROM (
      SELECT FROM instruments i WHERE i.name = ANY (instrument_names) FOR KEY SHARE) held)
    < cardinality(instrument_names) THEN missing := 'instrument';
  ELSIF (SELECT count(*) FROM (
      SELECT FROM audiences a WHERE a.id = ANY (audience_ids) FOR KEY SHARE) held)
    < cardinality(audience_ids) THEN missing := 'audience_id';
  ELSIF (SELECT count(*) FROM (SELECT FROM users u WHERE u.id = ANY (owner_ids) FOR KEY SHARE) held)
    < cardinality(owner_ids) THEN missing := 'owner_id';
  ELSE RETURN;
  END IF;
  RAISE EXCEPTION 'a point of photometry refers by % to what is not there', missing
    USING ERRCODE = 'foreign_key_violation', TABLE = 'photometry',
      CONSTRAINT = 'photometry_' || missing || '_fkey';
END $$;

CREATE FUNCTION on_photometry_referring() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  -- NULL is no reference; of an upload there is one owner, one audience and a few others.
  PERFORM demand_photometry_references(
    ARRAY(SELECT p.obj_id FROM added p GROUP BY 1),
    ARRAY(SELECT p.instrument FROM added p GROUP BY 1),
    ARRAY(SELECT p.audience_id FROM added p GROUP BY 1),
    ARRAY(SELECT p.owner_id FROM added p WHERE p.owner_id IS NOT NULL GROUP BY 1));
  RETURN NULL;
END $$;
-- An instrument that was never declared stays with points that have it.
CREATE FUNCTION on_photometry_referring_anew() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM demand_photometry_references(
    ARRAY(SELECT n.obj_id FROM was w JOIN now n USING (id) WHERE n.obj_id <> w.obj_id GROUP BY 1),
    ARRAY(SELECT n.instrument FROM was w JOIN now n USING (id)
           WHERE n.instrument <> w.instrument GROUP BY 1),
    ARRAY(SELECT n.audience_id FROM was w JOIN now n USING (id)
           WHERE n.audience_id <> w.audience_id GROUP BY 1),
    ARRAY(SELECT n.owner_id FROM was w JOIN now n USING (id)
           WHERE n.owner_id IS DISTINCT FROM w.owner_id AND n.owner_id IS NOT NULL GROUP BY 1));
  RETURN NULL;
END $$;
CREATE TRIGGER references_added AFTER INSERT ON photometry REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION on_photometry_referring();
CREATE TRIGGER references_changed AFTER UPDATE ON photometry
  REFERENCING OLD TABLE AS was NEW TABLE AS now
  FOR EACH STATEMENT EXECUTE FUNCTION on_photometry_referring_anew();

-- ── what is referred to, removed ─────────────────────────────────────────────────────────────
-- Whoever waited for a point to be committed must see it, which a snapshot of before does not.
CREATE FUNCTION demand_newest_look() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'what photometry refers to is removed and renamed at READ COMMITTED alone'
      USING ERRCODE = 'feature_not_supported';
  END IF;
END $$;
CREATE POLICY counts_removed ON photometry FOR DELETE TO CURRENT_USER USING ((SELECT EXISTS (
  SELECT FROM photometry_upkeep u WHERE u.xact = pg_current_xact_id_if_assigned())));
CREATE POLICY counts_changed ON photometry FOR UPDATE TO CURRENT_USER USING ((SELECT EXISTS (
  SELECT FROM photometry_upkeep u WHERE u.xact = pg_current_xact_id_if_assigned()))) WITH CHECK (true);

-- An object's points go with it.
CREATE FUNCTION on_photometry_obj_removed() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM demand_newest_look();
  INSERT INTO photometry_upkeep VALUES (pg_current_xact_id());
  DELETE FROM photometry p WHERE p.obj_id IN (SELECT g.id FROM gone g);
  DELETE FROM photometry_upkeep u WHERE u.xact = pg_current_xact_id();
  RETURN NULL;
END $$;
CREATE TRIGGER photometry_ends AFTER DELETE ON obj_names REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION on_photometry_obj_removed();

-- A user's points stay, nobody's. The sums tell which objects to look at: no index is by owner.
CREATE FUNCTION on_photometry_owner_removed() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  PERFORM demand_newest_look();
  INSERT INTO photometry_upkeep VALUES (pg_current_xact_id());
  UPDATE photometry p SET owner_id = NULL
   WHERE p.owner_id IN (SELECT g.id FROM gone g) AND p.obj_id = ANY (ARRAY(
     SELECT DISTINCT s.obj_id FROM photometry_sums s WHERE s.owner_id IN (SELECT g.id FROM gone g)));
  DELETE FROM photometry_upkeep u WHERE u.xact = pg_current_xact_id();
  RETURN NULL;
END $$;
CREATE TRIGGER photometry_left AFTER DELETE ON users REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION on_photometry_owner_removed();

-- What points have stays under its name.
CREATE FUNCTION on_photometry_needed() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
DECLARE
  is_needed boolean;
BEGIN
  PERFORM demand_newest_look();
  INSERT INTO photometry_upkeep VALUES (pg_current_xact_id());
  is_needed := CASE TG_TABLE_NAME
    WHEN 'obj_names' THEN EXISTS (
      SELECT FROM photometry p WHERE p.obj_id = to_jsonb(OLD) ->> 'id')
    WHEN 'users' THEN EXISTS (
      SELECT FROM photometry_sums s WHERE s.owner_id = (to_jsonb(OLD) ->> 'id')::integer)
    WHEN 'audiences' THEN EXISTS (
      SELECT FROM photometry_sums s WHERE s.audience_id = (to_jsonb(OLD) ->> 'id')::integer)
    ELSE EXISTS (SELECT FROM photometry p WHERE p.instrument = to_jsonb(OLD) ->> 'name')
    END;
  DELETE FROM photometry_upkeep u WHERE u.xact = pg_current_xact_id();
  IF is_needed THEN
    RAISE EXCEPTION 'photometry refers to this row of %', TG_TABLE_NAME
      USING ERRCODE = 'foreign_key_violation', TABLE = 'photometry';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER photometry_stays AFTER UPDATE OF id ON obj_names FOR EACH ROW
  WHEN (OLD.id <> NEW.id) EXECUTE FUNCTION on_photometry_needed();
CREATE TRIGGER photometry_stays AFTER UPDATE OF id ON users FOR EACH ROW
  WHEN (OLD.id <> NEW.id) EXECUTE FUNCTION on_photometry_needed();
CREATE TRIGGER photometry_renamed AFTER UPDATE OF id ON audiences FOR EACH ROW
  WHEN (OLD.id <> NEW.id) EXECUTE FUNCTION on_photometry_needed();
CREATE TRIGGER photometry_stays AFTER DELETE ON audiences FOR EACH ROW
  EXECUTE FUNCTION on_photometry_needed();
CREATE TRIGGER photometry_renamed AFTER UPDATE OF name ON instruments FOR EACH ROW
  WHEN (OLD.name <> NEW.name) EXECUTE FUNCTION on_photometry_needed();
CREATE TRIGGER photometry_stays AFTER DELETE ON instruments FOR EACH ROW
  EXECUTE FUNCTION on_photometry_needed();

-- Points that end all at once take their sums with them.
CREATE FUNCTION on_photometry_emptied() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
BEGIN
  TRUNCATE photometry_sums;
  RETURN NULL;
END $$;
CREATE TRIGGER sums_emptied AFTER TRUNCATE ON photometry
  FOR EACH STATEMENT EXECUTE FUNCTION on_photometry_emptied();

REVOKE EXECUTE ON FUNCTION demand_photometry_references(text[], text[], integer[], integer[]),
  on_photometry_referring(), on_photometry_referring_anew(), demand_newest_look(),
  on_photometry_obj_removed(), on_photometry_owner_removed(), on_photometry_needed(),
  on_photometry_emptied() FROM PUBLIC;
