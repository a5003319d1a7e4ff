import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { withClient } from '@fritz/archive';
import { createServer } from '@fritz/server';
import { simulateNight } from '@fritz/surveys';
import { createUser } from '@fritz/testing';
import { type CliDatabase, cliDatabase } from './cli-database.ts';
import { bsonOf, extendedLine, type KowalskiDump, kowalskiDump } from './kowalski-dump.ts';
import { runInside } from './run-inside.ts';

/** Two nights: one that a dump has, and one that comes as packets. */
const simulated = [...simulateNight({ seed: 11, night: '20270301', alerts: 50, nights: 2 })];
const nights = [...Map.groupBy(simulated, ({ jd }) => Math.floor(jd)).values()];
const [past = [], next = []] = nights;
const objectIds = [...new Set(past.map(({ objectId }) => objectId))];

let original: CliDatabase;
let copy: CliDatabase;
let dump: KowalskiDump;
before(async () => {
  [original, copy] = [await cliDatabase(), await cliDatabase()];
  dump = kowalskiDump(past.map(({ bytes }) => bytes));
});
after(async () => {
  await original?.drop();
  await copy?.drop();
});

async function run(place: CliDatabase, args: readonly string[], wantedCode = 0): Promise<string> {
  const { code, stdout, stderr } = await runInside(args, place.env);
  assert.equal(code, wantedCode, stdout + stderr);
  return wantedCode === 1 ? stderr : stdout;
}

function file(place: CliDatabase, name: string, content: string | Uint8Array): string {
  const path = join(place.env.FRITZ_DATA ?? '', name);
  writeFileSync(path, content);
  return path;
}

async function ingest(place: CliDatabase, packets: typeof past): Promise<void> {
  const folder = join(place.env.FRITZ_DATA ?? '', `night-${packets[0]?.candid}`);
  mkdirSync(folder, { recursive: true });
  for (const { candid, bytes } of packets) writeFileSync(join(folder, `${candid}.avro`), bytes);
  await run(place, ['ingest', folder, '--json']);
}

/** What a person who sees everything is told of the past night's objects. */
async function told(place: CliDatabase): Promise<Record<string, unknown>> {
  const admin = await withClient(place.database.superuser, (client) =>
    createUser(client, { roles: ['Super admin'] }),
  );
  const server = await createServer({
    credentialsSecret: 'a secret of the tests',
    archive: { ...place.database.app, max: 2 },
    ...{ webRoot: null, version: '0.1.0' },
  });
  try {
    const found: Record<string, unknown> = {};
    for (const id of objectIds) {
      for (const path of [`/api/alerts/${id}`, `/api/alerts_aux/${id}?includeAllFields=true`]) {
        const headers = { authorization: `token ${admin.token}` };
        const { body } = await server.inject({ url: path, headers });
        found[path] = JSON.parse(body).data;
      }
    }
    return found;
  } finally {
    await server.close();
  }
}

describe('fritz import', () => {
  test('of a dump the history is what the packets give, as BSON and as JSON', async () => {
    await ingest(original, past);
    const alerts = file(copy, 'ZTF_alerts.bson', Buffer.concat(dump.alerts.map(bsonOf)));
    const aux = file(copy, 'aux.jsonl.gz', gzipSync(dump.aux.map(extendedLine).join('\n')));
    const report = JSON.parse(await run(copy, ['import', aux, alerts, '--json']));
    assert.deepEqual(report, {
      ...{ alerts: past.length, histories: objectIds.length, refused: 0, badPoints: 0 },
      ...{ examples: [], latePoints: 0, objectsWithoutAlerts: 0 },
      ...{ new: past.length, known: 0, quarantined: 0 },
    });
    assert.deepEqual(await told(copy), await told(original));
    await withClient(copy.database.superuser, async (client) => {
      const { rows } = await client.query<{ count: bigint }>(
        'SELECT count(*) AS count FROM fritz.candidates',
      );
      assert.equal(Number(rows[0]?.count), 0, 'no candidate is made of the past');
      const programs = await client.query(
        'SELECT programid FROM fritz.ztf_light_curves GROUP BY 1 ORDER BY 1',
      );
      assert.equal(programs.rowCount, 3, 'points keep their programmes');
    });
  });

  test('again, and in the other format, changes nothing', async () => {
    const before = await told(copy);
    const alerts = file(copy, 'alerts.jsonl', dump.alerts.map(extendedLine).join('\n'));
    const aux = file(copy, 'aux.bson.gz', gzipSync(Buffer.concat(dump.aux.map(bsonOf))));
    const report = JSON.parse(await run(copy, ['import', alerts, aux, '--json']));
    assert.deepEqual([report.new, report.known], [0, past.length]);
    assert.deepEqual(await told(copy), before);
  });

  test('filters see the past with the next alert', async () => {
    const pipeline = [
      {
        $project: {
          _id: 0,
          'annotations.prv': { $size: { $ifNull: ['$prv_candidates', []] } },
          'annotations.fp': { $size: { $ifNull: ['$fp_hists', []] } },
        },
      },
    ];
    const passed = async (place: CliDatabase) => {
      const path = file(place, 'filter.json', JSON.stringify(pipeline));
      const group = ['--group', 'Test', '--create-group', '--stream', 'ZTF Caltech'];
      await run(place, ['filter', 'add', path, '--name', 'all', '--insist', ...group]);
      await ingest(place, next);
      return withClient(place.database.superuser, async (client) => {
        const { rows } = await client.query(
          'SELECT candid, output FROM fritz.candidates ORDER BY candid',
        );
        return rows;
      });
    };
    const wanted = await passed(original);
    assert.ok(wanted.length > 0);
    assert.deepEqual(await passed(copy), wanted);
  });

  test('a light curve tells what the TNS has at its place, where its list is a catalog', async () => {
    const path = `/api/alerts_aux/${objectIds[0]}?includeAllFields=true`;
    interface Curve {
      coordinates: { ra_median: number; dec_median: number };
      cross_matches: { TNS?: { _id: string }[] };
    }
    const read = async () => (await told(copy))[path] as Curve;
    const { ra_median: ra, dec_median: dec } = (await read()).coordinates;
    const rows = ['name,ra,dec', `AT 2027abc,${ra},${dec}`, `AT 2027far,${(ra + 1) % 360},${dec}`];
    await run(copy, [
      'catalog',
      'add',
      'TNS',
      file(copy, 'tns.csv', rows.join('\n')),
      '--id',
      'name',
    ]);
    const matches = (await read()).cross_matches.TNS ?? [];
    assert.deepEqual(
      matches.map(({ _id }) => _id),
      ['AT 2027abc'],
    );
    await run(copy, ['catalog', 'drop', 'TNS']);
  });

  test('what is no alert or history is counted, and what is damaged told', async () => {
    const [alert = {}] = dump.alerts;
    const without = { ...alert, candidate: { ...(alert.candidate as object), jd: null } };
    const lines = [
      '{',
      '7',
      '{"_id": 1}',
      extendedLine(without),
      extendedLine({ _id: 'ZTF18none', fp_hists: [{}] }),
    ];
    const odd = file(copy, 'odd.jsonl', lines.join('\n'));
    const report = JSON.parse(await run(copy, ['import', odd, '--json'], 2));
    assert.deepEqual(
      [report.refused, report.histories, report.badPoints, report.objectsWithoutAlerts],
      [4, 1, 1, 1],
    );
    assert.equal(report.examples.length, 4);
    const torn = file(copy, 'torn.bson', bsonOf(alert).subarray(0, 900));
    assert.match(await run(copy, ['import', torn], 1), /torn\.bson: the file ends within/);
    const gone = join(copy.env.FRITZ_DATA ?? '', 'gone.bson');
    assert.match(await run(copy, ['import', gone], 1), /there is no file/);
  });

  test('BOOM’s documents are read', async () => {
    const place = await cliDatabase();
    try {
      const alerts = dump.alerts.map(({ candid, ...alert }) => {
        const candidate = alert.candidate as Record<string, unknown>;
        const isdiffpos = candidate.isdiffpos === 't' || candidate.isdiffpos === '1';
        const { cutoutScience: _s, cutoutTemplate: _t, cutoutDifference: _d, ...rest } = alert;
        return { ...rest, _id: candid, candidate: { ...candidate, isdiffpos } };
      });
      const aux = dump.aux.map(({ prv_candidates: points, ...rest }) => {
        const all = points as Record<string, unknown>[];
        const isLimit = ({ candid }: Record<string, unknown>) => candid === undefined;
        return {
          ...rest,
          prv_candidates: all.filter((one) => !isLimit(one)),
          prv_nondetections: all.filter(isLimit),
        };
      });
      const files = [file(place, 'a.bson', Buffer.concat([...alerts, ...aux].map(bsonOf)))];
      const report = JSON.parse(await run(place, ['import', ...files, '--json']));
      assert.deepEqual([report.new, report.refused, report.quarantined], [past.length, 0, 0]);
      const path = `/api/alerts_aux/${objectIds[0]}?includeAllFields=true`;
      assert.deepEqual(
        JSON.stringify((await told(place))[path])?.replaceAll(/"isdiffpos":"\w+"/g, ''),
        JSON.stringify((await told(copy))[path])?.replaceAll(/"isdiffpos":"\w+"/g, ''),
      );
    } finally {
      await place.drop();
    }
  });
});
