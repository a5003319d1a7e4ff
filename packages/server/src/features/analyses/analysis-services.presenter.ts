import type { AnalysisServiceRow, DefaultAnalysisRow, ViewerTx } from '@fritz/archive';
import {
  analysisAuthentications,
  analysisInputTypes,
  analysisTypes,
  naiveUtc,
  type routes,
  type Static,
} from '@fritz/contract';
import { loadAddressees } from '../groups/addressees.ts';

type Service = Static<typeof routes.getAnalysisService.response>;
type Default = Static<typeof routes.getDefaultAnalysis.response>;

/** Services with the groups that may use them. */
export async function presentAnalysisServices(
  tx: ViewerTx,
  rows: readonly AnalysisServiceRow[],
): Promise<Service[]> {
  const audienceIds = rows.map((row) => row.audience_id);
  const groupsOf = await loadAddressees(tx, audienceIds);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    display_name: row.display_name,
    description: row.description,
    version: row.version,
    contact_name: row.contact_name,
    contact_email: row.contact_email,
    url: row.url,
    optional_analysis_parameters: row.optional_parameters,
    authentication_type: oneOf(analysisAuthentications, row.authentication_type),
    enabled: row.enabled,
    analysis_type: oneOf(analysisTypes, row.analysis_type),
    input_data_types: row.input_data_types.map((type) => oneOf(analysisInputTypes, type)),
    timeout: row.timeout_s,
    upload_only: row.upload_only,
    display_on_resource_dropdown: row.display_on_resource_dropdown,
    is_summary: row.is_summary,
    created_by: row.created_by,
    created_at: naiveUtc(row.created_at),
    modified: naiveUtc(row.modified_at),
    groups: groupsOf(row.audience_id),
    can_change: row.may_change,
  }));
}

/** A word of the database's as one of those that it can be. */
export function oneOf<T extends string>(words: readonly T[], word: string): T {
  const found = words.find((one) => one === word);
  if (found === undefined) throw new Error(`${word} is none of ${words.join(', ')}`);
  return found;
}

/** What services are asked for by themselves. */
export async function presentDefaultAnalyses(
  tx: ViewerTx,
  rows: readonly DefaultAnalysisRow[],
): Promise<Default[]> {
  const audienceIds = rows.map((row) => row.audience_id);
  const groupsOf = await loadAddressees(tx, audienceIds);
  return rows.map((row) => ({
    id: row.id,
    analysis_service_id: row.analysis_service_id,
    author_id: row.author_id,
    default_analysis_parameters: row.default_parameters,
    source_filter: row.source_filter,
    show_parameters: row.show_parameters,
    show_plots: row.show_plots,
    show_corner: row.show_corner,
    stats: { daily_limit: row.daily_limit, daily_count: row.counted_today },
    groups: groupsOf(row.audience_id),
    created_at: naiveUtc(row.created_at),
    modified: naiveUtc(row.modified_at),
  }));
}
