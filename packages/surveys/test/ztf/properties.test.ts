import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MissingHistoryError, simulateNight, ZtfAdapter, type ZtfAlert } from '../../src/index.ts';

const PROGRAMS = new Set([1, 2, 3]);
const adapter = new ZtfAdapter();
const nights = simulateNight({ seed: 5, night: '20270301', alerts: 200, nights: 5 });
const alerts = [...nights].map(({ bytes }) => adapter.decode(bytes));
const byObject = [...Map.groupBy(alerts, ({ objectId }) => objectId).values()];

function documentsOf(ofObject: readonly ZtfAlert[], reads: readonly string[] | null) {
  const curve = adapter.curve(null, adapter.needs([reads]));
  return ofObject.map((alert) => {
    curve.add(alert);
    return curve.document(alert, PROGRAMS);
  });
}

function propertiesOf(document: Record<string, unknown> | undefined) {
  return JSON.parse(JSON.stringify(document?.properties)) as Record<string, unknown>;
}

test('every value is of the type that the schema says, and every field is in the schema', () => {
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
    if (type === 'number') assert.ok(Number.isFinite(value), path);
  };
  for (const ofObject of byObject) {
    for (const document of documentsOf(ofObject, null)) check(document.properties, 'properties');
  }
  const expected = ['properties.photstats.r.fading.rate_error', 'properties.colors.g_r.color'];
  for (const path of [
    ...expected,
    'properties.all_bands.rising.red_chi2',
    'properties.total_mag',
  ]) {
    assert.ok(seen.has(path), `no simulated alert has ${path}`);
  }
});

test('who reads a part of them sees what all of them are', () => {
  const ofObject = byObject.reduce((a, b) => (b.length > a.length ? b : a));
  const whole = documentsOf(ofObject, null).map(propertiesOf);
  const stats = documentsOf(ofObject, ['properties.photstats.g.rising.rate']).map(propertiesOf);
  assert.deepEqual(stats, whole);
  const flags = documentsOf(ofObject, ['properties.star', 'properties.sso.designation']);
  for (const [i, document] of flags.entries()) {
    const { rock, star, sso, total_mag: total } = propertiesOf(document);
    const expected = whole[i];
    assert.deepEqual([rock, star, sso, total].slice(0, 3), [
      expected?.rock,
      expected?.star,
      expected?.sso,
    ]);
  }
});

test('flags need no history, and features wait for what is not at hand', () => {
  const [alert] = alerts;
  assert.ok(alert);
  const far = 2n ** 63n - 1n;
  const read = (reads: readonly string[], name: string) => {
    const curve = adapter.curve(null, adapter.needs([reads]), far);
    const { properties } = curve.document(alert, PROGRAMS) as { properties: Row };
    return properties[name];
  };
  assert.equal(typeof read(['properties.star'], 'star'), 'boolean');
  assert.throws(() => read(['properties.photstats.g.dt'], 'photstats'), MissingHistoryError);
  assert.throws(() => read(['properties.stationary'], 'stationary'), MissingHistoryError);
});

test('features are those of the points that the filter may see', () => {
  const [alert] = alerts.filter(({ programId }) => programId === 1);
  assert.ok(alert);
  const curve = adapter.curve(null, adapter.needs([['properties.all_bands']]));
  curve.add(alert);
  const seenBy = (programs: readonly number[]) =>
    propertiesOf(curve.document(alert, new Set(programs))).all_bands as Row | null;
  // Without rights on any point of the history the alert alone is left.
  const own = seenBy([]);
  if (own) assert.deepEqual([own.nb_data, own.first_jd, own.last_jd], [1, alert.jd, alert.jd]);
});

test('the columns that are read of a stored alert are all that properties are made of', () => {
  const names = adapter.columnsFor([['properties.star']]);
  for (const name of ['sgscore1', 'ssnamenr', 'magnr', 'distnr', 'jdstarthist']) {
    assert.ok(names.includes(name), name);
  }
  assert.ok(!adapter.columnsFor([['candidate.magpsf']]).includes('ssnamenr'));
});

type Row = Record<string, unknown>;
