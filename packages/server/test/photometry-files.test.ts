import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openCsv } from '@fritz/formats';
import { createObj } from '@fritz/testing';
import {
  arrangeWorld,
  call,
  fails,
  type Harness,
  send,
  startHarness,
  type World,
} from './harness.ts';

const folder = join(
  process.env.FRITZ_SHARED ?? join(import.meta.dirname, '../../../../shared'),
  'data/marshal',
);
const curves = existsSync(folder)
  ? readdirSync(folder).filter((name) => /_phot\.csv$|_optical\.csv$/.test(name))
  : [];

let harness: Harness;
let world: World;
let spectrograph: number;

before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
  spectrograph = await harness.arrange(async (client) => {
    const { rows } = await client.query<{ id: number }>(
      `INSERT INTO fritz.instruments (name, type, telescope_id)
         SELECT 'DBSP', 'spectrograph', min(id) FROM fritz.telescopes RETURNING id`,
    );
    return rows[0]?.id ?? 0;
  });
});
after(() => harness.close());

/** An object that the member sees. */
function newObj(id: string): Promise<{ id: string }> {
  return harness.arrange(async (client) => {
    const { rows } = await client.query<{ id: number }>(
      `SELECT audience_id AS id FROM fritz.obj_audiences WHERE obj_id = $1 LIMIT 1`,
      [world.objId],
    );
    return createObj(client, { id, audienceIds: rows.map((row) => row.id) });
  });
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

/** Rows of a file by its columns, as the file has them. */
async function readRows(text: string): Promise<Record<string, unknown>[]> {
  const reader = await openCsv(() => once(text));
  const rows: Record<string, unknown>[] = [];
  for await (const batch of reader.batches()) {
    for (const row of batch.rows) {
      rows.push(Object.fromEntries(reader.columns.map(({ name }, i) => [name, row[i] ?? null])));
    }
  }
  return rows;
}

test('real light curves go in and come out to a part in 1e9', {
  skip: curves.length === 0,
}, async () => {
  for (const name of curves) {
    const text = readFileSync(join(folder, name), 'utf8');
    const { id } = await newObj(name.replace('.csv', ''));
    const { ids } = await call(harness, 'putPhotometryFile', {
      as: world.member,
      body: { file: text, obj_id: id, instrument_id: spectrograph },
    });
    const points = await call(harness, 'getPhotometry', {
      as: world.member,
      params: { id },
      query: { format: 'both' },
    });
    const byId = new Map(points.map((point) => [BigInt(point.id ?? 0), point]));
    const rows = await readRows(text);
    assert.equal(ids.length, rows.length);
    rows.forEach((row, index) => {
      const point = byId.get(BigInt(ids[index] ?? 0));
      assert.ok(point, `${name} row ${index}`);
      assert.equal(point.mjd, row.mjd);
      assert.equal(point.filter, row.filter);
      if (typeof row.zp === 'number') {
        const scale = 10 ** (0.4 * (23.9 - row.zp));
        same(point.flux, row.flux, scale);
        same(point.fluxerr, row.fluxerr, scale);
      } else {
        same(point.mag, row.mag);
        // 99 stands for no limit in this file.
        if (row.limiting_mag !== 99) same(point.limiting_mag, row.limiting_mag);
      }
      same(point.ra, row.ra ?? null);
    });
  }
});

function same(actual: unknown, expected: unknown, scale = 1): void {
  if (typeof expected !== 'number') assert.equal(actual, expected ?? null);
  else {
    assert.ok(typeof actual === 'number');
    const wanted = expected * scale;
    assert.ok(Math.abs(actual - wanted) <= 1e-9 * Math.abs(wanted), `${actual} is ${wanted}`);
  }
}

const csv = [
  'Time,filter,flux,fluxerr,comment',
  '60000.25,sdssg,12.5,1.5,"a, b"',
  '60001.25,sdssr,,1.5,',
].join('\n');
const rest = (id: string) => ({
  ...{ obj_id: id, instrument_id: spectrograph, zp: 23.9, columns: { Time: 'mjd' } },
});

test('a table comes out in four formats, and goes in again as the same points', async () => {
  const as = world.member;
  const { id } = await newObj('tables');
  const { ids } = await call(harness, 'postPhotometryFile', {
    as,
    body: { ...rest(id), file: csv },
  });
  const accepted = {
    csv: 'text/csv',
    ecsv: 'application/x-ecsv',
    fits: 'application/fits',
    votable: 'application/x-votable+xml',
  };
  for (const [format, type] of Object.entries(accepted)) {
    const params = { id };
    const byQuery = await send(harness, 'getPhotometry', {
      as,
      params,
      query: { format: 'both', file_format: format },
    });
    assert.equal(byQuery.statusCode, 200, byQuery.body);
    const byHeader = await send(harness, 'getPhotometry', {
      as,
      params,
      query: { format: 'both' },
      headers: { accept: `${type}, */*;q=0.1` },
    });
    assert.deepEqual(byHeader.rawPayload, byQuery.rawPayload);
    assert.ok(String(byHeader.headers['content-type']).startsWith(type));
    const file = byQuery.rawPayload.toString(format === 'fits' ? 'base64' : 'utf8');
    const again = await call(harness, 'putPhotometryFile', { as, body: { file } });
    assert.deepEqual(again.ids, ids, format);
  }
});

test('a file’s rows are checked as others are, and a file that is none is refused', async () => {
  const as = world.member;
  const { id } = await newObj('checked');
  const bad = csv.replace('sdssr', 'nosuch').replace('60000.25', 'tonight');
  const told = await fails(harness, 'putPhotometryFile', 'invalid_rows', {
    as,
    body: { ...rest(id), file: bad },
  });
  assert.match(told.message, /row 0 mjd: must be a finite number/);
  const files: [string, RegExp][] = [
    ['ra,dec\n', /no rows/],
    ['what,ever\n1,2\n', /no column that is a field/],
    ['SIMPLE  =', /fits|field/],
    ['U0lNUExFICA9', /cannot be read as fits/],
    ['H4sIAAAA', /cannot be unpacked/],
    ['<VOTABLE>', /cannot be read as votable/],
    ['# %ECSV 1.0\n# ---\n', /cannot be read as ecsv/],
    [`mjd\n${'60000\n'.repeat(10_001)}`, /more than 10000 rows/],
    ['mjd,mjd\n1,2\n', /two columns are called/],
  ];
  for (const [file, message] of files) {
    const error = await fails(harness, 'putPhotometryFile', 'invalid_request', {
      as,
      body: { ...rest(id), file },
    });
    assert.match(error.message, message, file.slice(0, 40));
  }
});
