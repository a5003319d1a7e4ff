import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MissingHistoryError, simulateLsstNight, surveyNamed } from '../../src/index.ts';
import { packetsOf, withoutPackets } from './survey-packets.ts';

type Adapter = ReturnType<ReturnType<typeof surveyNamed>['adapter']>;
type Alert = ReturnType<Adapter['decode']>;
type Properties = Record<string, unknown>;

function propertiesOf(adapter: Adapter, alerts: readonly Alert[], reads: readonly string[] | null) {
  const curve = adapter.curve(null, adapter.needs([reads]));
  return alerts.map((alert) => {
    curve.add(alert);
    const { properties } = curve.document(alert, new Set([1, 2, 3]));
    return JSON.parse(JSON.stringify(properties)) as Properties;
  });
}

/** Every value is of the type that the schema says; gives the paths that have one. */
function checkTypes(adapter: Adapter, properties: Properties): Set<string> {
  const schema = new Map(adapter.documentSchema.map((field) => [field.path, field]));
  const seen = new Set<string>();
  const check = (value: unknown, path: string): void => {
    const field = schema.get(path);
    assert.ok(field, `${path} is not in the schema`);
    if (value === null) {
      assert.ok(field.nullable, `${path} is null`);
      return;
    }
    seen.add(path);
    if (field.type === 'object') {
      for (const [name, part] of Object.entries(value as object)) check(part, `${path}.${name}`);
      return;
    }
    const type = { bool: 'boolean', string: 'string' }[field.type as string] ?? 'number';
    assert.equal(typeof value, type, path);
  };
  check(properties, 'properties');
  return seen;
}

const lsst = surveyNamed('lsst').adapter();
const nights = ['20270301', '20270303', '20270306', '20270310'];
const lsstAlerts = nights.flatMap((night) =>
  [...simulateLsstNight({ seed: 8, night, alerts: 60 })].map(({ bytes }) => lsst.decode(bytes)),
);
const byObject = [...Map.groupBy(lsstAlerts, ({ objectId }) => objectId).values()];

test('lsst: rates, peaks and colours of the light curve, of its own bands', () => {
  const seen = new Set<string>();
  for (const ofObject of byObject) {
    for (const properties of propertiesOf(lsst, ofObject, null)) {
      for (const path of checkTypes(lsst, properties)) seen.add(path);
    }
  }
  for (const path of ['photstats.g.peak_mag', 'photstats.r.fading.rate', 'all_bands.age']) {
    assert.ok(seen.has(`properties.${path}`), `no simulated alert has ${path}`);
  }
  assert.ok(seen.has('properties.stationary') && seen.has('properties.total_mag'));
  assert.ok(!seen.has('properties.star'), 'its packets say nothing of stars');
});

test('lsst: a peak is the brightest of what photometry has', () => {
  for (const ofObject of byObject.slice(0, 20)) {
    const curve = lsst.curve(null, lsst.needs([null]));
    for (const alert of ofObject) curve.add(alert);
    const last = ofObject.toSorted((a, b) => (a.candid < b.candid ? -1 : 1)).at(-1);
    assert.ok(last);
    const { properties } = curve.document(last, new Set([1])) as { properties: Properties };
    const joint = properties.all_bands as { peak_mag: number } | null;
    const fluxes = curve
      .photometry()
      .filter(({ mjd, origin, fluxUjy, fluxErrUjy }) => {
        const isCounted = origin === 'alert' || (fluxUjy ?? 0) > 3 * (fluxErrUjy ?? 0);
        return isCounted && mjd <= last.mjd + 1e-6 && mjd > last.mjd - 365;
      })
      .map(({ fluxUjy }) => fluxUjy ?? 0);
    const brightest = Math.max(...fluxes);
    if (!(brightest > 0)) continue;
    assert.ok(Math.abs((joint?.peak_mag ?? 0) - (23.9 - 2.5 * Math.log10(brightest))) < 1e-6);
  }
});

test('who reads a part of them sees what all of them are; flags need no history', () => {
  const ofObject = byObject.reduce((a, b) => (b.length > a.length ? b : a));
  const whole = propertiesOf(lsst, ofObject, null);
  assert.deepEqual(propertiesOf(lsst, ofObject, ['properties.photstats.g.rising.rate']), whole);
  const [first] = ofObject;
  assert.ok(first);
  const flags = lsst.curve(null, lsst.needs([['properties.rock']]), 1n);
  const { properties } = flags.document(first, new Set([1])) as { properties: Properties };
  assert.equal(properties.rock, whole[0]?.rock);
  const features = lsst.curve(null, lsst.needs([['properties.stationary']]), 1n);
  const document = features.document(first, new Set([1])) as { properties: Properties };
  assert.throws(() => document.properties.stationary, MissingHistoryError);
});

for (const name of ['pgir', 'winter', 'lsst']) {
  test(`${name}: real alerts have the same from their columns`, {
    skip: withoutPackets(name),
  }, () => {
    const adapter = surveyNamed(name).adapter();
    const reads = ['properties'];
    for (const bytes of packetsOf(name)) {
      const alert = adapter.decode(bytes);
      const [live] = propertiesOf(adapter, [alert], reads);
      assert.ok(live);
      checkTypes(adapter, live);
      const values = adapter.values(alert);
      const columns = new Set(adapter.columnsFor([reads]));
      const named = adapter.columns.flatMap(({ name: column }, i) =>
        columns.has(column) ? [[column, values[i]] as const] : [],
      );
      const { candid, objectId: object_id, programId: programid, ra, dec, jd } = alert;
      const key = { candid, object_id, programid, ra, dec, jd };
      const seen = adapter.seenAlert({ ...Object.fromEntries(named), ...key });
      const curve = adapter.curve(null, adapter.needs([reads]));
      curve.add(alert);
      const { properties } = curve.document(seen, new Set([1, 2, 3]));
      assert.deepEqual(JSON.parse(JSON.stringify(properties)), live);
    }
  });
}

test('pgir: what its real alerts say of stars and rocks', { skip: withoutPackets('pgir') }, () => {
  const adapter = surveyNamed('pgir').adapter();
  const alerts = packetsOf('pgir').map((bytes) => adapter.decode(bytes));
  const all = alerts.flatMap((alert) => propertiesOf(adapter, [alert], null));
  const known = all.filter(({ sso }) => (sso as { is_sso: boolean }).is_sso);
  assert.ok(known.some(({ sso }) => (sso as { designation: string }).designation === '2008 HQ75'));
  // 58″ away: that is something else.
  assert.ok(known.every(({ rock }) => rock === false));
  assert.ok(all.some(({ star }) => star === true) && all.some(({ star }) => star === false));
});
