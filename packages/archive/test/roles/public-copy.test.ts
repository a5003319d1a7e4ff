import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { migrateUp, provisionDatabase, startEmbedded, withClient } from '@fritz/archive';
import { createAlert, createCutouts, type FactoryClient, nextCandid } from '@fritz/testing';
import { cleanUp, scratchFolder } from '../embedded/scratch-folder.ts';

const page = join(import.meta.dirname, '../../../../docs/reference/public-sql.md');

/** The statements of the page for one side, with values for what a reader puts in himself. */
function statements(side: string, values: Record<string, string>): string[] {
  const text = readFileSync(page, 'utf8');
  const block = new RegExp(`\`\`\`sql ${side}\\n([^]*?)\`\`\``).exec(text)?.[1] ?? '';
  const filled = block.replaceAll(/(?<!:):([a-z_]+)/g, (_, name: string) => values[name] ?? '');
  return filled.split(/;\n/).filter((part) => part.trim() !== '');
}

/** A server of its own with a migrated database, and what speaks to it as the superuser. */
async function openSide(t: Parameters<typeof cleanUp>[0]) {
  const server = await startEmbedded({
    dataDir: scratchFolder(t),
    settings: { shared_buffers: '16MB', wal_level: 'logical' },
  });
  cleanUp(t, () => server.stop());
  const place = { ...server.superuser, database: 'fritz' };
  await withClient(server.superuser, (client) => provisionDatabase(client, 'fritz'));
  await withClient({ ...server.owner, database: 'fritz' }, (client) => migrateUp(client));
  return {
    place,
    work: <T>(task: (client: FactoryClient) => Promise<T>) => withClient(place, task),
  };
}

/** Asks until it is so. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await isSo())) {
    assert.ok(Date.now() < deadline, 'the rows came within a minute');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test('the documented copy holds the public rows, those that come later too, and no others', async (t) => {
  const source = await openSide(t);
  const copy = await openSide(t);
  const add = (objectId: string, programId: number) =>
    source.work(async (client) => {
      const { candid } = await createAlert(client, { objectId, candid: nextCandid(), programId });
      await createCutouts(client, { candid, programId });
      return candid;
    });
  const first = await add('ZTFpublic', 1);
  await add('ZTFhidden', 2);
  const audience = await source.work(async (client) => {
    const [find = ''] = statements('source', {});
    const { rows } = await client.query<{ audience: number }>(find);
    return String(rows[0]?.audience);
  });
  await source.work(async (client) => {
    for (const text of statements('source', { audience })) await client.query(text);
  });
  const { host, port, user, password } = source.place;
  const address = `host=${host} port=${port} dbname=fritz user=${user} password=${password}`;
  const day = first / 1_000_000_000_000_000n;
  const days = { first_day: String(day), last_day: String(day + 2n) };
  await copy.work(async (client) => {
    for (const text of statements('copy', { ...days, address })) await client.query(text);
  });
  cleanUp(t, () => copy.work((client) => client.query('DROP SUBSCRIPTION IF EXISTS public_copy')));
  const rows = (text: string) =>
    copy.work(async (client) => (await client.query<{ of: string }>(text)).rows.map((r) => r.of));
  const alerts = 'SELECT object_id AS of FROM fritz.public_alerts(0, 70000) ORDER BY candid';
  await until(async () => (await rows(alerts)).length === 1);
  await add('ZTFlater', 1);
  await add('ZTFhiddentoo', 2);
  await add('ZTFlast', 1);
  await until(async () => (await rows(alerts)).length === 3);
  assert.deepEqual(await rows(alerts), ['ZTFpublic', 'ZTFlater', 'ZTFlast']);
  const all = await rows('SELECT object_id AS of FROM fritz.ztf_alerts ORDER BY candid');
  assert.deepEqual(all, ['ZTFpublic', 'ZTFlater', 'ZTFlast'], 'nothing is hidden there');
  const stamps = `SELECT count(*)::text AS of FROM fritz.public_cutouts(
    ARRAY(SELECT candid FROM fritz.ztf_alerts))`;
  await until(async () => (await rows(stamps))[0] === '3');
  const parts = 'SELECT count(DISTINCT candid)::text AS of FROM fritz.ztf_cutout_parts';
  assert.deepEqual(await rows(parts), ['3'], 'nor stamps of alerts that are not public');
});
