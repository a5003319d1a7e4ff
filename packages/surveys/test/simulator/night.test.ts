import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { type SimulationOptions, simulateNight, ZtfAdapter } from '../../src/index.ts';
import { plain, readWithAvsc } from './avsc-reader.ts';
import { type DecodedPacket, decodePacket, numberOf, playNights } from './simulated.ts';

const OPTIONS: SimulationOptions = { seed: 7, night: '20231012', alerts: 150, nights: 3 };
const played = playNights(OPTIONS);

/** Values and pixels, but not gzip's bytes, which depend on the version of zlib. */
function fingerprint(packets: readonly DecodedPacket[]): string {
  const hash = createHash('sha256');
  for (const { record } of packets) {
    const text = JSON.stringify(record, (_, value: unknown) => {
      if (typeof value === 'bigint') return `${value}n`;
      if (Number.isNaN(value)) return 'NaN';
      return value instanceof Uint8Array ? gunzipSync(value).toString('base64') : value;
    });
    hash.update(text);
  }
  return hash.digest('hex');
}

test('the same seed gives the same packets, another seed others', () => {
  const options = { ...OPTIONS, alerts: 30, nights: 1 };
  const again = fingerprint(playNights(options));
  assert.equal(fingerprint(playNights(options)), again);
  assert.notEqual(fingerprint(playNights({ ...options, seed: 8 })), again);
});

test('a night is the same whether it is played alone or after others', () => {
  const alone = playNights({ ...OPTIONS, night: '20231014', nights: 1 });
  assert.equal(fingerprint(played.slice(-OPTIONS.alerts)), fingerprint(alone));
});

test('packets are made lazily, as many as were asked for, in order of time', () => {
  const [first] = simulateNight({ ...OPTIONS, alerts: 1e6, kinds: { agn: 0 } });
  assert.ok(first);
  assert.equal(played.length, 450);
  const times = played.map(({ source }) => source.jd);
  assert.deepEqual(times, times.toSorted());
});

test('candids are unique, objects come back on later nights', () => {
  assert.equal(new Set(played.map(({ source }) => source.candid)).size, played.length);
  const nightsOf = new Map<string, Set<number>>();
  for (const { source } of played) {
    const nights = nightsOf.get(source.objectId) ?? new Set();
    nightsOf.set(source.objectId, nights.add(Math.floor(source.jd - 0.5)));
  }
  assert.ok([...nightsOf.values()].filter((nights) => nights.size > 1).length > 10);
});

test('an object keeps its kind and place, a thing seen once its own name', () => {
  const byObject = Map.groupBy(played, ({ source }) => source.objectId);
  for (const packets of byObject.values()) {
    const [first] = packets;
    assert.ok(first);
    for (const { source, candidate } of packets) {
      assert.equal(source.kind, first.source.kind);
      const apartDeg = Math.abs(numberOf(candidate, 'dec') - numberOf(first.candidate, 'dec'));
      assert.ok(apartDeg < 3 / 3600);
    }
    if (['asteroid', 'bogus', 'flare'].includes(first.source.kind)) assert.equal(packets.length, 1);
  }
});

test('our ZTF reader takes every packet, and avsc reads the same values', async () => {
  const adapter = new ZtfAdapter();
  for (const { source, record } of played) {
    const alert = adapter.decode(source.bytes);
    assert.equal(alert.candid, source.candid);
    assert.equal(alert.objectId, source.objectId);
    assert.equal(alert.programId, source.programId);
    assert.equal(alert.jd, source.jd);
    assert.equal(record.candid, source.candid);
  }
  for (const { source, record } of played.slice(0, 20)) {
    assert.deepEqual(plain(await readWithAvsc(source.bytes)), [plain(record)]);
  }
});

test('ids follow ZTF: candid tells the time, pid and file name tell the quadrant', () => {
  for (const { candidate } of played) {
    const candid = candidate.candid as bigint;
    const pid = candidate.pid as bigint;
    const jd = numberOf(candidate, 'jd');
    const rcid = numberOf(candidate, 'rcid');
    assert.ok(Math.abs(Number(candid) / 1e15 + 2457754.5 - jd) * 86400 < 1.5);
    assert.equal(candid / 1000000n, pid);
    assert.equal(numberOf(candidate, 'nid'), Math.floor(jd - 2457754.5));
    assert.equal(Number(pid % 10000n), rcid * 100 + 15);
    assert.equal((candid / 1000n) % 1000n, candidate.isdiffpos === 't' ? 15n : 10n);
    const ccd = String(Math.floor(rcid / 4) + 1).padStart(2, '0');
    const field = String(candidate.field).padStart(6, '0');
    const letter = ['', 'g', 'r', 'i'][numberOf(candidate, 'fid')];
    const name = `_${field}_z${letter}_c${ccd}_o_q${(rcid % 4) + 1}_scimrefdiffimg.fits`;
    assert.ok(String(candidate.pdiffimfilename).endsWith(name), String(candidate.pdiffimfilename));
  }
});

test('programmes have their shares, and may be given', () => {
  const share = (packets: readonly DecodedPacket[], id: number) =>
    packets.filter(({ source }) => source.programId === id).length / packets.length;
  assert.ok(share(played, 1) > 0.35 && share(played, 1) < 0.85);
  assert.ok(share(played, 2) > 0 && share(played, 3) > 0);
  const private3 = playNights({ ...OPTIONS, alerts: 30, nights: 1, programIds: { 3: 1 } });
  assert.equal(share(private3, 3), 1);
});

test('kinds can be chosen', () => {
  const none = { asteroid: 0, flare: 0, bogus: 1 };
  const kinds = playNights({ ...OPTIONS, nights: 1, kinds: none }).map(({ source }) => source.kind);
  assert.ok(!kinds.includes('asteroid') && !kinds.includes('flare') && kinds.includes('bogus'));
});

test('a date that is none, or before the survey, is refused', () => {
  for (const night of ['20170101', '2023-10-12', '20231341', '']) {
    assert.throws(() => [...simulateNight({ ...OPTIONS, night })], RangeError);
  }
  assert.throws(() => [...simulateNight({ ...OPTIONS, alerts: -1 })], RangeError);
});

test('no alerts is an empty night', () => {
  assert.deepEqual([...simulateNight({ ...OPTIONS, alerts: 0 })].map(decodePacket), []);
});
