import type { withClient } from '@fritz/archive';

/** A connection of the superuser of a test database: factories arrange what no role may. */
export type FactoryClient = Parameters<Parameters<typeof withClient>[1]>[0];

let made = 0;

/** A number that no other factory call of this process has. */
export function nextNumber(): number {
  made += 1;
  return made;
}

/** Inserts one row and returns the columns asked for. */
export async function insertRow<Row extends Record<string, unknown>>(
  client: FactoryClient,
  table: string,
  values: Record<string, unknown>,
  returning: string,
): Promise<Row> {
  const columns = Object.keys(values);
  const places = columns.map((_, index) => `$${index + 1}`);
  const result = await client.query<Row>(
    `INSERT INTO fritz.${table} (${columns.map((name) => `"${name}"`).join(', ')})
     VALUES (${places.join(', ')}) RETURNING ${returning}`,
    Object.values(values),
  );
  const row = result.rows[0];
  if (!row) throw new Error(`no row was made in ${table}`);
  return row;
}

/** The id that a function of the schema returns. */
export async function callForId(
  client: FactoryClient,
  call: string,
  values: readonly unknown[],
): Promise<number> {
  const result = await client.query<{ id: number }>(`SELECT fritz.${call} AS id`, [...values]);
  const id = result.rows[0]?.id;
  if (id === undefined) throw new Error(`${call} returned nothing`);
  return id;
}

/** The audience of one group. */
export function groupAudience(client: FactoryClient, groupId: number): Promise<number> {
  return callForId(client, 'intern_audience(ARRAY[$1::int])', [groupId]);
}

/** The audience of one ZTF programme. */
export function programAudience(client: FactoryClient, programId: number): Promise<number> {
  return callForId(client, `intern_program('ztf', $1::smallint)`, [programId]);
}
