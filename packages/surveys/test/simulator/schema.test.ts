import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalForm, openContainer, parseSchema, schemaFingerprint } from '@fritz/formats';
import { simulateNight, ZTF_ALERT_SCHEMA_4_02 } from '../../src/index.ts';
import { readRealPackets } from './simulated.ts';

test('the schema has the fields that 4.02 names', () => {
  const text = canonicalForm(parseSchema(ZTF_ALERT_SCHEMA_4_02));
  const countOf = (name: string) => {
    const start = text.indexOf(`"name":"ztf.alert.${name}"`);
    return text.slice(start, text.indexOf(']}', text.indexOf(']}', start))).length;
  };
  assert.ok(countOf('candidate') > countOf('fp_hist'));
  assert.match(text, /"name":"tooflag","type":\["null","int"\]/);
  assert.doesNotMatch(text, /:""|undefined/);
});

test('our schema reads as the one in real packets of 4.01 does', (t) => {
  const packets = readRealPackets('20231012');
  if (packets === null) return t.skip('the sample packets are not here: set FRITZ_SHARED');
  const ours = schemaFingerprint(parseSchema(ZTF_ALERT_SCHEMA_4_02));
  for (const packet of packets) {
    assert.equal(schemaFingerprint(openContainer(packet).header.schema), ours);
  }
});

test('a simulated packet carries that schema', () => {
  const [packet] = [...simulateNight({ seed: 1, night: '20240301', alerts: 1 })];
  assert.ok(packet);
  const embedded: unknown = JSON.parse(openContainer(packet.bytes).schemaJson);
  assert.deepEqual(embedded, JSON.parse(JSON.stringify(ZTF_ALERT_SCHEMA_4_02)));
});
