import { stringifyExact } from '@fritz/contract';
import type pg from 'pg';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** Of which classes an object must be said to be, at least so likely. */
export interface AnalysisSourceFilter {
  classifications: { name: string; probability?: number }[];
}

/** What a service is asked for by itself. */
export interface DefaultAnalysisRow {
  id: number;
  analysis_service_id: number;
  author_id: number;
  audience_id: number;
  default_parameters: Record<string, unknown>;
  source_filter: AnalysisSourceFilter;
  show_parameters: boolean;
  show_plots: boolean;
  show_corner: boolean;
  daily_limit: number;
  counted_today: number;
  created_at: Date;
  modified_at: Date;
  may_change: boolean;
}

const columns = `d.id, d.analysis_service_id, d.author_id, d.audience_id, d.default_parameters,
  d.source_filter, d.show_parameters, d.show_plots, d.show_corner, d.daily_limit,
  CASE WHEN d.counted_day = (now() AT TIME ZONE 'UTC')::date THEN d.counted ELSE 0 END AS counted_today,
  d.created_at, d.modified_at,
  d.author_id = (SELECT viewer_id()) OR viewer_administers(d.audience_id) AS may_change`;

/** What the viewer sees of what a service is asked for by itself; null: all services. */
export function listDefaultAnalyses(
  tx: ViewerTx,
  which: { serviceId?: number; id?: number },
): Promise<DefaultAnalysisRow[]> {
  return tx.query<DefaultAnalysisRow & pg.QueryResultRow>(
    `SELECT ${columns} FROM default_analyses d
      WHERE ($1::int IS NULL OR d.analysis_service_id = $1) AND ($2::int IS NULL OR d.id = $2)
      ORDER BY d.id`,
    [which.serviceId ?? null, which.id ?? null],
  );
}

/** Those that begin where this class is said of an object, with this probability. */
export function findDefaultAnalyses(
  tx: ViewerTx,
  said: { class: string; probability: number | null },
): Promise<DefaultAnalysisRow[]> {
  return tx.query<DefaultAnalysisRow & pg.QueryResultRow>(
    `SELECT ${columns} FROM default_analyses d
      WHERE EXISTS (SELECT FROM jsonb_to_recordset(d.source_filter -> 'classifications')
          AS wanted (name text, probability float8)
        WHERE wanted.name = $1 AND (wanted.probability IS NULL OR $2 >= wanted.probability))
      ORDER BY d.id`,
    [said.class, said.probability],
  );
}

/** What can be set of it. */
export interface DefaultAnalysisFields {
  audience_id: number;
  default_parameters: Record<string, unknown>;
  source_filter: AnalysisSourceFilter;
  show_parameters: boolean;
  show_plots: boolean;
  show_corner: boolean;
  daily_limit: number;
}

const wire = (value: unknown) =>
  typeof value === 'object' && value !== null ? stringifyExact(value) : value;

/** Lets a service be asked by itself, as the viewer. */
export async function insertDefaultAnalysis(
  tx: ViewerTx,
  serviceId: number,
  fields: DefaultAnalysisFields,
): Promise<number> {
  const names = Object.keys(fields);
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO default_analyses (${names.join(', ')}, analysis_service_id, author_id)
     VALUES (${names.map((_, index) => `$${index + 2}`).join(', ')}, $1, viewer_id()) RETURNING id`,
    [serviceId, ...Object.values(fields).map(wire)],
  );
  if (!row) throw new Error('the new default analysis is not seen by its author');
  return row.id;
}

/** Changes it; what is absent stays. False where the viewer may not. */
export async function updateDefaultAnalysis(
  tx: ViewerTx,
  id: number,
  change: Partial<DefaultAnalysisFields>,
): Promise<boolean> {
  const settings = Object.keys(change).map((name, index) => `${name} = $${index + 2}`);
  const rows = await tx.query(
    `UPDATE default_analyses SET ${[...settings, 'modified_at = now()'].join(', ')}
      WHERE id = $1 RETURNING id`,
    [id, ...Object.values(change).map(wire)],
  );
  return rows.length === 1;
}

/** Ends it; false where the viewer may not. */
export async function deleteDefaultAnalysis(tx: ViewerTx, id: number): Promise<boolean> {
  const rows = await tx.query('DELETE FROM default_analyses WHERE id = $1 RETURNING id', [id]);
  return rows.length === 1;
}

/** Counts one more that begins by itself; false where there were enough today. */
export async function countDefaultAnalysis(tx: ViewerTx, id: number): Promise<boolean> {
  const [row] = await tx.query<{ begins: boolean }>('SELECT count_default_analysis($1) AS begins', [
    id,
  ]);
  return row?.begins ?? false;
}
