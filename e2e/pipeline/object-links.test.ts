import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  changeLinkRadius,
  linkBacklogPart,
  PgAlertStore,
  PgFilterLibrary,
  withClient,
} from '@fritz/archive';
import { runPipeline } from '@fritz/pipeline';
import { offsetPosition } from '@fritz/sky';
import { adapterOf, simulateLsstNight, simulateNight, ZtfAdapter } from '@fritz/surveys';
import {
  ArchiveBench,
  kafkaPackets,
  ListedSource,
  runBroker,
  type TestBroker,
} from './archive-bench.ts';
import { movedTo } from './changed-packets.ts';

const lsst = adapterOf('lsst');
const lsstPackets = [...simulateLsstNight({ seed: 5, night: '20270301', alerts: 30 })].map(
  ({ bytes }) => bytes,
);
const lsstAlerts = lsstPackets.map((bytes) => lsst.decode(bytes));
const lsstIds = [...new Set(lsstAlerts.map(({ objectId }) => objectId))];

const ztf = new ZtfAdapter();
const ownPackets = [...simulateNight({ seed: 31, night: '20270301', alerts: 120 })].map(
  ({ bytes }) => bytes,
);
const ownIds = ownPackets.map((bytes) => ztf.decode(bytes).objectId);
/** The first alert of each object of ZTF's, beside the first of an object of LSST's. */
const ztfPackets = ownPackets
  .filter((_, i) => ownIds.indexOf(ownIds[i] ?? '') === i)
  .slice(0, lsstIds.length)
  .map((bytes, i) => {
    const place = lsstAlerts.find(({ objectId }) => objectId === lsstIds[i]);
    assert.ok(place);
    return movedTo(bytes, offsetPosition(place, 1.5, 45));
  });

let bench: ArchiveBench;
let broker: TestBroker;
before(async () => {
  bench = await ArchiveBench.open();
  broker = bench.broker();
});
after(() => bench?.close());

async function ingestLsst(packets: readonly Uint8Array[]): Promise<void> {
  const { database } = broker;
  const filters = new PgFilterLibrary(database, lsst);
  const batch = { packets: kafkaPackets('lsst', packets), progress: [] };
  await runPipeline(new ListedSource([batch]), {
    ...{ adapter: lsst, store: new PgAlertStore(database, lsst), filters, consumer: 'lsst' },
  });
  await filters.close();
}

async function ingestZtf(packets: readonly Uint8Array[]): Promise<void> {
  await runBroker(
    broker,
    new ListedSource([{ packets: kafkaPackets('ztf', packets), progress: [] }]),
  );
}

async function links(): Promise<string[]> {
  const { rows } = await bench.admin.query<{ ends: string; distance: number }>(
    `SELECT DISTINCT object_id || ' ' || other_id AS ends, round(distance_arcsec::numeric, 3)::float8
       AS distance FROM object_links ORDER BY 1`,
  );
  for (const { distance } of rows) assert.equal(distance, 1.5);
  return rows.map(({ ends }) => ends);
}

const expected = ztfPackets.map((bytes, i) => `${lsstIds[i]} ${ztf.decode(bytes).objectId}`).sort();

async function linkBacklog(): Promise<number> {
  let linked = 0;
  for (const survey of ['ztf', 'lsst']) {
    for (let isDone = false; !isDone; ) {
      const part = await linkBacklogPart(broker.database, survey);
      linked += part.linked;
      isDone = part.isDone;
    }
  }
  return linked;
}

test('two surveys that come to a place at once are linked there, once', async () => {
  assert.ok(expected.length >= 5);
  await Promise.all([ingestLsst(lsstPackets), ingestZtf(ztfPackets)]);
  assert.deepEqual(await links(), expected);
  const before = await bench.hash(['object_links', 'survey_objects']);
  await Promise.all([ingestLsst(lsstPackets), ingestZtf(ztfPackets)]);
  assert.deepEqual(await bench.hash(['object_links', 'survey_objects']), before);
  assert.equal(await linkBacklog(), 0, 'nothing is left to do');
});

test('objects that were there before are linked beside the stream', async () => {
  await bench.admin.query('TRUNCATE object_links, survey_objects, link_backlogs');
  assert.ok((await linkBacklog()) >= expected.length);
  assert.deepEqual(await links(), expected);
  assert.equal(await linkBacklog(), 0, 'done is done');
});

test('another radius ends links, and makes them again; what people decided stays', async () => {
  await bench.admin.query(
    `INSERT INTO link_decisions (object_id, survey, other_id, other_survey, is_linked)
     SELECT DISTINCT object_id, survey, other_id, other_survey, false FROM object_links`,
  );
  const change = (radius: number) =>
    withClient(bench.database.owner, async (client) => {
      for (const survey of ['ztf', 'lsst', 'winter', 'pgir']) {
        assert.equal(await changeLinkRadius(client, survey, radius), true);
      }
      assert.equal(await changeLinkRadius(client, 'nosurvey', radius), false);
    });
  await change(1);
  assert.deepEqual(await links(), []);
  assert.equal(await linkBacklog(), 0);
  await change(2);
  await linkBacklog();
  assert.deepEqual(await links(), expected);
  assert.equal(
    await bench.count('count(*) FROM link_decisions WHERE NOT is_linked'),
    expected.length,
  );
});
