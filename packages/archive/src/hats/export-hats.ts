import { alertColumns, alertRows } from './alert-rows.ts';
import { CURVE_COLUMNS, curveRows } from './curve-rows.ts';
import type { ExportScope } from './export-scope.ts';
import type { HatsTable } from './hats-table.ts';
import type { ParquetShape } from './parquet-out.ts';
import type { Snapshot } from './sql-rows.ts';
import { type HatsOptions, type HatsReport, writeHats } from './write-hats.ts';

export type ExportKind = 'alerts' | 'light-curves';

export interface ExportRequest extends ExportScope {
  readonly kind: ExportKind;
  /** Where it will be. */
  readonly folder: string;
  /** What the catalog is called. */
  readonly name: string;
  readonly marginArcsec: number;
  readonly maxRows?: number;
  readonly isReplacing?: boolean;
}

/** As readers of whole columns like it, and small enough to be held. */
const SHAPE: ParquetShape = { groupRows: 50_000, pageRows: 20_000, pageValues: 50_000 };
/** Of alerts a file is some 100 MB, of light curves with their points, too. */
const MAX_ROWS: Readonly<Record<ExportKind, number>> = {
  alerts: 500_000,
  'light-curves': 100_000,
};

/**
 * Writes a survey's alerts or light curves as a HATS collection: the catalog and its margin.
 * @throws HatsError
 */
export function exportHats(
  snapshot: Snapshot,
  request: ExportRequest,
  options: HatsOptions = {},
): Promise<HatsReport> {
  const { kind, folder, name, adapter, programs, span, marginArcsec } = request;
  const { maxRows = MAX_ROWS[kind], isReplacing = false } = request;
  const table: HatsTable = {
    ...{ name, kind: kind === 'alerts' ? 'source' : 'object', raColumn: 'ra', decColumn: 'dec' },
    columns: kind === 'alerts' ? alertColumns(request) : CURVE_COLUMNS,
    properties: {
      fritz_survey: adapter.name,
      fritz_programs: programs === null ? 'those of the reader' : programs.join(' '),
      ...(span === null ? {} : { t_min: String(span.fromMjd), t_max: String(span.toMjd) }),
    },
  };
  const source = kind === 'alerts' ? alertRows(snapshot, request) : curveRows(snapshot, request);
  const key = JSON.stringify([kind, name, adapter.name, programs, span, marginArcsec, maxRows]);
  const plan = { folder, table, source, maxRows, shape: SHAPE, marginArcsec, key, isReplacing };
  return writeHats(plan, options);
}

/** The programmes of a survey whose alerts are everybody's. */
export async function publicPrograms({ query }: Snapshot, survey: string): Promise<number[]> {
  const [row] = await query<{ programs: number[] }>(
    'SELECT public_programs AS programs FROM surveys WHERE name = $1',
    [survey],
  );
  return row?.programs ?? [];
}
