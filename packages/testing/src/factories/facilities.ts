import { type FactoryClient, insertRow, nextNumber } from './client.ts';

/** A telescope with a name of its own, at Palomar. */
export async function createTelescope(
  client: FactoryClient,
  columns: Record<string, unknown> = {},
): Promise<{ id: number; name: string }> {
  const name = `Telescope ${nextNumber()}`;
  const row = {
    name,
    nickname: 'T',
    lat: 33.36,
    lon: -116.84,
    elevation_m: 1870,
    diameter_m: 1.5,
    ...columns,
  };
  return insertRow<{ id: number; name: string }>(client, 'telescopes', row, 'id, name');
}

export interface TestInstrument {
  id: number;
  name: string;
  telescopeId: number;
}

/** An imager with ZTF's filters, on a telescope of its own unless one is named. */
export async function createInstrument(
  client: FactoryClient,
  options: { columns?: Record<string, unknown>; fields?: number; logs?: number } = {},
): Promise<TestInstrument> {
  const { columns = {}, fields = 0, logs = 0 } = options;
  const telescopeId = Number(columns.telescope_id ?? (await createTelescope(client)).id);
  const row = {
    name: `Camera ${nextNumber()}`,
    type: 'imager',
    filters: ['ztfg', 'ztfr', 'ztfi'],
    ...columns,
    telescope_id: telescopeId,
  };
  const { id, name } = await insertRow<{ id: number; name: string }>(
    client,
    'instruments',
    row,
    'id, name',
  );
  for (let field = 1; field <= fields; field++) {
    await client.query(
      `INSERT INTO fritz.instrument_fields (instrument_id, field_id, ra, dec, contour, contour_summary)
        VALUES ($1, $2::int, $2::int, 10, '{}', '{}')`,
      [id, field],
    );
  }
  for (let day = 1; day <= logs; day++) {
    await client.query(
      `INSERT INTO fritz.instrument_logs (instrument_id, start_date, end_date, log)
        VALUES ($1, $2, $2, '{"logs": []}')`,
      [id, new Date(day * 86_400_000)],
    );
  }
  return { id, name, telescopeId };
}

/** An allocation of a group on an instrument; `sealed` stands for credentials that none opens. */
export async function createAllocation(
  client: FactoryClient,
  options: {
    group: { id: number };
    instrument: { id: number };
    users?: readonly { id: number }[];
    columns?: Record<string, unknown>;
    sealed?: string;
  },
): Promise<{ id: number }> {
  const { group, instrument, users = [], columns = {}, sealed } = options;
  const row = { group_id: group.id, instrument_id: instrument.id, hours_allocated: 10, ...columns };
  const { id } = await insertRow<{ id: number }>(client, 'allocations', row, 'id');
  for (const user of users) {
    await client.query('INSERT INTO fritz.allocation_users VALUES ($1, $2)', [id, user.id]);
  }
  if (sealed !== undefined) {
    await client.query(
      'INSERT INTO fritz.allocation_credentials (allocation_id, sealed) VALUES ($1, $2)',
      [id, Buffer.from(sealed)],
    );
  }
  return { id };
}
