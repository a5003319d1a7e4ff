import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFitsImage } from '@fritz/formats';
import { LSST_SCHEMA_JSON, SurveyFinder, simulateLsstNight, surveyNamed } from '../../src/index.ts';

const SKY = { seed: 3, night: '20270115', alerts: 40 };

test('packets have the survey’s size, and come out of its adapter as they went in', () => {
  const adapter = surveyNamed('lsst').adapter();
  const packets = [...simulateLsstNight(SKY)];
  assert.equal(packets.length, SKY.alerts);
  const finder = new SurveyFinder();
  let points = 0;
  for (const { bytes, candid, objectId, jd } of packets) {
    assert.equal(finder.surveyOf(bytes).name, 'lsst');
    const alert = adapter.decode(bytes);
    assert.deepEqual([alert.candid, alert.objectId], [candid, objectId]);
    assert.ok(Math.abs(alert.jd - jd) < 1e-6);
    const curve = adapter.curve(null, adapter.needs([]));
    curve.add(alert);
    points += curve.photometry().length;
    const image = readFitsImage(alert.cutouts.difference ?? new Uint8Array());
    assert.equal(image.width, 101);
  }
  assert.ok(points / packets.length > 30, `${points / packets.length} points an alert`);
  const schemaBytes = LSST_SCHEMA_JSON.length;
  const sizes = packets.map(({ bytes }) => bytes.length - schemaBytes);
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  // The stamps and the source alone are 139 kB; a history comes on top.
  assert.ok(mean > 138_000 && mean < 190_000, `${mean} bytes`);
});

test('bare packets are the same records, and need their schema', () => {
  const adapter = surveyNamed('lsst').adapter();
  adapter.learnWriter?.(7, LSST_SCHEMA_JSON);
  const [whole] = simulateLsstNight({ ...SKY, alerts: 1 });
  const [bare] = simulateLsstNight({ ...SKY, alerts: 1, schemaId: 7 });
  assert.ok(whole && bare);
  assert.deepEqual(adapter.decode(bare.bytes).packet, adapter.decode(whole.bytes).packet);
});

test('nights of one sky agree: a later packet has the earlier detections, number for number', () => {
  const adapter = surveyNamed('lsst').adapter();
  const first = [...simulateLsstNight({ ...SKY, alerts: 80 })];
  const later = [...simulateLsstNight({ ...SKY, night: '20270118', alerts: 80 })];
  const byObject = new Map(first.map((packet) => [packet.objectId, packet]));
  let together = 0;
  for (const { bytes, objectId } of later) {
    const earlier = byObject.get(objectId);
    if (!earlier) continue;
    together += 1;
    const curve = adapter.curve(null, adapter.needs([]));
    curve.add(adapter.decode(bytes));
    const alone = curve.photometry();
    curve.add(adapter.decode(earlier.bytes));
    assert.ok(alone.some(({ candid }) => candid === earlier.candid));
    const window = (points: readonly { mjd: number }[]) =>
      points.filter(({ mjd }) => mjd > (alone[0]?.mjd ?? 0)).length;
    assert.equal(window(curve.photometry()), window(alone));
  }
  assert.ok(together > 20, `${together} objects in both nights`);
});
