import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { withClient } from '@fritz/archive';
import { hostilePackets, simulateNight } from '@fritz/surveys';
import { type CliDatabase, cliDatabase } from './cli-database.ts';
import { runHere } from './run-here.ts';

let place: CliDatabase;
let folder: string;
before(async () => {
  place = await cliDatabase();
  folder = join(place.env.FRITZ_DATA ?? '', 'packets');
  mkdirSync(folder);
});
after(() => place.drop());

async function json(args: readonly string[], wantedCode: number) {
  const { code, stdout, stderr } = await runHere([...args, '--json'], place.env);
  assert.equal(code, wantedCode, stdout + stderr);
  return JSON.parse(stdout);
}

test('bad packets are set aside with a reason while the rest goes on', async () => {
  const bad = hostilePackets(7);
  for (const [index, { bytes }] of bad.entries()) {
    writeFileSync(join(folder, `${String(index).padStart(3, '0')}.avro`), bytes);
  }
  for (const { bytes, candid } of simulateNight({ seed: 7, night: '20231012', alerts: 5 })) {
    writeFileSync(join(folder, `good-${candid}.avro`), bytes);
  }
  const missing = join(folder, 'missing.avro');
  const report = await json(['ingest', folder, missing], 2);
  assert.equal(report.read, bad.length + 5);
  assert.equal(report.new, 5);
  assert.equal(report.quarantined, bad.length);
  assert.equal(report.errors.length, 1);
  assert.match(report.errors[0], /missing\.avro/);

  const listed: { id: number; code: string; reason: string; originName: string }[] = await json(
    ['quarantine', 'list', '--limit', '1000'],
    0,
  );
  for (const [index, { name, code }] of bad.entries()) {
    const entry = listed.find(({ originName }) =>
      originName.endsWith(`/${String(index).padStart(3, '0')}.avro`),
    );
    assert.equal(entry?.code, code, name);
    assert.ok((entry?.reason ?? '').length > 10, name);
  }
});

test('a packet can be taken out, and retried once it can be read', async () => {
  const [first] = await json(['quarantine', 'list'], 0);
  const file = join(folder, 'out.bin');
  const shown = await json(['quarantine', 'show', String(first.id), '--bytes', file], 0);
  assert.equal(readFileSync(file).length, shown.sizeBytes);

  const again = await json(['quarantine', 'retry', String(first.id)], 2);
  assert.deepEqual(again, { read: 0, refused: 1 });

  // As if this Fritz had refused what it can read: bytes of a good packet in the bad one's place.
  const [good] = [...simulateNight({ seed: 8, night: '20231013', alerts: 1 })];
  assert.ok(good);
  await withClient(place.database.superuser, (client) =>
    client.query('UPDATE fritz.quarantine SET bytes = $2 WHERE id = $1', [
      first.id,
      Buffer.from(good.bytes),
    ]),
  );
  assert.deepEqual(await json(['quarantine', 'retry', String(first.id)], 0), {
    read: 1,
    refused: 0,
  });
  const left: { id: number }[] = await json(['quarantine', 'list'], 0);
  assert.ok(!left.some(({ id }) => id === first.id));
  const { counts } = await json(['verify'], 0);
  assert.equal(counts.alerts, 6);
});
