import { type LoadOptions, type LoadPlan, type LoadReport, loadCatalog } from '@fritz/archive';
import type { Cell, CellType, TableBatch, TableColumn, TableReader } from '@fritz/formats';
import type { FactoryClient } from './client.ts';

/** A table in memory; bad records and breaks are arranged by `batches`. */
export function tableInMemory(
  columns: Readonly<Record<string, CellType>>,
  rows: readonly (readonly Cell[])[],
  batchRows = 1000,
): TableReader {
  const described: TableColumn[] = Object.entries(columns).map(([name, type]) => ({
    name,
    type,
    unit: null,
    ucd: null,
    description: null,
  }));
  return {
    format: 'csv',
    columns: described,
    notes: { warnings: [], epochYear: null },
    rowCount: rows.length,
    placeNoun: 'row',
    async *batches(): AsyncGenerator<TableBatch> {
      for (let from = 0; from < rows.length; from += batchRows) {
        const some = rows.slice(from, from + batchRows);
        const places = some.map((_, i) => from + i + 1);
        yield { rows: some, places, bad: [], records: some.length };
      }
    },
  };
}

/** The plan of a load of tables in memory, with columns `id`, `ra` and `dec` unless it says otherwise. */
export function planOf(
  name: string,
  readers: readonly TableReader[],
  parts: Partial<LoadPlan> = {},
): LoadPlan {
  return {
    name,
    files: readers.map((_, i) => ({ path: `${name}-${i + 1}`, bytes: 0, modifiedMs: 0 })),
    columns: readers[0]?.columns ?? [],
    position: { idColumn: 'id', raColumn: 'ra', decColumn: 'dec', unit: 'degrees' },
    epochMjd: null,
    preset: null,
    radiusArcsec: 2,
    settings: {},
    ...parts,
  };
}

/** Loads a catalog from rows in memory, as the owner of the database. */
export async function createCatalog(
  client: FactoryClient,
  catalog: {
    readonly name: string;
    readonly columns: Readonly<Record<string, CellType>>;
    readonly rows: readonly (readonly Cell[])[];
    readonly plan?: Partial<LoadPlan>;
    readonly options?: LoadOptions;
  },
): Promise<LoadReport> {
  const reader = tableInMemory(catalog.columns, catalog.rows);
  const plan = planOf(catalog.name, [reader], catalog.plan);
  return loadCatalog(client, plan, async () => reader, catalog.options);
}
