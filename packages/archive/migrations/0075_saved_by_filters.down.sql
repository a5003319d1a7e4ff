DROP TRIGGER audited_insert ON sources;
DROP TRIGGER audited_update ON sources;
DROP TRIGGER audited_delete ON sources;
DROP TRIGGER sources_saved_again ON sources;
DROP FUNCTION on_source_saved_again();
ALTER TABLE sources DROP COLUMN saved_by_filter;
SELECT audit('sources', kind => 'source', id => 'obj_id', about_group => 'group_id',
  kept => '{obj_id,group_id,saved_by,active,unsaved_by}');
