import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  findCatalog,
  lookAtHats,
  matchBacklogPart,
  mountCatalog,
  PgCrossMatcher,
  type RunQuery,
  searchCatalog,
} from '@fritz/archive';
import type { CrossMatcher } from '@fritz/pipeline';
import { offsetPosition, type Position } from '@fritz/sky';
import { simulateNight, ZtfAdapter } from '@fritz/surveys';
import { createCatalog } from '@fritz/testing';
import {
  ArchiveBench,
  kafkaPackets,
  ListedSource,
  runBroker,
  type TestBroker,
} from './archive-bench.ts';
import { movedTo } from './changed-packets.ts';

const adapter = new ZtfAdapter();
const packets = [...simulateNight({ seed: 31, night: '20270301', alerts: 80 })].map(
  ({ bytes }) => bytes,
);
const alerts = packets.map((bytes) => adapter.decode(bytes));
const objectIds = new Set(alerts.map(({ objectId, programId }) => `${programId} ${objectId}`));

let bench: ArchiveBench;
before(async () => {
  bench = await ArchiveBench.open();
  await bench.filter('neighbours', [{ $project: { found: '$cross_matches' } }]);
});
after(() => bench?.close());
beforeEach(async () => {
  await bench.empty();
  await bench.admin.query(`UPDATE catalogs SET state = 'dropped' WHERE state = 'ready'`);
  await bench.admin.query('TRUNCATE match_backlogs, match_lacks');
});

/** A catalog with an object half an arcsecond from every place. */
async function addCatalog(name: string, places: readonly Position[] = alerts): Promise<void> {
  const columns = { id: 'int8', ra: 'float8', dec: 'float8', mag: 'float4' } as const;
  const rows = places.map((place, i) => {
    const { ra, dec } = offsetPosition(place, 0.5, 45);
    return [BigInt(i), ra, dec, 17 + i];
  });
  await createCatalog(bench.admin, { name, columns, rows });
}

function ingest(broker: TestBroker, some = packets, matcher: CrossMatcher = broker.matcher) {
  const batches = [some.slice(0, 50), some.slice(50)].filter(({ length }) => length > 0);
  const source = new ListedSource(
    batches.map((bytes) => ({ packets: kafkaPackets('matches', bytes), progress: [] })),
  );
  return runBroker(broker, source, { matcher });
}

/** With which catalog's version, and how often, objects were matched; by key, found or not. */
async function coverage(
  name: string,
): Promise<{ matched: number; found: number; versions: number[] }> {
  const { rows } = await bench.admin.query<{ matched: number; found: number; versions: number[] }>(
    `SELECT count(*)::int AS matched, count(m.found->$1)::int AS found,
       coalesce(array_agg(DISTINCT c.version), '{}') AS versions
     FROM cross_matches m JOIN match_lists l ON l.id = m.list_id
     JOIN match_configs c ON c.id = ANY (l.config_ids) AND c.name = $1`,
    [name],
  );
  assert.ok(rows[0]);
  return rows[0];
}

async function matchBacklog(broker: TestBroker): Promise<number> {
  let matched = 0;
  for (;;) {
    const part = await matchBacklogPart(broker.database, 'ztf');
    matched += part.matched;
    if (part.isDone) return matched;
  }
}

async function outputs(): Promise<Record<string, unknown[]>[]> {
  const { rows } = await bench.admin.query<{ found: Record<string, unknown[]> }>(
    `SELECT output->'found' AS found FROM candidates ORDER BY candid`,
  );
  return rows.map(({ found }) => found);
}

test('a new object is matched with every catalog, once for each programme', async () => {
  await addCatalog('Near');
  await addCatalog('Far', [{ ra: 1, dec: -89 }]);
  await ingest(bench.broker());
  const near = await coverage('Near');
  assert.deepEqual([near.matched, near.found], [objectIds.size, objectIds.size]);
  assert.deepEqual(await coverage('Far'), { ...near, found: 0 });
  for (const found of await outputs()) {
    assert.deepEqual(Object.keys(found), ['Far', 'Near']);
    assert.deepEqual([found.Far?.length, (found.Near?.length ?? 0) > 0], [0, true]);
  }
  const before = await bench.hash(['cross_matches']);
  await ingest(bench.broker());
  assert.deepEqual(await bench.hash(['cross_matches']), before, 'the same packets again');
});

test('a batch that was matched before a catalog came is matched again', async () => {
  await addCatalog('First');
  const broker = bench.broker();
  let isAdded = false;
  const slow: CrossMatcher = {
    async match(request) {
      const matches = await broker.matcher.match(request);
      if (!isAdded) await addCatalog('Second');
      isAdded = true;
      return matches;
    },
    forget: () => broker.matcher.forget(),
  };
  await ingest(broker, packets, slow);
  assert.equal((await coverage('Second')).found, objectIds.size);
  assert.equal(await matchBacklog(broker), 0, 'nothing is left to do');
});

test('old objects are matched with a catalog that is added later, in parts', async () => {
  const broker = bench.broker();
  await ingest(broker);
  await addCatalog('Later');
  assert.equal((await coverage('Later')).matched, 0);
  assert.equal(await matchBacklog(broker), objectIds.size);
  assert.equal((await coverage('Later')).found, objectIds.size);
  assert.equal(await matchBacklog(broker), 0, 'done is done');
  await addCatalog('Later');
  assert.equal(await matchBacklog(bench.broker()), objectIds.size, 'with the new version');
  const { matched, versions } = await coverage('Later');
  assert.equal(matched, 2 * objectIds.size);
  assert.equal(versions.length, 2);
  const { rows } = await bench.admin.query(
    'SELECT objects::int, done_at IS NOT NULL AS done FROM match_backlogs ORDER BY period_id DESC LIMIT 1',
  );
  assert.deepEqual(rows[0], { objects: objectIds.size, done: true });
});

test('an alert of an object that lacks a catalog does not wait for its turn', async () => {
  const late = packets.slice(60);
  await ingest(bench.broker(), packets.slice(0, 60));
  await addCatalog('Later');
  await ingest(bench.broker(), late);
  const lateIds = new Set(
    alerts.slice(60).map(({ objectId, programId }) => `${programId} ${objectId}`),
  );
  assert.equal((await coverage('Later')).found, lateIds.size);
});

test('two brokers that meet at an object match it once', async () => {
  await addCatalog('Near');
  const [one, other] = [bench.broker(), bench.broker()];
  const even = packets.filter((_, i) => i % 2 === 0);
  const odd = packets.filter((_, i) => i % 2 === 1);
  await Promise.all([
    ingest(one, even),
    ingest(other, odd),
    ingest(bench.broker(), packets.slice(0, 40)),
  ]);
  const { matched, found } = await coverage('Near');
  assert.deepEqual([matched, found], [objectIds.size, objectIds.size]);
  assert.equal(await bench.count('count(*) FROM ztf_alerts'), packets.length);
});

/** An alert of each object. */
const firsts = packets.filter((_, i) => {
  const isOf = ({ objectId }: { readonly objectId: string }) => objectId === alerts[i]?.objectId;
  return alerts.findIndex(isOf) === i;
});
const golden = fileURLToPath(
  new URL('../../packages/archive/test/catalogs/golden/hats', import.meta.url),
);

/** Mounts a HATS folder; gives packets of alerts half an arcsecond from some of its stars. */
async function mountStars(location: string): Promise<Uint8Array[]> {
  const { columns, folder } = await lookAtHats(location);
  const position = { idColumn: 'source_id', raColumn: 'ra', decColumn: 'dec' };
  await mountCatalog(bench.admin, {
    ...{ name: 'Mounted', location, columns, epochMjd: null, preset: null, radiusArcsec: 2 },
    ...{ position: { ...position, unit: 'degrees' }, rows: folder.rows ?? 0n },
    settings: { projection: ['mag'] },
  });
  const query: RunQuery = async (text, values) => (await bench.admin.query(text, [...values])).rows;
  const catalog = await findCatalog(bench.admin, 'Mounted');
  assert.ok(catalog);
  const all = { places: [{ ra: 0, dec: 20, mjd: 0 }], radiusArcsec: 90_000, maxMatches: 5 };
  const [stars = []] = await searchCatalog(query, catalog, { ...all, projection: ['ra', 'dec'] });
  assert.equal(stars.length, 5);
  return stars.map(({ document: { ra, dec } }, i) => {
    const place = { ra: Number(ra), dec: Number(dec) };
    return movedTo(firsts[i] ?? new Uint8Array(), offsetPosition(place, 0.5, 45));
  });
}

test('a new object is matched with a mounted catalog; while its files are gone, later', async () => {
  const home = mkdtempSync(join(tmpdir(), 'fritz-mounted-'));
  try {
    const folder = join(home, 'hats');
    cpSync(golden, folder, { recursive: true });
    await addCatalog('Near');
    const moved = await mountStars(folder);
    await ingest(bench.broker(), moved.slice(0, 2));
    for (const found of await outputs()) {
      assert.deepEqual(Object.keys(found).sort(), ['Mounted', 'Near']);
      const [star] = found.Mounted ?? [];
      assert.ok(star && typeof star === 'object' && 'mag' in star && 'coordinates' in star);
    }
    // As if it were another process, that has no file open.
    await bench.admin.query(`UPDATE catalogs SET version = version + 1 WHERE name = 'Mounted'`);
    renameSync(folder, `${folder}-gone`);
    const told: string[] = [];
    const broker = bench.broker();
    const matcher = new PgCrossMatcher(broker.database, 'ztf', {
      onTrouble: (catalog) => told.push(catalog),
    });
    const late = moved.slice(2);
    await ingest(broker, late, matcher);
    assert.deepEqual(told, ['Mounted']);
    const without = (await outputs()).filter((found) => !('Mounted' in found));
    assert.equal(without.length, late.length, 'left out: nobody knows whether a star is there');
    assert.equal(await bench.count('count(*) FROM match_lacks'), late.length);
    await assert.rejects(matchBacklog(broker), /is no HATS catalog/);
    assert.equal(await bench.count('count(*) FROM match_lacks'), late.length);
    renameSync(`${folder}-gone`, folder);
    await matchBacklog(broker);
    assert.equal(await bench.count('count(*) FROM match_lacks'), 0);
    const { found } = await coverage('Mounted');
    assert.equal(found, moved.length + 2, 'and the first two again, with the new version');
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
