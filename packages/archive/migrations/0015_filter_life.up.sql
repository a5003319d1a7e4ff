-- The life of a filter: what its versions say of themselves, and what is to happen with what passes.

ALTER TABLE filter_versions
  -- One line of its author's: what is new.
  ADD COLUMN changelog text NOT NULL DEFAULT '' CHECK (length(changelog) <= 500),
  -- What it made of the reference night before it was saved; null for versions without one.
  ADD COLUMN reference jsonb;

ALTER TABLE filters
  -- Whether what passes is saved at once: false, true, or how (comment, pipeline …).
  ADD COLUMN autosave jsonb NOT NULL DEFAULT 'false'
    CHECK (jsonb_typeof(autosave) IN ('boolean', 'object')),
  -- Which observations are asked for of what passes; {} for none.
  ADD COLUMN auto_followup jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(auto_followup) = 'object'),
  -- Whether annotations of an object are brought up to date by each alert that passes.
  ADD COLUMN update_annotations boolean NOT NULL DEFAULT false;
GRANT UPDATE (autosave, auto_followup, update_annotations) ON filters TO fritz_app;

-- The audit log keeps these, too.
DROP TRIGGER audited_insert ON filters;
DROP TRIGGER audited_update ON filters;
DROP TRIGGER audited_delete ON filters;
SELECT audit('filters', kind => 'filter', id => 'id', about_group => 'group_id',
  about_stream => 'stream_id',
  kept => '{name,group_id,stream_id,audience_id,active,active_version_id,autosave,auto_followup,update_annotations}');
DROP TRIGGER audited_insert ON filter_versions;
DROP TRIGGER audited_update ON filter_versions;
DROP TRIGGER audited_delete ON filter_versions;
SELECT audit('filter_versions', kind => 'filter', id => 'filter_id', about_filter => 'filter_id',
  kept => '{id,filter_id,fid,pipeline,changelog,created_by}');

-- Which of `avro_schemas` an alert was sent in: with it the columns become the very record that
-- the live filters saw, fields that its writer lacked included. Null for alerts from before.
ALTER TABLE ztf_alerts ADD COLUMN candidate_schema bigint;
