/**
 * Loading a catalog: rows go by binary COPY into an unlogged table, each chunk in one transaction
 * with the note of how far the files are read; then one sort by place makes the table of the new
 * version, and one short transaction puts it in the place of the old one.
 *
 * Whatever interrupts it leaves the version that was there before. The same plan again goes on after
 * the last chunk; the server's crash empties the unlogged table, which is noticed, and the load begins
 * again.
 */
import type { Cell, TableBatch, TableReader } from '@fritz/formats';
import type { Column } from '@fritz/surveys';
import type { ClientBase } from 'pg';
import { copyRows } from '../broker/binary-copy.ts';
import type { CatalogColumn } from './catalog.ts';
import { CatalogError } from './catalog-error.ts';
import { finishLoad } from './finish-load.ts';
import {
  FILE_STRIDE,
  type LoadPlan,
  type LoadReport,
  type LoadState,
  MAX_EXAMPLES,
  type RefusedRecord,
} from './load-plan.ts';
import { compilePlacing, idTypeOf, type PlaceRow } from './place-rows.ts';
import { abandonLoad, startLoad } from './start-load.ts';
import { copyType, nameColumns, widening } from './table-columns.ts';

/** Some megabytes; what one transaction costs is little beside it. */
const CHUNK_CELLS = 200_000;

export interface LoadOptions {
  /** The first bad record ends the load, and nothing of it stays. */
  readonly isStrict?: boolean;
  readonly signal?: AbortSignal;
  /** Values that are sent, and noted as done, at a time; default 200,000. */
  readonly chunkCells?: number;
  /** Records read so far, over all files. */
  readonly onProgress?: (records: number) => void;
  /** What is done after the last row: sorting, indexing. */
  readonly onStage?: (stage: string) => void;
}

/** Opens a file of the plan once its turn has come. */
export type OpenFile = (index: number) => Promise<TableReader>;

/**
 * Loads a catalog, or goes on loading it. The client is the owner's, with nothing else to do.
 * @throws CatalogError; what the files' readers and the database throw, after which the same call
 *   goes on; the signal's reason
 */
export async function loadCatalog(
  client: ClientBase,
  plan: LoadPlan,
  open: OpenFile,
  options: LoadOptions = {},
): Promise<LoadReport> {
  const started = await startLoad(client, plan);
  const load = new Load(client, started.id, started.state, options);
  for (let index = started.state.files; index < plan.files.length; index++) {
    await load.readFile(index, await open(index));
  }
  return finishLoad(client, { id: started.id, state: load.state, ...options });
}

class Load {
  state: LoadState;
  private readonly client: ClientBase;
  private readonly id: number;
  private readonly options: LoadOptions;
  private readonly columns: readonly CatalogColumn[];
  private readonly copied: readonly Column[];
  private pending: Cell[][] = [];
  private records = 0;

  constructor(client: ClientBase, id: number, state: LoadState, options: LoadOptions) {
    this.client = client;
    this.id = id;
    this.state = state;
    this.options = options;
    const { plan } = state;
    this.columns = nameColumns(plan.columns);
    this.copied = [
      { name: 'cat_row', type: 'int8' },
      { name: 'cat_id', type: idTypeOf(plan.columns, plan.position.idColumn) },
      { name: 'cat_ra', type: 'float8' },
      { name: 'cat_dec', type: 'float8' },
      { name: 'hpx', type: 'int8' },
      ...this.columns.map(({ column, type }) => ({ name: column, type: copyType(type) })),
    ];
  }

  async readFile(index: number, reader: TableReader): Promise<void> {
    const { plan } = this.state;
    const place = compilePlacing(reader.columns, plan.position);
    const pick = this.picker(reader);
    const done = this.state.records;
    this.records = 0;
    for await (const batch of reader.batches()) {
      this.options.signal?.throwIfAborted();
      const known = done - this.records;
      this.records += batch.records;
      if (known >= batch.records) continue;
      this.take(index, known > 0 ? dropRecords(batch, known) : batch, place, pick);
      if (this.isRefused()) await this.refuse();
      if (this.pending.length * this.copied.length >= (this.options.chunkCells ?? CHUNK_CELLS))
        await this.flush(index);
    }
    await this.flush(index, true);
  }

  /** Brings a file's row into the order and types of the catalog. */
  private picker(reader: TableReader): (cells: readonly Cell[]) => Cell[] {
    const sources = this.columns.map(({ name, type }) => {
      const at = reader.columns.findIndex((column) => column.name === name);
      const from = reader.columns[at];
      return { at, widen: from ? widening(from.type, type) : null };
    });
    return (cells) =>
      sources.map(({ at, widen }) => {
        const value = cells[at] ?? null;
        return widen ? widen(value) : value;
      });
  }

  private take(
    index: number,
    batch: TableBatch,
    place: PlaceRow,
    pick: (cells: readonly Cell[]) => Cell[],
  ): void {
    const base = BigInt(index) * FILE_STRIDE;
    const refused: Omit<RefusedRecord, 'file'>[] = [...batch.bad];
    let rows = 0;
    batch.rows.forEach((cells, i) => {
      const line = batch.places[i] ?? 0;
      const number = base + BigInt(line);
      const placed = place(cells, number);
      if (typeof placed === 'string') {
        refused.push({ place: line, reason: placed });
        return;
      }
      rows += 1;
      this.pending.push([number, placed.id, placed.ra, placed.dec, placed.hpx, ...pick(cells)]);
    });
    const file = this.state.plan.files[index]?.path ?? '';
    refused.sort((a, b) => a.place - b.place);
    this.state = {
      ...this.state,
      records: this.records,
      rows: this.state.rows + rows,
      refused: this.state.refused + refused.length,
      examples: [
        ...this.state.examples,
        ...refused
          .slice(0, MAX_EXAMPLES - this.state.examples.length)
          .map((one) => ({ file, ...one })),
      ],
    };
  }

  private isRefused(): boolean {
    return this.options.isStrict === true && this.state.refused > 0;
  }

  private async refuse(): Promise<never> {
    await abandonLoad(this.client, this.id);
    const [first] = this.state.examples;
    throw new CatalogError(
      'bad_rows',
      `${first?.file}: record ${first?.place}: ${first?.reason}; nothing was loaded, since --strict lets no bad record pass`,
    );
  }

  private async flush(index: number, isEnd = false): Promise<void> {
    const rows = this.pending;
    this.pending = [];
    if (isEnd) this.state = { ...this.state, files: index + 1, records: 0 };
    await this.client.query('BEGIN');
    try {
      if (rows.length > 0) {
        await copyRows(this.client, `fritz_catalogs.load_${this.id}`, this.copied, rows);
      }
      await this.client.query('UPDATE fritz.catalogs SET loading = $2 WHERE id = $1', [
        this.id,
        JSON.stringify(this.state),
      ]);
      await this.client.query('COMMIT');
    } catch (error) {
      await this.client.query('ROLLBACK').catch(() => {});
      throw error;
    }
    this.options.onProgress?.(this.state.rows + this.state.refused);
  }
}

/** A batch without its first records. */
function dropRecords(batch: TableBatch, count: number): TableBatch {
  const all = [...batch.places, ...batch.bad.map(({ place }) => place)].sort((a, b) => a - b);
  const last = all[count - 1] ?? Number.POSITIVE_INFINITY;
  const from = batch.places.findIndex((place) => place > last);
  return {
    rows: from < 0 ? [] : batch.rows.slice(from),
    places: from < 0 ? [] : batch.places.slice(from),
    bad: batch.bad.filter(({ place }) => place > last),
    records: batch.records - count,
  };
}
