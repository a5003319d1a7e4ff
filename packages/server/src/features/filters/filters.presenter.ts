import type { FilterCounts, FilterRow, FilterVersionRow } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';
import { DEFAULT_MAX_STEPS } from '@fritz/mql';
import { type DocumentField, surveyNamed } from '@fritz/surveys';

export function presentFilter(row: FilterRow): Static<typeof routes.listFilters.response>[number] {
  return {
    id: row.id,
    name: row.name,
    group_id: row.group_id,
    stream_id: row.stream_id,
    active: row.active,
    active_fid: row.active_fid,
    ...presentSettings(row),
    created_at: naiveUtc(row.created_at),
    modified: naiveUtc(row.modified_at),
  };
}

function presentSettings({ autosave, auto_followup, update_annotations }: FilterRow) {
  return { autosave, auto_followup, update_annotations };
}

/** Kowalski's name of the collection of a survey's alerts. */
export function catalogOf(survey: string): string {
  return surveyNamed(survey).collection;
}

export function presentFilterDocument(
  row: FilterRow,
  versions: readonly FilterVersionRow[],
): Static<typeof routes.getFilter.response> {
  return {
    ...presentFilter(row),
    filter_id: row.id,
    catalog: catalogOf(row.survey),
    permissions: row.program_ids,
    fv: versions.map(presentVersion),
    last_modified: naiveUtc(row.modified_at),
  };
}

export function presentField({
  path,
  type,
  nullable,
  radiusArcsec,
  isPast,
}: DocumentField): Static<typeof routes.getFilterFields.response>[number] {
  return {
    ...{ path, type, nullable },
    ...(radiusArcsec === undefined ? {} : { radius_arcsec: radiusArcsec }),
    ...(isPast ? { is_past: true } : {}),
  };
}

function presentVersion({ fid, pipeline, created_at }: FilterVersionRow) {
  return { fid, pipeline, created_at: naiveUtc(created_at) };
}

export function presentVersions(
  row: FilterRow,
  versions: readonly FilterVersionRow[],
  counts: FilterCounts | null,
): Static<typeof routes.getFilterVersions.response> {
  const { id, name, group_id, stream_id, survey, active, active_fid } = row;
  const fv = versions.map((version) => {
    const { author, changelog, reference } = version;
    return { ...presentVersion(version), author, changelog, reference };
  });
  return {
    ...{ id, name, group_id, stream_id, survey, active, active_fid, fv },
    counts: counts && { ...counts, steps_budget: DEFAULT_MAX_STEPS },
    permissions: row.program_ids,
    ...presentSettings(row),
    followup_by: row.followup_by,
  };
}
