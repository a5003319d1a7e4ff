import { stringifyExact } from '@fritz/contract';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** An instrument of a telescope: everybody sees it. Its name is that of its photometry. */
export interface InstrumentRow {
  id: number;
  name: string;
  type: string;
  band: string | null;
  telescope_id: number;
  filters: string[];
  sensitivity_data: unknown;
  configuration_data: unknown;
  api_classname: string | null;
  api_classname_obsplan: string | null;
  listener_classname: string | null;
  treasuremap_id: number | null;
  tns_id: number | null;
  region: string | null;
  status: unknown;
  status_at: Date | null;
  created_at: Date;
  modified_at: Date;
}

const columns = [
  'id',
  'name',
  'type',
  'band',
  'telescope_id',
  'filters',
  'sensitivity_data',
  'configuration_data',
  'api_classname',
  'api_classname_obsplan',
  'listener_classname',
  'treasuremap_id',
  'tns_id',
  'region',
  'status',
  'status_at',
  'created_at',
  'modified_at',
] as const;

/** Instruments by name; only those of one name or of one telescope, where one is given. */
export function listInstruments(
  tx: ViewerTx,
  search: { name?: string; telescopeId?: number } = {},
): Promise<InstrumentRow[]> {
  let query = tx.db.selectFrom('instruments').select(columns);
  if (search.name !== undefined) query = query.where('name', '=', search.name);
  if (search.telescopeId !== undefined)
    query = query.where('telescope_id', '=', search.telescopeId);
  return query.orderBy('name').execute();
}

/** One instrument; null where there is none. */
export async function findInstrument(tx: ViewerTx, id: number): Promise<InstrumentRow | null> {
  const row = await tx.db
    .selectFrom('instruments')
    .select(columns)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** What is said of an instrument; in a change what is absent stays. */
export type InstrumentFields = Omit<
  InstrumentRow,
  'id' | 'status' | 'status_at' | 'created_at' | 'modified_at'
>;

const jsonFields = ['sensitivity_data', 'configuration_data'] as const;

/** JSON as text, which the driver would take for lists of the database otherwise. */
function written<T extends Partial<InstrumentFields>>(fields: T): T {
  const texts = jsonFields
    .filter((field) => fields[field] !== undefined && fields[field] !== null)
    .map((field) => [field, stringifyExact(fields[field])] as const);
  return { ...fields, ...Object.fromEntries(texts) };
}

/** Makes an instrument. */
export async function createInstrument(
  tx: ViewerTx,
  instrument: Pick<InstrumentFields, 'name' | 'type' | 'telescope_id'> & Partial<InstrumentFields>,
): Promise<number> {
  const { id } = await tx.db
    .insertInto('instruments')
    .values(written(instrument))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Changes an instrument; false where there is none, or the viewer may not. */
export async function updateInstrument(
  tx: ViewerTx,
  id: number,
  change: Partial<InstrumentFields>,
): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('instruments')
    .set({ ...written(change), modified_at: new Date() })
    .where('id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Deletes an instrument that nothing refers to; false where there is none, or the viewer may not. */
export async function deleteInstrument(tx: ViewerTx, id: number): Promise<boolean> {
  return (await tx.query('DELETE FROM instruments WHERE id = $1 RETURNING id', [id])).length === 1;
}

/** Notes what the facility says of an instrument; false where there is none, or the viewer may not. */
export async function setInstrumentStatus(
  tx: ViewerTx,
  id: number,
  status: unknown,
): Promise<boolean> {
  const rows = await tx.query(
    'UPDATE instruments SET status = $2, status_at = now() WHERE id = $1 RETURNING id',
    [id, stringifyExact(status)],
  );
  return rows.length === 1;
}
