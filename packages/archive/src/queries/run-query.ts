import { compileStream, type MqlDocument } from '@fritz/mql';
import { separationArcsec } from '@fritz/sky';
import { databaseFailure } from '../viewer/failures.ts';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import type { FiledRows, Row } from './collection.ts';
import type { SkyCone } from './geo.ts';
import type { QueryPlan } from './plan-query.ts';
import { QueryError } from './query-error.ts';
import { type Select, selectOf } from './select-sql.ts';

type Query = Pick<ViewerTx, 'query'>;

/** How far a query may go. */
export interface QueryLimits {
  /** When it must be done, as `performance.now()` has it. */
  readonly deadlineMs: number;
  /** Is aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
  /** Is told of documents that were looked at. */
  readonly onRead?: (count: number) => void;
}

/** Rows of so few need no cursor. */
const FEW_ROWS = 1000;
const COUNTED_ROWS = 1000;

let cursors = 0;

/** The documents that a plan gives, batch by batch, in a transaction of the viewer's. */
export async function* runPlan(
  tx: Query,
  plan: QueryPlan,
  limits: QueryLimits,
): AsyncGenerator<readonly MqlDocument[]> {
  const { residual, slotCount } = plan;
  const maxMs = Math.max(1, limits.deadlineMs - performance.now());
  const stream = compileStream(residual, { slotCount, maxMs });
  for await (const documents of sourceOf(tx, plan, limits)) {
    limits.onRead?.(documents.length);
    const passed = stream.push(documents);
    if (passed.length > 0) yield passed;
    if (stream.isDone()) break;
    checkLimits(limits);
  }
  const last = stream.finish();
  if (last.length > 0) yield last;
}

async function* sourceOf(
  tx: Query,
  plan: QueryPlan,
  limits: QueryLimits,
): AsyncGenerator<readonly MqlDocument[]> {
  const { collection, gives, reads, cone } = plan;
  if (gives !== 'rows') {
    const rows = await tx.query<Record<string, unknown>>(...parts(selectOf(plan)));
    yield rows.flatMap((row): MqlDocument[] => {
      if (!('count' in gives)) return [gives.document(row)];
      const count = Number(row.count);
      return count === 0 ? [] : [{ [gives.count]: count }];
    });
    return;
  }
  if (cone?.isSorted) {
    const all: Row[] = [];
    for await (const rows of rowsOf(tx, plan, limits)) all.push(...rows);
    const near = withinCone(all, cone).sort((a, b) => a.arcsec - b.arcsec);
    for (let at = 0; at < near.length; at += collection.batchRows) {
      const some = near.slice(at, at + collection.batchRows).map(({ row }) => row);
      yield await collection.documents(tx, some, reads);
    }
    return;
  }
  for await (const rows of nearRows(tx, plan, limits)) {
    yield await collection.documents(tx, rows, reads);
  }
}

/** Rows of a plan that are within its cone, some at a time. */
async function* nearRows(
  tx: Query,
  plan: QueryPlan,
  limits: QueryLimits,
): AsyncGenerator<readonly Row[]> {
  const { cone } = plan;
  for await (const rows of rowsOf(tx, plan, limits)) {
    const near = cone === null ? rows : withinCone(rows, cone).map(({ row }) => row);
    if (near.length > 0) yield near;
  }
}

/** The same, for who makes something else of them than documents. */
export async function* rowBatches(
  tx: Query,
  plan: QueryPlan,
  limits: QueryLimits,
): AsyncGenerator<readonly Row[]> {
  for await (const rows of nearRows(tx, plan, limits)) {
    limits.onRead?.(rows.length);
    yield rows;
    checkLimits(limits);
  }
}

/** The rows that lie in a cone, with how far from its middle. */
export function withinCone<R extends Row>(
  rows: readonly R[],
  cone: SkyCone,
): { readonly row: R; readonly arcsec: number }[] {
  return rows.flatMap((row) => {
    const arcsec = separationArcsec(cone, { ra: Number(row.q_ra), dec: Number(row.q_dec) });
    return arcsec <= cone.radiusArcsec && arcsec >= cone.fromArcsec ? [{ row, arcsec }] : [];
  });
}

function parts({ text, values }: Select): [string, readonly unknown[]] {
  return [text, values];
}

/** The rows of a plan, some hundred at a time; all at once where they are few. */
async function* rowsOf(
  tx: Query,
  plan: QueryPlan,
  limits: QueryLimits,
): AsyncGenerator<readonly Row[]> {
  const { batchRows } = plan.collection;
  if (plan.collection.files) {
    yield* filedRows(tx, plan, plan.collection.files, limits);
    return;
  }
  const select = selectOf(plan);
  if (plan.isShort || (plan.limit !== null && plan.limit <= FEW_ROWS)) {
    const rows = await tx.query<Record<string, unknown>>(...parts(select));
    for (let at = 0; at < rows.length; at += batchRows) yield rows.slice(at, at + batchRows);
    return;
  }
  cursors = (cursors + 1) % 1_000_000_000;
  const name = `query_${cursors}`;
  await tx.query(`DECLARE ${name} NO SCROLL CURSOR FOR ${select.text}`, select.values);
  const isMore = plan.residual.length > 0 && !plan.collection.isPacked;
  const fetched = isMore ? Math.max(batchRows, COUNTED_ROWS) : batchRows;
  for (;;) {
    checkLimits(limits);
    const rows = await tx.query<Record<string, unknown>>(`FETCH ${fetched} FROM ${name}`);
    if (rows.length > 0) yield rows;
    if (rows.length < fetched) break;
  }
  await tx.query(`CLOSE ${name}`);
}

/** The rows of a plan, of a collection that lies in files: by place, by number, or all of them. */
async function* filedRows(
  tx: Query,
  { collection: { batchRows }, cone, ids, reads }: QueryPlan,
  files: FiledRows,
  limits: QueryLimits,
): AsyncGenerator<readonly Row[]> {
  if (cone === null && ids === null) {
    for await (const rows of files.scan(tx, reads)) {
      yield rows;
      checkLimits(limits);
    }
    return;
  }
  const found =
    cone === null ? (files.numbered?.(ids ?? []) ?? []) : await files.around(tx, [cone], reads);
  for (let at = 0; at < found.length; at += batchRows) yield found.slice(at, at + batchRows);
}

/** @throws QueryError cancelled, time_limit */
export function checkLimits({ deadlineMs, signal }: QueryLimits): void {
  if (signal?.aborted) throw new QueryError('cancelled', 'nobody waits for the answer any more');
  if (performance.now() > deadlineMs) throw new QueryError('time_limit', 'the time is over');
}

/** Whether a query was stopped because its time was over. */
export function isTimeOver(error: unknown): boolean {
  if (error instanceof QueryError) return error.code === 'time_limit';
  return databaseFailure(error) === 'timeout';
}
