-- Which filter saved an object by its setting `autosave`: told in the audit log, and on the filter's page.
ALTER TABLE sources ADD COLUMN saved_by_filter integer REFERENCES filters ON DELETE SET NULL;
CREATE INDEX sources_saved_by_filter ON sources (saved_by_filter, saved_at)
  WHERE saved_by_filter IS NOT NULL;

-- Who saves again saves himself.
CREATE FUNCTION on_source_saved_again() RETURNS trigger
  LANGUAGE plpgsql SET search_path = fritz, pg_temp AS $$
BEGIN
  NEW.saved_by_filter := NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER sources_saved_again BEFORE UPDATE OF active ON sources
  FOR EACH ROW WHEN (NEW.active AND NOT OLD.active) EXECUTE FUNCTION on_source_saved_again();
REVOKE EXECUTE ON FUNCTION on_source_saved_again() FROM PUBLIC;

DROP TRIGGER audited_insert ON sources;
DROP TRIGGER audited_update ON sources;
DROP TRIGGER audited_delete ON sources;
SELECT audit('sources', kind => 'source', id => 'obj_id', about_group => 'group_id',
  kept => '{obj_id,group_id,saved_by,active,unsaved_by,saved_by_filter}');
