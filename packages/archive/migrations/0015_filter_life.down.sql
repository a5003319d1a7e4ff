ALTER TABLE ztf_alerts DROP COLUMN candidate_schema;
DROP TRIGGER audited_insert ON filter_versions;
DROP TRIGGER audited_update ON filter_versions;
DROP TRIGGER audited_delete ON filter_versions;
SELECT audit('filter_versions', kind => 'filter', id => 'filter_id', about_filter => 'filter_id',
  kept => '{id,filter_id,fid,pipeline,created_by}');
DROP TRIGGER audited_insert ON filters;
DROP TRIGGER audited_update ON filters;
DROP TRIGGER audited_delete ON filters;
SELECT audit('filters', kind => 'filter', id => 'id', about_group => 'group_id',
  about_stream => 'stream_id',
  kept => '{name,group_id,stream_id,audience_id,active,active_version_id}');
REVOKE UPDATE (autosave, auto_followup, update_annotations) ON filters FROM fritz_app;
ALTER TABLE filters DROP COLUMN autosave, DROP COLUMN auto_followup,
  DROP COLUMN update_annotations;
ALTER TABLE filter_versions DROP COLUMN changelog, DROP COLUMN reference;
