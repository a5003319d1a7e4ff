import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type AvroObject,
  ContainerReader,
  compileDecoder,
  compileEncoder,
  parseSchema,
  writeContainer,
} from '@fritz/formats';
import { simulateNight } from '@fritz/surveys';
import { packetList } from '@fritz/testing';
import { ArchiveBench, runBroker } from './archive-bench.ts';

/** The packet as a schema without forced photometry would have it. */
function withoutForced(bytes: Uint8Array): Uint8Array {
  const { header, record } = new ContainerReader().readSingleRecord(bytes);
  const value = compileDecoder(header.schema).decodeExact(record).value as AvroObject;
  const schema = JSON.parse(header.schemaJson) as { fields: { name: string }[] };
  schema.fields = schema.fields.filter(({ name }) => name !== 'fp_hists');
  const schemaJson = JSON.stringify(schema);
  const records = [compileEncoder(parseSchema(schemaJson)).encode(value)];
  return writeContainer({ schemaJson, records });
}

test('a broker reads light curves in a schema that another brought after it had started', async (t) => {
  const bench = await ArchiveBench.open();
  t.after(() => bench.close());
  await bench.filter('seen', [{ $match: { 'prv_candidates.0': { $exists: true } } }]);
  const nights = [...simulateNight({ seed: 5, night: '20270301', alerts: 12, nights: 5 })];
  const ofObject = [...Map.groupBy(nights, ({ objectId }) => objectId).values()];
  const [first, second, third] = ofObject.find(({ length }) => length >= 3) ?? [];
  assert.ok(first && second && third);
  const [old, young] = [bench.broker(), bench.broker()];
  await runBroker(old, packetList([withoutForced(first.bytes)]));
  await runBroker(young, packetList([second.bytes]));
  await runBroker(old, packetList([withoutForced(third.bytes)]));
  assert.equal(await bench.count('count(*) FROM ztf_alerts'), 3);
  const curve = (await bench.curves()).get(first.objectId);
  assert.ok((curve?.words.fp_hists?.length ?? 0) > 0);
});
