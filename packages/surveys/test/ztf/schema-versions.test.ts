import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PacketError, simulateNight, ZtfAdapter } from '../../src/index.ts';
import { openPacket, writePacket } from './rewritten-packet.ts';

const [packet] = simulateNight({ seed: 3, night: '20270302', alerts: 1 });
const bytes = packet?.bytes ?? new Uint8Array();

/** `["null", T]` and `[T, "null"]` occur in different versions. */
function swapUnion(type: unknown): unknown {
  return Array.isArray(type) ? [...type].reverse() : type;
}

test('a version without drb, with other field order and union order, is read by name', () => {
  const open = openPacket(bytes);
  const older = open.candidateSchema.fields
    .filter((field) => !field.name.startsWith('drb'))
    .map(({ default: _default, ...field }) => ({ ...field, type: swapUnion(field.type) }))
    .reverse();
  open.candidateSchema.fields = older;
  open.schema.fields = open.schema.fields.filter((field) => field.name !== 'fp_hists');
  const adapter = new ZtfAdapter();
  const now = adapter.decode(bytes);
  const then = adapter.decode(writePacket(open));
  const { drb: _drb, drbversion: _version, ...rest } = now.packet.candidate;
  assert.deepEqual({ ...then.packet.candidate }, { ...rest });
  const columns = adapter.columns.map((column) => column.name);
  const stored = Object.fromEntries(columns.map((name, i) => [name, adapter.values(then)[i]]));
  assert.equal(stored.drb, null);
  assert.equal(stored.magpsf, now.packet.candidate.magpsf);
});

test('both versions of a schema live in one light curve', () => {
  const open = openPacket(bytes);
  for (const field of open.candidateSchema.fields) field.type = swapUnion(field.type);
  open.record.candid = packet ? packet.candid + 1000n : 0n;
  open.candidate.candid = open.record.candid;
  const needs = { detections: 'all', forced: 'all', coordinates: false } as const;
  const adapter = new ZtfAdapter();
  const curve = adapter.curve(null, needs);
  curve.add(adapter.decode(bytes));
  curve.add(adapter.decode(writePacket(open)));
  const candids = curve
    .words(null)
    .prv_candidates?.map((point) => (point as { candid?: bigint }).candid);
  assert.ok(candids?.includes(packet?.candid));
  assert.ok(candids?.includes((packet?.candid ?? 0n) + 1000n));
});

test('a field that a newer schema brings is kept', () => {
  const open = openPacket(bytes);
  open.candidateSchema.fields.unshift({ name: 'novelty', type: ['null', 'double'] });
  open.candidate.novelty = 0.25;
  const adapter = new ZtfAdapter();
  const alert = adapter.decode(writePacket(open));
  const extra = adapter.values(alert)[adapter.columns.findIndex((c) => c.name === 'extra')];
  assert.deepEqual(extra, { novelty: 0.25 });
  assert.equal(adapter.candidateOf({ extra }).novelty, 0.25);
});

test('an alert comes back from its columns as it was sent, field by field and in order', () => {
  const open = openPacket(bytes);
  const part = { type: 'record', name: 'part', fields: [{ name: 'n', type: 'long' }] };
  open.candidateSchema.fields = [
    { name: 'few', type: 'long' },
    { name: 'none', type: ['null', 'float'] },
    { name: 'odd', type: { type: 'array', items: 'double' } },
    { name: 'stamp', type: 'bytes' },
    { name: 'parts', type: { type: 'array', items: part } },
    ...open.candidateSchema.fields.filter(({ name }) => name !== 'drb').reverse(),
  ];
  open.candidate.few = 7n;
  open.candidate.none = null;
  open.candidate.odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 1.5];
  open.candidate.stamp = new Uint8Array([0, 255, 7]);
  open.candidate.parts = [{ n: 1n }, { n: 9007199254740993n }];
  const writer = new ZtfAdapter();
  const alert = writer.decode(writePacket(open));
  writer.curve(null, { detections: null, forced: null, coordinates: false }).add(alert);
  const values = writer.values(alert);
  const row: Record<string, unknown> = {
    object_id: alert.objectId,
    candid: alert.candid,
    programid: alert.programId,
    ...Object.fromEntries(writer.columns.map(({ name }, i) => [name, values[i]])),
  };
  const extra = JSON.stringify(row.extra, (_key, value) =>
    typeof value === 'bigint' ? Number(value) : value,
  );
  row.extra = { ...JSON.parse(extra), parts: [{ n: 1 }, { n: 9007199254740993n }] };
  const reader = new ZtfAdapter();
  assert.throws(() => reader.seenAlert(row), /no stored schema/);
  for (const [, text] of writer.schemas.known()) reader.schemas.learn(text);
  const seen = reader.seenAlert(row);
  const sent = alert.packet.candidate;
  const candidate = seen.packet.candidate as Record<string, unknown>;
  assert.deepEqual(
    Object.entries(candidate).map(([name, value]) => [name, plain(value)]),
    Object.entries(sent).map(([name, value]) => [name, plain(value)]),
  );
  assert.ok(!Object.hasOwn(candidate, 'drb'));
});

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return [...value];
  // An object of the decoder and one of ours differ in their prototypes alone.
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === 'object' && value !== null ? Object.entries(value) : value;
}

test("the survey's own words for none and for the sign stay as sent", () => {
  for (const isdiffpos of ['t', 'f', '1', '0', 'true']) {
    const open = openPacket(bytes);
    open.candidate.isdiffpos = isdiffpos;
    open.candidate.ssnamenr = 'null';
    open.candidate.ssdistnr = -999;
    const adapter = new ZtfAdapter();
    const alert = adapter.decode(writePacket(open));
    const { candidate } = alert.packet;
    assert.equal(candidate.isdiffpos, isdiffpos);
    assert.equal(candidate.ssnamenr, 'null');
    assert.equal(candidate.ssdistnr, -999);
    const needs = { detections: null, forced: null, coordinates: false };
    const curve = adapter.curve(null, needs);
    curve.add(alert);
    const own = curve.photometry().find((point) => point.candid === alert.candid);
    const isPositive = isdiffpos === 't' || isdiffpos === '1' || isdiffpos === 'true';
    assert.equal((own?.fluxUjy ?? 0) > 0, isPositive);
  }
});

test('a schema of something else is refused by name', () => {
  const open = openPacket(bytes);
  const magpsf = open.candidateSchema.fields.find((field) => field.name === 'magpsf');
  if (magpsf) magpsf.type = 'string';
  open.candidate.magpsf = 'bright';
  assert.throws(
    () => new ZtfAdapter().decode(writePacket(open)),
    (error: unknown) => {
      assert.ok(error instanceof PacketError);
      assert.equal(error.code, 'wrong_schema');
      assert.match(error.message, /candidate\.magpsf should be float/);
      return true;
    },
  );
});
