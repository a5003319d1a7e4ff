/**
 * What the audit triggers cost: CPU of the database per row of photometry, of an alert stream (which
 * is not audited) and of a person (which is), with and without the triggers; interleaved.
 *
 * node benchmarks/audit.ts [--rounds 5] [--json]        (Linux: CPU time is read from /proc)
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { withClient } from '@fritz/archive';
import { createObj, createUser, programAudience, testDatabase } from '@fritz/testing';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
});

/** User and system time of a process, milliseconds; to 10 ms. */
function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

const median = (list: readonly number[]) => list.toSorted((a, b) => a - b)[list.length >> 1] ?? 0;

interface Case {
  readonly name: string;
  readonly triggers: 'ENABLE' | 'DISABLE';
  readonly isOwned: boolean;
  readonly rows: number;
}

const cases: readonly Case[] = [
  { name: 'stream_without', triggers: 'DISABLE', isOwned: false, rows: 100_000 },
  { name: 'stream_with', triggers: 'ENABLE', isOwned: false, rows: 100_000 },
  { name: 'person_without', triggers: 'DISABLE', isOwned: true, rows: 10_000 },
  { name: 'person_with', triggers: 'ENABLE', isOwned: true, rows: 10_000 },
];

const database = await testDatabase();
try {
  const times = new Map(cases.map(({ name }) => [name, [] as number[]]));
  await withClient(database.superuser, async (client) => {
    await client.query('SET search_path = fritz');
    const { id: objId } = await createObj(client, {});
    const owner = await createUser(client);
    const audienceId = await programAudience(client, 1);
    const found = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const pid = found.rows[0]?.pid ?? 0;
    for (let round = 0; round < Number(values.rounds); round += 1) {
      for (const { name, triggers, isOwned, rows } of cases) {
        await client.query(`ALTER TABLE photometry ${triggers} TRIGGER USER`);
        await client.query('TRUNCATE photometry');
        const before = cpuMs(pid);
        await client.query(
          `INSERT INTO photometry (obj_id, instrument, origin, band, mjd, flux_ujy, fluxerr_ujy,
             audience_id, owner_id)
           SELECT $1, 'ZTF', 'x', 'ztfg', 60000 + i / 1000.0, 100, 5, $2, $3
             FROM generate_series(1, $4::int) i ON CONFLICT DO NOTHING`,
          [objId, audienceId, isOwned ? owner.id : null, rows],
        );
        times.get(name)?.push(((cpuMs(pid) - before) * 1000) / rows);
      }
    }
  });
  const result = Object.fromEntries(
    [...times].map(([name, list]) => [`${name}_us_per_row`, Number(median(list).toFixed(2))]),
  );
  if (values.json) console.log(JSON.stringify(result));
  else console.table(result);
} finally {
  await database.drop();
}
