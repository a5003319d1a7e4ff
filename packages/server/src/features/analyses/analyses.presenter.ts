import type { AnalysisProduct, AnalysisRow, ViewerTx } from '@fritz/archive';
import { naiveUtc, parseExact, type routes, type Static } from '@fritz/contract';
import { loadAddressees } from '../groups/addressees.ts';

type Analysis = Static<typeof routes.getAnalysis.response>;

/** Analyses with the groups that see them. */
export async function presentAnalyses(
  tx: ViewerTx,
  rows: readonly AnalysisRow[],
): Promise<Analysis[]> {
  const audienceIds = rows.map((row) => row.audience_id);
  const groupsOf = await loadAddressees(tx, audienceIds);
  return rows.map((row) => ({
    id: row.id,
    obj_id: row.obj_id,
    analysis_service_id: row.analysis_service_id,
    analysis_service_name: row.service_name,
    analysis_service_description: row.service_description,
    author_id: row.author_id,
    status: row.status,
    status_message: row.status_message,
    analysis_parameters: row.analysis_parameters,
    show_parameters: row.show_parameters,
    show_plots: row.show_plots,
    show_corner: row.show_corner,
    created_at: naiveUtc(row.created_at),
    modified: naiveUtc(row.modified_at),
    last_activity: naiveUtc(row.last_activity),
    invalid_after: row.invalid_after === null ? null : naiveUtc(row.invalid_after),
    duration: row.duration_s,
    num_plots: row.plots,
    has_results: row.has_results,
    has_inference_data: row.has_inference_data,
    groups: groupsOf(row.audience_id),
    can_delete: row.may_delete,
  }));
}

/** What came of an analysis, in the form in which services send it. */
export function presentProducts(products: readonly AnalysisProduct[]): Record<string, unknown> {
  const only = (kind: string) => products.filter((product) => product.kind === kind);
  const [results] = only('results');
  const [inference] = only('inference_data');
  const plots = only('plot');
  return {
    ...(results ? { results: { format: results.format, data: dataOf(results) } } : {}),
    ...(inference ? { inference_data: { format: inference.format, data: dataOf(inference) } } : {}),
    ...(plots.length > 0
      ? { plots: plots.map((plot) => ({ format: plot.format, data: dataOf(plot) })) }
      : {}),
  };
}

function dataOf({ kind, format, content }: AnalysisProduct): unknown {
  if (kind === 'results' && format === 'json') return parseExact(content.toString('utf8'));
  return content.toString('base64');
}
