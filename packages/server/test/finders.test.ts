import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { withClient } from '@fritz/archive';
import { createCatalog, createInstrument } from '@fritz/testing';
import {
  arrangeWorld,
  call,
  fails,
  type Harness,
  send,
  startHarness,
  type World,
} from './harness.ts';
import { textOfPdf } from './pdf-text.ts';

const now = new Date('2026-12-02T06:00:00Z');
let harness: Harness;
let world: World;
const target = { ra: 150.1, dec: 20.2 };

/** Stars around the target: east and north in arcsec, RP, motion in mas a year. */
const stars = [
  [1, 40, 0, 14, 0, 0],
  [2, -60, 30, 15, 500, -300],
  [3, 0, -80, 16, 0, 0],
  // Beside another; too faint; too bright; too far.
  [4, 20, 20, 15, 0, 0],
  [5, 22, 20, 16, 0, 0],
  [6, 10, -20, 19.5, 0, 0],
  [7, -20, -20, 8, 0, 0],
  [8, 400, 0, 14, 0, 0],
] as const;

before(async () => {
  harness = await startHarness({ now: () => now });
  world = await harness.arrange(arrangeWorld);
  await harness.arrange((client) =>
    client.query('UPDATE fritz.objs SET ra = $2, dec = $3 WHERE id = $1', [
      world.objId,
      target.ra,
      target.dec,
    ]),
  );
});
after(() => harness.close());

const offsets = (query = {}, id = world.objId) =>
  call(harness, 'getSourceOffsets', { as: world.member, params: { id }, query });

test('without a catalog the list has the target alone, and says so', async () => {
  const list = await offsets();
  assert.deepEqual([list.gaia_available, list.noffsets, list.facility], [false, 0, 'Keck']);
  assert.equal(list.starlist_info.length, 1);
  const chart = await send(harness, 'getSourceFinder', {
    as: world.member,
    params: { id: world.objId },
  });
  assert.equal(chart.statusCode, 200);
  await fails(harness, 'getUnsourcedFinder', 'not_configured', {
    as: world.member,
    query: { location_type: 'gaia_dr3', catalog_id: '1' },
  });
});

test('offset stars are bright, alone and near, and their offsets are of the day', async () => {
  const cosDec = Math.cos((target.dec * Math.PI) / 180);
  await withClient(harness.database.owner, (client) =>
    createCatalog(client, {
      name: 'Gaia_DR3',
      columns: {
        ...{ id: 'int8', ra: 'float8', dec: 'float8', phot_rp_mean_mag: 'float4' },
        ...{ pmra: 'float8', pmdec: 'float8' },
      },
      rows: stars.map(([id, east, north, mag, pmra, pmdec]) => [
        BigInt(id),
        target.ra + east / 3600 / cosDec,
        target.dec + north / 3600,
        mag,
        pmra,
        pmdec,
      ]),
      plan: { epochMjd: 57_388.5 },
    }),
  );
  const list = await offsets();
  assert.deepEqual([list.gaia_available, list.noffsets, list.queries_issued], [true, 3, 1]);
  const [first, second] = list.starlist_info.slice(1);
  assert.deepEqual([first?.mag, first?.dras, first?.ddecs], [14, '40.000" W', '0.001" N']);
  // Eleven years of 0.5″ east and 0.3″ south: from there it is less far to the east, and less to the south.
  const years = (61_376.25 - 57_388.5) / 365.25;
  assert.match(String(second?.dras), /" E$/);
  assert.ok(Math.abs(Number.parseFloat(String(second?.dras)) - (60 - 0.5 * years)) < 0.01);
  assert.ok(Math.abs(Number.parseFloat(String(second?.ddecs)) - (30 - 0.3 * years)) < 0.01);
  assert.match(String(second?.str), /raoffset=54\.54\d decoffset=-26\.7\d\d # dist=/);
  // 2010: elsewhere.
  const before = await offsets({ obstime: '2010-01-01' });
  assert.notEqual(before.starlist_info[2]?.dras, second?.dras);
  assert.equal((await offsets({ num_offset_stars: 0 })).starlist_info.length, 1);
});

test('each facility has its own form', async () => {
  const lines = async (facility: string) =>
    (await offsets({ facility, num_offset_stars: 1 })).starlist_info.map(({ str }) => str);
  const name = world.objId;
  const [keck = '', star = ''] = await lines('Keck');
  assert.equal(
    keck,
    `${name.slice(-15).padEnd(15)} 10 00 24.00 +20 12 00.00 2000.0  # source_name=${name}`,
  );
  assert.match(star, /_o1 +10 00 26\.84 \+20 12 00\.00 2000\.0 raoffset=-40\.000 decoffset=/);
  const [p200 = ''] = await lines('P200');
  assert.match(p200, /10:00:24\.00 \+20:12:00\.00 2000\.0 {2}! source_name=/);
  const [ngps = '', ngpsStar = ''] = await lines('P200-NGPS');
  assert.equal(ngps.split(',').length, 19);
  assert.match(ngps, /^[^,]+,10:00:24\.00,\+20:12:00\.00,,,science,1,/);
  assert.match(ngpsStar, /_o1,10:00:26\.84,\+20:12:00\.00,-40\.00,0\.00,/);
  const [generic = ''] = await lines('generic');
  assert.match(generic, /,10:00:24\.00,\+20:12:00\.00,J2000,,,/);
});

test('a run’s starlist has all its targets, with the first line and standards', async () => {
  const instrument = await harness.arrange((client) => createInstrument(client));
  const { id } = await call(harness, 'createObservingRun', {
    as: world.member,
    body: { instrument_id: instrument.id, calendar_date: '2026-12-01', group_id: world.group.id },
  });
  const body = { run_id: id, obj_id: world.objId, priority: 4, comment: 'wait,\nfor it' };
  await call(harness, 'createAssignment', { as: world.member, body });
  const list = await call(harness, 'getRunStarlist', {
    ...{ as: world.member, params: { id } },
    query: { facility: 'Shane', num_offset_stars: 2, standards: true },
  });
  const lines = list.starlist_info.map(({ str }) => str);
  assert.match(String(lines[0]), /^!Data \{name %16\}/);
  assert.match(String(lines[1]), /# source_name=\S+ wait, for it$/);
  assert.ok(lines.some((line) => line.startsWith('Feige110')));
  assert.ok(!lines.some((line) => line.startsWith('EG21')), 'what never rises there is left out');
  const ngps = await offsets({ facility: 'P200-NGPS', observing_run_id: id });
  assert.match(String(ngps.starlist_info[0]?.str), /,"wait, for it",4,/);
});

test('standards within limits, over 0h too', async () => {
  const names = async (query: Record<string, string | boolean>) =>
    (await call(harness, 'listStandards', { as: world.member, query })).starlist_info.map(
      ({ str }) => str,
    );
  const all = await names({});
  assert.ok(all.length > 40);
  const some = await names({ ra_filter_range: '(345, 15)', dec_filter_range: '[-10,60]' });
  assert.deepEqual(
    some.map((line) => line.split(' ')[0]),
    ['HR9087', 'Feige110', 'GD248'],
  );
  assert.match(
    String(some[1]),
    /^Feige110 {8}23 19 58\.39 -05 09 55\.80 2000\.0 {2}# Standard V=11\.82/,
  );
  await fails(harness, 'listStandards', 'invalid_request', {
    ...{ as: world.member, query: { dec_filter_range: '(-100, 3)' } },
  });
});

test('a finding chart is a PDF or a PNG, with the target, its stars and what they are of', async () => {
  const params = { id: world.objId };
  const pdf = await send(harness, 'getSourceFinder', { as: world.member, params });
  assert.equal(pdf.headers['content-type'], 'application/pdf');
  assert.match(String(pdf.headers['content-disposition']), /-finder\.pdf"/);
  const bytes = pdf.rawPayload;
  assert.equal(bytes.toString('latin1', 0, 8), '%PDF-1.4');
  const at = Number(/startxref\n(\d+)/.exec(bytes.toString('latin1'))?.[1]);
  assert.equal(bytes.toString('latin1', at, at + 4), 'xref');
  const text = textOfPdf(bytes);
  assert.match(text, /\(10:00:24\.00 {2}\+20:12:00\.0\)/);
  assert.match(text, /\(40\.00" W {3}0\.00" N\)/);
  assert.match(text, /Gaia_DR3, moved to 2026-12-02/);
  const png = await send(harness, 'getSourceFinder', {
    ...{ as: world.member, params, query: { type: 'png', imsize: 3, image_source: 'field' } },
  });
  assert.equal(png.headers['content-type'], 'image/png');
  assert.equal(png.rawPayload.readUInt32BE(16), 1584);
  const both = await send(harness, 'getSourceFinder', {
    ...{ as: world.member, params, query: { as_json: true, num_offset_stars: 1 } },
  });
  const { data } = JSON.parse(both.body);
  assert.equal(data.starlist.length, 2);
  assert.equal(Buffer.from(data.finding_chart, 'base64').toString('latin1', 0, 5), '%PDF-');
  await fails(harness, 'getSourceFinder', 'invalid_request', {
    ...{ as: world.member, params, query: { imsize: 30 } },
  });
  await fails(harness, 'getSourceFinder', 'not_found', { as: world.stranger, params });
});

test('a chart of a position or a star of Gaia, moved to the day', async () => {
  const star = await send(harness, 'getUnsourcedFinder', {
    as: world.member,
    query: { location_type: 'gaia_dr3', catalog_id: '2' },
  });
  assert.equal(star.statusCode, 200, star.body);
  assert.match(textOfPdf(star.rawPayload), /Gaia DR3 2/);
  await fails(harness, 'getUnsourcedFinder', 'not_found', {
    as: world.member,
    query: { location_type: 'gaia_dr3', catalog_id: '999' },
  });
  await fails(harness, 'getUnsourcedFinder', 'invalid_request', {
    as: world.member,
    query: { location_type: 'pos', ra: 10 },
  });
});

test('when it can be observed, at every telescope, is drawn', async () => {
  for (const [type, begins] of [
    ['pdf', '%PDF'],
    ['png', '\x89PNG'],
  ] as const) {
    const drawn = await send(harness, 'getSourceObservability', {
      as: world.member,
      params: { id: world.objId },
      query: { type, maxAirmass: 2, twilight: 'nautical' },
    });
    assert.equal(drawn.statusCode, 200, drawn.body);
    assert.equal(drawn.rawPayload.toString('latin1', 0, 4), begins);
  }
});
