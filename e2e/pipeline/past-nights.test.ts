import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  type Archive,
  compilePastFilter,
  explainPast,
  funnelOfNight,
  listPastAlerts,
  matchBacklogPart,
  nightByName,
  openArchive,
  replayFilter,
} from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import { offsetPosition } from '@fritz/sky';
import { simulateNight, ZtfAdapter } from '@fritz/surveys';
import {
  createCatalog,
  createFilter,
  createGroup,
  createStream,
  createUser,
  realPackets,
  type TestFilter,
  type TestUser,
  withoutRealPackets,
} from '@fritz/testing';
import { ArchiveBench, kafkaPackets, ListedSource, runBroker } from './archive-bench.ts';
import { brighter, unusual, withoutDrb } from './changed-packets.ts';

const PROGRAMS = [1, 2];

const fields = [
  ...new ZtfAdapter().documentSchema.flatMap(({ path }) => {
    const [head, name] = path.split('.');
    return head === 'candidate' && name !== undefined ? [name] : [];
  }),
  ...['smallid', 'largeid', 'narrow', 'noresult', 'minuszero', 'nothing', 'isnew', 'parts'],
];

/** Everything that a filter can see, and of what type it is or that it is missing. */
const wholeDocument = [
  {
    $project: {
      document: '$$ROOT',
      types: Object.fromEntries(fields.map((name) => [name, { $type: `$candidate.${name}` }])),
      isNegative: { $toString: '$candidate.minuszero' },
    },
  },
];
const pipelines: Record<string, readonly object[]> = {
  'the whole document': wholeDocument,
  'some of the history': [
    { $match: { 'candidate.rb': { $gt: 0.3 } } },
    {
      $project: {
        annotations: {
          points: { $size: { $ifNull: ['$prv_candidates', []] } },
          brightest: { $min: '$prv_candidates.magpsf' },
          forced: { $max: '$fp_hists.snr' },
          place: '$coordinates.l',
        },
      },
    },
  ],
  'the flags of the alert': [
    { $match: { 'properties.near_brightstar': false, 'candidate.rb': { $gt: 0.3 } } },
    { $project: { annotations: { star: '$properties.star', total: '$properties.total_mag' } } },
  ],
  'features of the light curve': [
    { $match: { 'properties.all_bands.nb_data': { $gte: 2 } } },
    {
      $project: {
        annotations: {
          rates: ['$properties.photstats.g.rising', '$properties.photstats.r.fading.rate_error'],
          joint: '$properties.all_bands.rising.rate',
          color: '$properties.colors.g_r',
          isStationary: '$properties.stationary',
        },
      },
    },
  ],
  'the neighbours': [
    {
      $project: {
        neighbours: '$cross_matches',
        stars: { $size: { $ifNull: ['$cross_matches.Stars', []] } },
        nearest: { $min: '$cross_matches.Galaxies.coordinates.distance_arcsec' },
        magnitudes: '$cross_matches.Galaxies.mag',
      },
    },
  ],
  'near a star': [
    { $match: { 'cross_matches.Stars.0._id': { $gt: 0 } } },
    { $project: { n: '$candid' } },
  ],
  'stars looked up': [
    lookUp('Stars', 1.2, [
      { $match: { $expr: { $lt: ['$mag', { $add: ['$$own', 2] }] } } },
      { $project: { mag: 1, away: { $round: ['$away', 2] } } },
    ]),
    { $match: { 'found.0': { $exists: true } } },
    { $project: { found: 1, nearest: { $min: '$found.away' } } },
  ],
  'a catalog that came later, looked up': [
    { $project: { candid: 1, 'coordinates.radec_geojson': 1, candidate: 1 } },
    lookUp('Galaxies', 2, [{ $count: 'n' }]),
    { $project: { galaxies: { $ifNull: [{ $first: '$found.n' }, 0] } } },
  ],
  'no star looked up': [
    lookUp('Stars', 2),
    { $match: { found: [] } },
    { $project: { n: '$candid' } },
  ],
  'only bright': [
    { $match: { 'candidate.magpsf': { $lt: 18.5 } } },
    { $project: { annotations: { magnitude: { $round: ['$candidate.magpsf', 3] } } } },
  ],
};

/** Rows of a catalog around the alert, within so many arcseconds: 30.92 m each. */
function lookUp(from: string, arcsec: number, stages: readonly object[] = []): object {
  const $geoNear = { near: '$$here', maxDistance: 30.92 * arcsec, distanceField: 'away' };
  return {
    $lookup: {
      from,
      let: { here: '$coordinates.radec_geojson', own: '$candidate.magpsf' },
      pipeline: [{ $geoNear }, ...stages],
      as: 'found',
    },
  };
}

/** Of these some pass every night. */
const ALWAYS_PASS = new Set([
  'stars looked up',
  'a catalog that came later, looked up',
  'no star looked up',
  'the whole document',
  'only bright',
  'the flags of the alert',
  'features of the light curve',
]);

const SHARED = process.env.FRITZ_SHARED ?? join(import.meta.dirname, '../../../shared');
const realFilters = join(SHARED, 'data/filters');
for (const file of existsSync(realFilters) ? readdirSync(realFilters) : []) {
  const text = readFileSync(join(realFilters, file), 'utf8');
  const stages = JSON.parse(text) as object[];
  pipelines[file] = stages;
  // Few alerts pass them: what they compute is compared for all.
  const open = stages.filter((stage, i) => i === 0 || !('$match' in stage));
  pipelines[`${file} without conditions`] = open;
}

let bench: ArchiveBench;
let archive: Archive;
let user: TestUser;
const filters = new Map<string, TestFilter>();
/** What the live stream stored, by filter; its nights are over when the test begins. */
let live: Map<number, string>;

before(async () => {
  bench = await ArchiveBench.open();
  user = await createUser(bench.admin);
  const stream = await createStream(bench.admin, { programIds: PROGRAMS, users: [user] });
  const group = await createGroup(bench.admin, { members: [user], streams: [stream] });
  for (const [name, pipeline] of Object.entries(pipelines)) {
    const text = JSON.stringify(pipeline);
    filters.set(name, await createFilter(bench.admin, { group, stream, name, pipeline: text }));
  }
  archive = openArchive({ ...bench.database.app, max: 2 });
  await ingestLive();
  live = await readLive();
  await ingestLater();
});
after(async () => {
  await archive?.close();
  await bench?.close();
});

function nightOf(night: string, alerts: number): Uint8Array[] {
  const sky = { seed: 12, alerts, kinds: { bogus: 0 } };
  return [...simulateNight({ ...sky, night })].map(({ bytes }) => bytes);
}

async function ingest(packets: readonly Uint8Array[], size: number): Promise<void> {
  const batches = Array.from({ length: Math.ceil(packets.length / size) }, (_, i) => ({
    packets: kafkaPackets('past', packets.slice(i * size, (i + 1) * size)),
    progress: [],
  }));
  await runBroker(bench.broker(), new ListedSource(batches));
}

/** A catalog with an object close to every second of these alerts. */
async function addCatalog(
  name: string,
  packets: readonly Uint8Array[],
  magnitude = 17,
): Promise<void> {
  const adapter = new ZtfAdapter();
  const columns = {
    id: 'int8',
    ra: 'float8',
    dec: 'float8',
    mag: 'float4',
    pmra: 'float8',
    pmdec: 'float8',
  } as const;
  const places = packets.filter((_, i) => i % 2 === 0).map((bytes) => adapter.decode(bytes));
  const rows = places.map((place, i) => {
    const { ra, dec } = offsetPosition(place, 0.1 + (i % 17) / 10, i * 40);
    return [2n ** 60n + BigInt(i), ra, dec, magnitude + i / 100, 10 * i, -3 * i];
  });
  const settings = {
    projection: ['mag'],
    properMotion: { raColumn: 'pmra', decColumn: 'pmdec' },
  };
  await createCatalog(bench.admin, { name, columns, rows, plan: { settings, epochMjd: 61_000 } });
}

/** Nights as they came: some packets late, some of an older schema, some of a newer one. */
async function ingestLive(): Promise<void> {
  const first = nightOf('20270110', 60);
  const late = first.filter((_, i) => i % 9 === 4);
  await ingest([...(withoutRealPackets ? [] : realPackets())], 7);
  await addCatalog('Stars', first);
  await ingest(
    first.filter((packet) => !late.includes(packet)),
    13,
  );
  const second = nightOf('20270112', 60);
  await ingest(
    second.slice(0, 30).map((packet, i) => (i % 3 === 0 ? unusual(packet) : packet)),
    17,
  );
  await addCatalog('Galaxies', second);
  await ingest(
    second.slice(30).map((packet, i) => (i % 3 === 0 ? unusual(packet) : packet)),
    17,
  );
  // Old objects are matched with it in the background.
  await matchBacklogPart(bench.broker().database, 'ztf');
  await addCatalog('Stars', first, 12);
  // Whoever came after these in time did not know of them.
  await ingest(
    late.map((packet, i) => (i % 2 === 0 ? withoutDrb(packet) : packet)),
    5,
  );
  await ingest(nightOf('20270113', 60), 60);
}

/** What must not be seen: later nights and catalogs, and forced photometry that was measured anew. */
async function ingestLater(): Promise<void> {
  await ingest(nightOf('20270114', 60).map(brighter), 20);
  await ingest(nightOf('20270120', 60).map(brighter), 20);
  await addCatalog('Galaxies', nightOf('20270112', 60), 9);
  await addCatalog('Quasars', nightOf('20270110', 60));
  await matchBacklogPart(bench.broker().database, 'ztf');
  await bench.admin.query(`UPDATE catalogs SET state = 'dropped' WHERE name = 'Stars'`);
  await matchBacklogPart(bench.broker().database, 'ztf');
  await ingest(nightOf('20270121', 20), 20);
}

async function readLive(): Promise<Map<number, string>> {
  const { rows } = await bench.admin.query<{ filter_id: number; passes: string }>(
    `SELECT filter_id, string_agg(candid || ' ' || obj_id || ' ' || output::text, E'\\n'
       ORDER BY candid) AS passes FROM candidates GROUP BY 1`,
  );
  return new Map(rows.map(({ filter_id, passes }) => [filter_id, passes]));
}

for (const [name, pipeline] of Object.entries(pipelines)) {
  test(`“${name}” over past nights gives byte for byte what the live stream gave`, async () => {
    const survey = new ZtfAdapter();
    const filter = compilePastFilter(stringifyExact(pipeline), PROGRAMS, survey);
    const replay = await archive.asViewer(user.token, async (tx) => {
      const nights = { fromJd: 0, toJd: 2461419.5 };
      const selection = { programIds: [...filter.programIds], window: nights };
      const alerts = await listPastAlerts(tx, survey, selection);
      return replayFilter({ tx, survey }, filter, alerts);
    });
    assert.ok(replay.isComplete);
    assert.equal(replay.evaluated, replay.alerts);
    const { rows } = await bench.admin.query<{ text: string }>(
      'SELECT output::jsonb::text AS text FROM unnest($1::text[]) AS t (output)',
      [replay.passes.map(({ output }) => stringifyExact(output))],
    );
    const passes = replay.passes.map(
      ({ candid, objectId }, i) => `${candid} ${objectId} ${rows[i]?.text}`,
    );
    const stored = live.get(filters.get(name)?.id ?? 0) ?? '';
    assert.deepEqual(passes, stored === '' ? [] : stored.split('\n'));
    if (ALWAYS_PASS.has(name)) assert.ok(passes.length > 20);
    const { rows: counts } = await bench.admin.query(
      `SELECT sum(c.evaluated)::int AS evaluated, sum(c.failed)::int AS failed
       FROM filter_counts c JOIN batches b ON b.id = c.batch_id
       WHERE c.filter_version_id = $1 AND b.committed_at <= (
         SELECT max(received_at) FROM ztf_alerts WHERE jd < 2461419.5)`,
      [filters.get(name)?.versionId],
    );
    assert.deepEqual(counts[0], { evaluated: replay.evaluated, failed: replay.failed });
  });
}

test('alerts saw the catalogs of their time, and no others', () => {
  const outputs = (live.get(filters.get('the neighbours')?.id ?? 0) ?? '').split('\n');
  const seen = (what: RegExp) => outputs.filter((output) => what.test(output)).length;
  assert.ok(seen(/"Stars": \[\{/) > 20, 'with stars near them');
  assert.ok(seen(/"Stars": \[\{.*"mag": 12/) > 0, 'with stars of the second version');
  assert.ok(seen(/"Galaxies": \[\{/) > 10, 'with galaxies near them');
  assert.ok(seen(/"Galaxies": \[\]/) > 10, 'without a galaxy');
  assert.ok(seen(/"Stars"/) > seen(/"Galaxies"/), 'from before the galaxies');
  assert.equal(seen(/Quasars/), 0);
});

test('explanations and funnels look up what the stream looked up', async () => {
  const survey = new ZtfAdapter();
  const text = stringifyExact(pipelines['stars looked up']);
  const filter = compilePastFilter(text, PROGRAMS, survey);
  const stored = (live.get(filters.get('stars looked up')?.id ?? 0) ?? '').split('\n');
  const passed = stored.map((line) => BigInt(line.split(' ')[0] ?? ''));
  const [night, now] = [nightByName('20270112'), new Date()];
  await archive.asViewer(user.token, async (tx) => {
    const found = await funnelOfNight({ tx, survey }, filter, { night, now }, {});
    assert.ok(night !== null && found.passes.length > 5);
    const { since, before } = survey.candidsOf(night.window);
    const ofNight = passed.filter((candid) => candid >= since && candid < before);
    assert.deepEqual(
      found.passes.map(({ candid }) => candid),
      ofNight,
    );
    const [first] = found.passes;
    const explained = first && (await explainPast({ tx, survey }, filter, first));
    const lookup = explained?.explanation.stages[0];
    assert.deepEqual([lookup?.name, explained?.explanation.outcome], ['$lookup', 'passed']);
    assert.match(stringifyExact(lookup?.output[0]), /"found":\[\{"_id"/);
  });
});

test('who may not read the stream replays nothing', async () => {
  const stranger = await createUser(bench.admin);
  const survey = new ZtfAdapter();
  const found = await archive.asViewer(stranger.token, (tx) =>
    listPastAlerts(tx, survey, { programIds: PROGRAMS }),
  );
  assert.deepEqual(found, []);
});
