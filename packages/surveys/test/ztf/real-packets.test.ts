import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DocumentNeeds, ZtfAdapter } from '../../src/index.ts';
import { realPackets, withoutPackets } from './shared-packets.ts';

const EVERYTHING: DocumentNeeds = { detections: 'all', forced: 'all', coordinates: true };
const PUBLIC = new Set([1]);

test('the 36 real packets are 36 alerts of 35 objects', { skip: withoutPackets }, () => {
  const ztf = new ZtfAdapter();
  const alerts = [...realPackets()].map(([candid, bytes]) => {
    const alert = ztf.decode(bytes);
    assert.equal(String(alert.candid), candid);
    return alert;
  });
  assert.equal(alerts.length, 36);
  assert.equal(new Set(alerts.map((alert) => alert.objectId)).size, 35);
});

test('a document has the history that Kowalski gave filters', { skip: withoutPackets }, () => {
  const packets = realPackets();
  const ztf = new ZtfAdapter();
  const documentOf = (candid: string) => {
    const alert = ztf.decode(packets.get(candid) ?? new Uint8Array());
    const curve = ztf.curve(null, EVERYTHING);
    curve.add(alert);
    return { all: curve.words(null), document: curve.document(alert, PUBLIC) };
  };
  const old = documentOf('1127561445515015011').document;
  assert.equal((old.prv_candidates as unknown[]).length, 31);
  assert.equal((old.fp_hists as unknown[]).length, 0);
  const recent = documentOf('2475433850015010009');
  assert.equal((recent.document.prv_candidates as unknown[]).length, 20);
  const forced = recent.all.fp_hists as { jd: number }[];
  assert.equal(forced.length, 21);
  assert.deepEqual(
    forced.map((point) => point.jd),
    forced.map((point) => point.jd).sort((a, b) => a - b),
  );
});

test('all 416 forced points of the 24 packets of 2023 are kept', { skip: withoutPackets }, () => {
  const ztf = new ZtfAdapter();
  let forced = 0;
  for (const bytes of realPackets().values()) {
    const alert = ztf.decode(bytes);
    const curve = ztf.curve(null, EVERYTHING);
    const stored = Buffer.concat(curve.add(alert).map((points) => points.bundle));
    forced += (ztf.curve(stored, EVERYTHING).words(null).fp_hists as unknown[]).length;
  }
  assert.equal(forced, 416);
});

test('float32 values and 64-bit ids come back digit for digit', { skip: withoutPackets }, () => {
  const ztf = new ZtfAdapter();
  for (const bytes of realPackets().values()) {
    const alert = ztf.decode(bytes);
    const { magpsf, diffmaglim, pid } = alert.packet.candidate;
    assert.equal(Math.fround(magpsf), magpsf);
    assert.equal(Math.fround(diffmaglim as number), diffmaglim);
    assert.equal(typeof pid, 'bigint');
  }
});
