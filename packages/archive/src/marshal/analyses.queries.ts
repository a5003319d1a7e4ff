import { stringifyExact } from '@fritz/contract';
import type pg from 'pg';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

export type AnalysisStatus = 'queued' | 'pending' | 'completed' | 'failure' | 'timed_out';

/** An analysis of an object, without what came of it. */
export interface AnalysisRow {
  id: number;
  obj_id: string;
  analysis_service_id: number;
  service_name: string | null;
  service_description: string | null;
  author_id: number;
  audience_id: number;
  status: AnalysisStatus;
  status_message: string | null;
  analysis_parameters: Record<string, unknown>;
  show_parameters: boolean;
  show_plots: boolean;
  show_corner: boolean;
  created_at: Date;
  modified_at: Date;
  last_activity: Date;
  invalid_after: Date | null;
  duration_s: number | null;
  plots: number;
  has_results: boolean;
  has_inference_data: boolean;
  may_delete: boolean;
}

const count = (kind: string) =>
  `(SELECT count(*)::int FROM obj_analysis_products p WHERE p.analysis_id = a.id AND p.kind = '${kind}')`;

const columns = `a.id, a.obj_id, a.analysis_service_id,
  coalesce(s.display_name, s.name) AS service_name, s.description AS service_description,
  a.author_id, a.audience_id, a.status, a.status_message, a.analysis_parameters, a.show_parameters,
  a.show_plots, a.show_corner, a.created_at, a.modified_at, a.last_activity, a.invalid_after,
  a.duration_s, ${count('plot')} AS plots, ${count('results')} > 0 AS has_results,
  ${count('inference_data')} > 0 AS has_inference_data,
  a.author_id = (SELECT viewer_id()) OR viewer_administers(a.audience_id) AS may_delete`;
const tables = 'obj_analyses a LEFT JOIN analysis_services s ON s.id = a.analysis_service_id';

/** The analyses that the viewer sees, last asked for first; null: of all objects. */
export function listAnalyses(
  tx: ViewerTx,
  page: { objId: string | null; limit: number; offset: number },
): Promise<AnalysisRow[]> {
  return tx.query<AnalysisRow & pg.QueryResultRow>(
    `SELECT ${columns} FROM ${tables} WHERE $1::text IS NULL OR a.obj_id = $1
      ORDER BY a.id DESC LIMIT $2 OFFSET $3`,
    [page.objId, page.limit, page.offset],
  );
}

/** The analyses of these objects that the viewer sees, last asked for first. */
export function listAnalysesOf(tx: ViewerTx, objIds: readonly string[]): Promise<AnalysisRow[]> {
  return tx.query<AnalysisRow & pg.QueryResultRow>(
    `SELECT ${columns} FROM ${tables} WHERE a.obj_id = ANY ($1) ORDER BY a.id DESC`,
    [[...objIds]],
  );
}

/** One analysis; null where the viewer does not see it. */
export async function findAnalysis(tx: ViewerTx, id: number): Promise<AnalysisRow | null> {
  const [row] = await tx.query<AnalysisRow & pg.QueryResultRow>(
    `SELECT ${columns} FROM ${tables} WHERE a.id = $1`,
    [id],
  );
  return row ?? null;
}

/** How many analyses of an object the viewer has that are done or under way. */
export async function countOwnAnalyses(tx: ViewerTx, objId: string): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM obj_analyses
      WHERE obj_id = $1 AND author_id = (SELECT viewer_id())
        AND status IN ('queued', 'pending', 'completed')`,
    [objId],
  );
  return row?.n ?? 0;
}

/** An analysis to be made. */
export interface NewAnalysis {
  objId: string;
  serviceId: number;
  audienceId: number;
  parameters: Record<string, unknown>;
  showParameters: boolean;
  showPlots: boolean;
  showCorner: boolean;
  /** How long the service may take, seconds; null: it is an upload, and done. */
  timeoutS: number | null;
  message: string | null;
}

/** Makes an analysis, as the viewer. */
export async function insertAnalysis(tx: ViewerTx, made: NewAnalysis): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO obj_analyses (obj_id, analysis_service_id, audience_id, analysis_parameters,
       show_parameters, show_plots, show_corner, status, status_message, invalid_after, author_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, CASE WHEN $8::float8 IS NULL THEN 'completed' ELSE 'queued' END,
       $9, now() + $8 * interval '1 second', viewer_id()) RETURNING id`,
    [
      made.objId,
      made.serviceId,
      made.audienceId,
      stringifyExact(made.parameters),
      made.showParameters,
      made.showPlots,
      made.showCorner,
      made.timeoutS,
      made.message,
    ],
  );
  if (!row) throw new Error('the new analysis is not seen by its author');
  return row.id;
}

/** Puts what a service is to be sent into the outbox. */
export async function queueAnalysis(tx: ViewerTx, id: number, payload: object): Promise<void> {
  await tx.query('SELECT queue_analysis($1, $2)', [id, stringifyExact(payload)]);
}

/** Deletes an analysis; false where the viewer may not. */
export async function deleteAnalysis(tx: ViewerTx, id: number): Promise<boolean> {
  return (await tx.query('DELETE FROM obj_analyses WHERE id = $1 RETURNING id', [id])).length === 1;
}

export type ProductKind = 'results' | 'inference_data' | 'plot';

/** One thing that came of an analysis. */
export interface AnalysisProduct {
  kind: ProductKind;
  number: number;
  format: string;
  content: Buffer;
}

/** What came of an analysis that the viewer sees. */
export function listProducts(
  tx: ViewerTx,
  analysisId: number,
  which: { kind?: ProductKind; number?: number } = {},
): Promise<AnalysisProduct[]> {
  return tx.query<AnalysisProduct & pg.QueryResultRow>(
    `SELECT kind, number, format, content FROM obj_analysis_products
      WHERE analysis_id = $1 AND ($2::text IS NULL OR kind = $2)
        AND ($3::int IS NULL OR number = $3) ORDER BY kind, number`,
    [analysisId, which.kind ?? null, which.number ?? null],
  );
}

/** Keeps what was uploaded as an analysis of the viewer's. */
export async function insertProducts(
  tx: ViewerTx,
  analysisId: number,
  products: readonly AnalysisProduct[],
): Promise<void> {
  for (const { kind, number, format, content } of products) {
    await tx.query(
      `INSERT INTO obj_analysis_products (analysis_id, kind, number, format, content)
       VALUES ($1, $2, $3, $4, $5)`,
      [analysisId, kind, number, format, content],
    );
  }
}

/** What a service answers, by the token of its address: false where that is no good (any more). */
export async function finishAnalysis(
  tx: ViewerTx,
  answer: {
    token: string;
    succeeded: boolean;
    message: string | null;
    products: readonly AnalysisProduct[];
    summary: string | null;
  },
): Promise<boolean> {
  const { token, succeeded, message, products, summary } = answer;
  const [row] = await tx.query<{ outcome: string }>(
    'SELECT finish_analysis($1, $2, $3, $4, $5, $6, $7, $8) AS outcome',
    [
      token,
      succeeded,
      message,
      products.map((product) => product.kind),
      products.map((product) => product.number),
      products.map((product) => product.format),
      products.map((product) => product.content),
      summary,
    ],
  );
  return row?.outcome === 'taken';
}

/** What is known of an object's redshift; null where the viewer does not see the object. */
export async function findRedshift(
  tx: ViewerTx,
  objId: string,
): Promise<{
  redshift: number | null;
  redshift_error: number | null;
  redshift_origin: string | null;
} | null> {
  const [row] = await tx.query<{
    redshift: number | null;
    redshift_error: number | null;
    redshift_origin: string | null;
  }>('SELECT redshift, redshift_error, redshift_origin FROM objs WHERE id = $1', [objId]);
  return row ?? null;
}
