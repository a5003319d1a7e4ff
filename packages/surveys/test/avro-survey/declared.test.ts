import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AvroRecordSchema, canonicalForm } from '@fritz/formats';
import { PacketError, type SurveyAdapter, surveyNamed } from '../../src/index.ts';
import { confluentPacket, openPacket, packetsOf, withoutPackets } from './survey-packets.ts';

const DECLARED = ['pgir', 'winter', 'lsst'];

function rowOf(adapter: SurveyAdapter, alert: ReturnType<SurveyAdapter['decode']>) {
  const values = adapter.values(alert);
  const own = adapter.columns.map(({ name }, i) => [name, values[i]]);
  const { candid, objectId: object_id, programId: programid } = alert;
  return { ...Object.fromEntries(own), candid, object_id, programid } as Record<string, unknown>;
}

for (const name of DECLARED) {
  const skip = withoutPackets(name);

  test(`${name}: real packets are recognized, and come back from their columns`, { skip }, () => {
    const survey = surveyNamed(name);
    const adapter = survey.adapter();
    for (const bytes of packetsOf(name)) {
      assert.ok(survey.recognizes(openPacket(bytes).schema));
      const alert = adapter.decode(bytes);
      adapter.curve(null, adapter.needs([])).add(alert);
      const seen = adapter.seenAlert(rowOf(adapter, alert));
      const { candid, objectId, programId, ra, dec, jd, packet } = alert;
      assert.deepEqual(seen, { candid, objectId, programId, ra, dec, jd, packet });
    }
  });

  test(`${name}: every field of a real document is in its schema`, { skip }, () => {
    const adapter = surveyNamed(name).adapter();
    const known = new Set(adapter.documentSchema.map(({ path }) => path));
    for (const bytes of packetsOf(name)) {
      const alert = adapter.decode(bytes);
      const curve = adapter.curve(null, adapter.needs([null]));
      curve.add(alert);
      const document = curve.document(alert, new Set([alert.programId]));
      const lists = ['candidate', 'prv_candidates', 'fp_hists', 'diaObject'];
      for (const [field, value] of Object.entries(document))
        assert.ok(known.has(field), `${field} ${value}`);
      for (const list of lists) {
        const records = [document[list] ?? []].flat() as Record<string, unknown>[];
        for (const record of records) {
          for (const field of Object.keys(record)) assert.ok(known.has(`${list}.${field}`), field);
        }
      }
    }
  });

  test(`${name}: packets of other surveys are refused by name`, { skip }, () => {
    const adapter = surveyNamed(name).adapter();
    for (const other of DECLARED.filter((one) => one !== name && !withoutPackets(one))) {
      assert.throws(
        () => adapter.decode(packetsOf(other)[0] ?? new Uint8Array()),
        (error) => error instanceof PacketError && error.code === 'wrong_schema',
      );
    }
  });

  test(`${name}: a bare record is read by its registry's schema`, { skip }, () => {
    const adapter = surveyNamed(name).adapter();
    const [bytes = new Uint8Array()] = packetsOf(name);
    const { schema, record } = openPacket(bytes);
    const bare = confluentPacket(900, schema, record);
    assert.throws(
      () => adapter.decode(bare),
      (error) => error instanceof PacketError && error.code === 'unknown_schema',
    );
    adapter.learnWriter?.(900, canonicalForm(schema));
    assert.deepEqual(adapter.decode(bare).packet, adapter.decode(bytes).packet);
  });

  test(`${name}: what a newer schema brings is kept, and what it drops is missing`, {
    skip,
  }, () => {
    const adapter = surveyNamed(name).adapter();
    const [bytes = new Uint8Array()] = packetsOf(name);
    const { schema, record } = openPacket(bytes);
    const newer = evolve(schema);
    adapter.learnWriter?.(1, canonicalForm(newer));
    const extra = { x: 2.5, big: 2n ** 60n, names: ['a', 'b'], note: null };
    const alert = adapter.decode(confluentPacket(1, newer, { ...record, newcomer: extra }));
    adapter.curve(null, adapter.needs([])).add(alert);
    const seen = adapter.seenAlert(rowOf(adapter, alert));
    assert.deepEqual(seen.packet, alert.packet);
    assert.deepEqual(seen.packet.newcomer, extra);
    assert.ok(!('publisher' in seen.packet) && !('target_name' in seen.packet));
  });
}

/** A schema with a new record at its end, and without `publisher` or `target_name`. */
function evolve(schema: AvroRecordSchema): AvroRecordSchema {
  const gone = ['publisher', 'target_name'];
  const newcomer = {
    type: 'record' as const,
    name: 'newcomer',
    fields: [
      { name: 'x', schema: { type: 'double' as const } },
      { name: 'big', schema: { type: 'long' as const } },
      { name: 'names', schema: { type: 'array' as const, items: { type: 'string' as const } } },
      { name: 'note', schema: { type: 'null' as const } },
    ],
  };
  const kept = schema.fields.filter(({ name }) => !gone.includes(name));
  return { ...schema, fields: [...kept, { name: 'newcomer', schema: newcomer }] };
}

test('pgir: counts and numbers of the real night', { skip: withoutPackets('pgir') }, () => {
  const adapter = surveyNamed('pgir').adapter();
  const alerts = packetsOf('pgir').map((bytes) => adapter.decode(bytes));
  assert.equal(alerts.length, 17);
  assert.equal(new Set(alerts.map(({ objectId }) => objectId)).size, 15);
  const first = alerts.find(({ candid }) => candid === 114297926n);
  assert.ok(first);
  const curve = adapter.curve(null, adapter.needs([]));
  curve.add(first);
  const own = curve.photometry().find(({ candid }) => candid === first.candid);
  // J = 10.176 ± 0.051 mag (Vega): times 1594 Jy (Cohen et al. 2003) is 0.1356 Jy.
  assert.ok(
    Math.abs((own?.fluxUjy ?? 0) / (1594e6 * 10 ** (-0.4 * 10.175999641418457)) - 1) < 2e-4,
  );
  assert.equal(own?.band, 'cspjs');
  assert.ok(Math.abs((own?.limitingMag ?? 0) - (11.715999603271484 + 0.8938)) < 1e-3);
  assert.equal(curve.photometry().length, 71);
  const limits = curve.photometry().filter(({ fluxUjy }) => fluxUjy === null);
  const sent = openPacket(packetsOf('pgir')[0] ?? new Uint8Array()).record.prv_candidates;
  const isLimit = ({ candid }: { candid: bigint | null }) => candid === null;
  assert.equal(limits.length, (sent as { candid: bigint | null }[]).filter(isLimit).length);
});

test('winter: J by its filter id, on the Vega system', { skip: withoutPackets('winter') }, () => {
  const adapter = surveyNamed('winter').adapter();
  const alerts = packetsOf('winter').map((bytes) => adapter.decode(bytes));
  assert.equal(new Set(alerts.map(({ objectId }) => objectId)).size, 11);
  const alert = alerts.find(({ objectId }) => objectId === 'WNTR24auhar');
  assert.ok(alert);
  const curve = adapter.curve(null, adapter.needs([null]));
  curve.add(alert);
  const points = curve.photometry();
  assert.deepEqual(
    points.map(({ band }) => band),
    ['2massj', '2massj', '2massj'],
  );
  const flux = 1594e6 * 10 ** (-0.4 * 17.092924118041992);
  assert.ok(Math.abs((points.at(-1)?.fluxUjy ?? 0) / flux - 1) < 2e-4);
  const document = curve.document(alert, new Set([1]));
  const history = document.prv_candidates as { fieldid: number; candid: bigint }[];
  assert.deepEqual(
    history.map(({ candid }) => candid),
    [3532098n, 3563433n],
  );
  assert.deepEqual(curve.document(alert, new Set([2])).prv_candidates, []);
});

test('lsst: nanojansky, mid-exposure in UTC, and BOOM’s names', {
  skip: withoutPackets('lsst'),
}, () => {
  const adapter = surveyNamed('lsst').adapter();
  const alert = adapter.decode(packetsOf('lsst')[0] ?? new Uint8Array());
  assert.equal(alert.candid, 281323062375219200n);
  assert.equal(alert.objectId, '281323062375219201');
  // TAI is 37 s ahead of UTC since 2017.
  assert.ok(Math.abs(alert.mjd - (60902.993305483615 - 37 / 86400)) < 1e-9);
  const curve = adapter.curve(null, adapter.needs([null]));
  curve.add(alert);
  const own = curve.photometry().at(-1);
  assert.equal(own?.fluxUjy, 1.241);
  assert.equal(own?.fluxErrUjy, 0.012);
  assert.equal(own?.band, 'lsstr');
  const { candidate } = curve.document(alert, new Set([1])) as {
    candidate: Record<string, unknown>;
  };
  assert.ok(Math.abs((candidate.magpsf as number) - (31.4 - 2.5 * Math.log10(1241))) < 1e-9);
  assert.equal(candidate.isdiffpos, true);
  assert.equal(candidate.jd, alert.jd);
});
