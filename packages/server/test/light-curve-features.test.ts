import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { extinctionMag, icrsToGalactic } from '@fritz/sky';
import { createPhotometryPoint } from '@fritz/testing';
import {
  arrangeWorld,
  call,
  fails,
  type Harness,
  send,
  startHarness,
  type World,
} from './harness.ts';
import { dust, smallDustMaps } from './small-dust-maps.ts';

let harness: Harness;
let dustMaps: string;
before(async () => {
  dustMaps = mkdtempSync(join(tmpdir(), 'dust-'));
  for (const [name, bytes] of Object.entries(smallDustMaps())) {
    writeFileSync(join(dustMaps, name), bytes);
  }
  harness = await startHarness({ dustMaps });
});
after(async () => {
  await harness.close();
  rmSync(dustMaps, { recursive: true });
});

type Columns = Readonly<Record<string, unknown>>;

/** An object with these points, of programme 1 where not said otherwise. */
function arrange(points: readonly (Columns & { readonly programId?: number })[]): Promise<World> {
  return harness.arrange(async (client) => {
    const world = await arrangeWorld(client);
    const { objId } = world;
    for (const { programId = 1, ...columns } of points) {
      await createPhotometryPoint(client, { objId, programId, columns });
    }
    return world;
  });
}

const fluxOf = (mag: number) => 10 ** (-0.4 * (mag - 23.9));

/** Brightens by 0.2 mag a day in r and g, which is half a magnitude fainter, and then fades. */
const transient = Array.from({ length: 12 }, (_, day) => {
  const mag = 19 - 0.2 * Math.min(day, 8) + 0.1 * Math.max(0, day - 8);
  const [band, flux] = day % 2 === 0 ? ['ztfr', fluxOf(mag)] : ['ztfg', fluxOf(mag + 0.5)];
  return { band, mjd: 61_500 + day, flux_ujy: flux, fluxerr_ujy: flux / 50 };
});

test('rates, peaks, colour and age are those of the points', async () => {
  const world = await arrange(transient);
  const request = { as: world.member, params: { id: world.objId } };
  const found = await call(harness, 'getFeatures', request);
  // The world has a point of its own, in g and long before.
  assert.deepEqual(
    found.bands.map(({ filter, points }) => [filter, points]),
    [
      ['ztfg', 7],
      ['ztfr', 6],
    ],
  );
  const [, r] = found.bands;
  assert.ok(r?.rise && r.decline);
  assert.ok(Math.abs(r.rise.mag_per_day + 0.2) < 1e-9 && r.rise.points === 5);
  assert.ok(Math.abs(r.decline.mag_per_day - 0.1) < 1e-9);
  assert.ok(Math.abs(r.peak_mag - 17.4) < 1e-9 && r.peak_mjd === 61_508);
  const { all_bands: all, colors } = found;
  assert.equal(all?.peak_filter, 'ztfr');
  assert.equal(all?.days_since_peak, 3);
  assert.equal(found.stationary, true);
  const [color] = colors;
  assert.deepEqual(color?.filters, ['ztfg', 'ztfr']);
  // g a day before the peak: half a magnitude, and a day's rise.
  assert.ok(Math.abs((color?.color ?? 0) - 0.7) < 1e-9);
});

test('magnitudes and colours are corrected for extinction where it is asked for', async () => {
  const world = await arrange(transient);
  const request = { as: world.member, params: { id: world.objId } };
  const plain = await call(harness, 'getFeatures', request);
  const corrected = await call(harness, 'getFeatures', { ...request, query: { ebv: '0.1' } });
  assert.equal(plain.ebv, null);
  const { ra, dec } = await call(harness, 'getSource', request);
  const { l, b } = icrsToGalactic({ ra, dec });
  assert.ok(Math.abs((plain.map_ebv ?? 0) - dust(l, b)) < 0.002, 'what the map says is offered');
  assert.equal(corrected.ebv, 0.1);
  const r = corrected.bands[1];
  assert.ok(Math.abs((r?.extinction ?? 0) - 0.2271) < 1e-9);
  assert.ok(Math.abs((plain.bands[1]?.peak_mag ?? 0) - (r?.peak_mag ?? 0) - 0.2271) < 1e-9);
  const [before] = plain.colors;
  const [after] = corrected.colors;
  assert.ok(Math.abs((before?.color ?? 0) - (after?.color ?? 0) - 0.0901) < 1e-9);
  await fails(harness, 'getFeatures', 'invalid_request', { ...request, query: { ebv: '-1' } });
});

test('features are those of what the viewer may see', async () => {
  const hidden = transient.map((point) => ({ ...point, programId: 3 }));
  const world = await arrange(hidden);
  const params = { id: world.objId };
  const own = await call(harness, 'getFeatures', { as: world.member, params });
  assert.deepEqual(
    own.bands.map(({ points }) => points),
    [1],
  );
  assert.equal(own.stationary, false);
  const all = await call(harness, 'getFeatures', { as: world.admin, params });
  assert.equal(all.all_bands?.points, 13);
  const periods = await call(harness, 'getPeriodogram', { as: world.member, params });
  assert.deepEqual([periods.bands, periods.periods, periods.max_frequency], [[], [], null]);
});

test('they can be had as a table', async () => {
  const world = await arrange(transient);
  const response = await send(harness, 'exportFeatures', {
    as: world.member,
    params: { id: world.objId },
  });
  assert.equal(response.statusCode, 200);
  assert.match(String(response.headers['content-disposition']), /-features\.csv"$/);
  const [head = '', ...lines] = response.body.trim().split('\r\n');
  const columns = head.split(',');
  const rows = lines.map((line) => {
    const cells = line.split(',');
    assert.equal(cells.length, columns.length);
    return Object.fromEntries(columns.map((name, i) => [name, cells[i]]));
  });
  assert.deepEqual(
    rows.map(({ filter }) => filter),
    ['ztfg', 'ztfr', 'all'],
  );
  assert.ok(Math.abs(Number(rows[1]?.rise_mag_per_day) + 0.2) < 1e-9);
});

/** A star that pulsates by half its light in 0.6137 days, of which the reference has 1000 µJy. */
const star = Array.from({ length: 90 }, (_, i) => {
  const mjd = 61_000 + i * 1.37 + 0.1 * Math.sin(i);
  const light = 1000 + 500 * Math.sin((2 * Math.PI * mjd) / 0.6137);
  const [band, ref] = i % 3 === 0 ? ['ztfg', 900] : ['ztfr', 1000];
  const measured = { flux_ujy: light - ref, fluxerr_ujy: 12, ref_flux_ujy: ref };
  return { band, mjd, ...measured, ref_fluxerr_ujy: 5, origin: i % 2 === 0 ? 'alert' : 'alert_fp' };
});

test('the period of a variable star is found, in one band and in two', async () => {
  const world = await arrange(star);
  const request = { as: world.member, params: { id: world.objId } };
  const both = await call(harness, 'getPeriodogram', request);
  assert.deepEqual(
    both.bands.map(({ filter, points, fluxes }) => [filter, points, fluxes]),
    [
      ['ztfg', 30, 'total'],
      ['ztfr', 60, 'total'],
    ],
  );
  const [best] = both.periods;
  assert.ok(best && Math.abs(best.period_days - 0.6137) < 0.0005, `${best?.period_days}`);
  assert.ok(best.power > 0.9 && best.false_alarm_probability === null);
  assert.equal(both.max_frequency, 24);
  const { frequencies, powers } = both.spectrum;
  assert.ok(frequencies.length === powers.length && powers.length <= 1000);
  assert.ok(Math.abs(Math.max(...powers) - best.power) < 1e-12);
  const query = { filter: 'ztfg', maxFrequency: '3' };
  const one = await call(harness, 'getPeriodogram', { ...request, query });
  const [only] = one.periods;
  assert.ok(only && Math.abs(only.period_days - 0.6137) < 0.001);
  assert.ok((only.false_alarm_probability ?? 1) < 1e-10);
  assert.deepEqual(one.bands.length, 1);
});

test('a frequency that would take too long is refused with what is possible', async () => {
  const world = await arrange(
    star.map((point, i) => ({ ...point, mjd: point.mjd - (i % 2) * 9000 })),
  );
  const request = { as: world.member, params: { id: world.objId } };
  const query = { maxFrequency: '1000' };
  const error = await fails(harness, 'getPeriodogram', 'invalid_request', { ...request, query });
  assert.match(JSON.stringify(error), /maxFrequency.*ask for \d+\.\d or less/);
  const found = await call(harness, 'getPeriodogram', request);
  assert.ok(found.max_frequency !== null && found.max_frequency <= 24);
});

test('extinction is told, and what is uploaded without it is stored with it', async () => {
  const { member: as, objId } = await arrange([]);
  const params = { id: objId };
  const instrument_id = await harness.arrange(async (client) => {
    const { rows } = await client.query<{ id: number }>(
      "SELECT id FROM fritz.instruments WHERE name = 'ZTF'",
    );
    return rows[0]?.id ?? 0;
  });
  const { ids } = await call(harness, 'postPhotometry', {
    as,
    body: {
      ...{ obj_id: objId, instrument_id, filter: 'ztfg', magsys: 'ab', mjd: 61_000 },
      ...{ mag: 18, magerr: 0.1, limiting_mag: 20.5, extinction_corrected: true },
    },
  });
  const query = { includeExtinction: true, format: 'both' };
  const points = await call(harness, 'getPhotometry', { as, params, query });
  const seen = points.find((one) => String(one.id) === String(ids[0]));
  const { ebv } = await call(harness, 'getSource', { as, params });
  const expected = extinctionMag('ztfg', ebv ?? 0) ?? 0;
  const near = (actual: number | null | undefined, wanted: number) =>
    assert.ok(Math.abs((actual ?? 0) - wanted) < 1e-9, `${actual} is ${wanted}`);
  assert.ok(expected > 0.01, `${expected}`);
  near(seen?.extinction, expected);
  near(seen?.mag, 18 + expected);
  near(seen?.mag_corr, 18);
  near((seen?.flux_corr ?? 0) / fluxOf(18), 1);
  const plain = await call(harness, 'getPhotometry', { as, params });
  assert.ok(plain.every((one) => one.extinction === undefined && one.mag_corr === undefined));
});
