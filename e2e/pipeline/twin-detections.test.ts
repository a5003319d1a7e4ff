import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type AvroObject,
  ContainerReader,
  compileDecoder,
  compileEncoder,
  writeContainer,
} from '@fritz/formats';
import { simulateNight } from '@fritz/surveys';
import { packetList } from '@fritz/testing';
import { ArchiveBench, runBroker } from './archive-bench.ts';

/** Another detection of the same object in the same image, 0.1 mag fainter. */
function twinOf(bytes: Uint8Array): Uint8Array {
  const { header, record } = new ContainerReader().readSingleRecord(bytes);
  const value = compileDecoder(header.schema).decodeExact(record).value as AvroObject;
  const candidate = value.candidate as AvroObject;
  const candid = (value.candid as bigint) + 1n;
  const magpsf = (candidate.magpsf as number) + 0.1;
  const twin = { ...value, candid, candidate: { ...candidate, candid, magpsf } };
  const records = [compileEncoder(header.schema).encode(twin)];
  return writeContainer({ schemaJson: header.schemaJson, records });
}

test('two detections of an object in one image both stay in its photometry', async (t) => {
  const bench = await ArchiveBench.open();
  t.after(() => bench.close());
  await bench.filter('all', [{ $match: { 'candidate.magpsf': { $gt: 0 } } }]);
  const [packet] = simulateNight({ seed: 5, night: '20270301', alerts: 1 });
  assert.ok(packet);
  await runBroker(bench.broker(), packetList([packet.bytes, twinOf(packet.bytes)], 1));
  const { rows } = await bench.admin.query<{ candid: bigint }>(
    'SELECT candid FROM photometry WHERE candid >= $1 ORDER BY candid',
    [packet.candid],
  );
  assert.deepEqual(
    rows.map(({ candid }) => candid),
    [packet.candid, packet.candid + 1n],
  );
});
