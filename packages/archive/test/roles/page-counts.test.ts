import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { addPublicLogin, openPublicAccess, removePublicLogin, withClient } from '@fritz/archive';
import { createAlert, type FactoryClient, nextCandid, testDatabase } from '@fritz/testing';

const name = `test_${randomBytes(6).toString('hex')}`;
const password = randomBytes(12).toString('hex');
/** In the middle of a pixel of order 9. */
const hpx = (123_456n << 40n) + (1n << 39n);
const candid = nextCandid();
let database: Awaited<ReturnType<typeof testDatabase>>;

before(async () => {
  database = await testDatabase();
  await withClient(database.superuser, async (client) => {
    await openPublicAccess(client, String(database.watch.password));
    await addPublicLogin(client, { name, password, validUntil: null });
    await createAlert(client, { objectId: 'ZTFhidden', candid, programId: 2, columns: { hpx } });
    const shown = { objectId: 'ZTFshown', programId: 1, columns: { hpx: hpx + 5n } };
    await createAlert(client, { ...shown, candid: nextCandid() });
  });
});
after(async () => {
  await removePublicLogin(database.superuser, name);
  await database.drop();
});

function asPublic<T>(task: (client: FactoryClient) => Promise<T>): Promise<T> {
  const { options: _, ...place } = database.app;
  return withClient({ ...place, user: `public_${name}`, password }, task);
}

/** How many pages a call reads, once all is known that planning it needs. */
async function pages(client: FactoryClient, call: string): Promise<number> {
  const explain = `EXPLAIN (ANALYZE, BUFFERS, TIMING off, FORMAT json) SELECT FROM ${call}`;
  const counts: number[] = [];
  for (let run = 0; run < 8; run += 1) {
    const { rows } = await client.query<{ 'QUERY PLAN': { Plan: Record<string, number> }[] }>(
      explain,
    );
    const plan = rows[0]?.['QUERY PLAN'][0]?.Plan ?? {};
    counts.push(Number(plan['Shared Hit Blocks']) + Number(plan['Shared Read Blocks']));
  }
  return Math.min(...counts);
}

test('halving a range of pixels does not tell where in a 7′ pixel a hidden alert is', async () => {
  await asPublic(async (client) => {
    const at = (from: bigint, to = from) => pages(client, `public_alerts_in(${from}, ${to})`);
    assert.equal(await at(hpx), await at(hpx + 100n));
    assert.equal(await at(hpx - 1000n, hpx), await at(hpx + 1n, hpx + 1000n));
    const { rows } = await client.query(
      `SELECT (SELECT count(*)::int FROM public_alerts_in(${hpx}, ${hpx + 4n})) AS none,
              (SELECT count(*)::int FROM public_alerts_in(${hpx}, ${hpx + 5n})) AS one`,
    );
    assert.deepEqual(rows, [{ none: 0, one: 1 }]);
  });
});

test('halving a span of time does not tell when in an hour a hidden alert was', async () => {
  const hour = Math.floor((Number(candid) / 1e15 + 57_754) * 24) / 24;
  const minutes = Math.floor((Number(candid) / 1e15 + 57_754 - hour) * 1440);
  const minute = (n: number) => `public_alerts(${hour + n / 1440}, ${hour + (n + 1) / 1440})`;
  await asPublic(async (client) => {
    const other = minutes < 30 ? minutes + 20 : minutes - 20;
    assert.equal(await pages(client, minute(minutes)), await pages(client, minute(other)));
  });
});
