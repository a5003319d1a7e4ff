import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { simulateNight, writeNightFiles } from '../../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'fritz-simulated-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const packets = [...simulateNight({ seed: 5, night: '20240601', alerts: 12 })];

function checkFolder(dir: string): void {
  const names = packets.map(({ candid }) => `${candid}.avro`).toSorted();
  assert.deepEqual(readdirSync(dir).toSorted(), names);
  for (const { candid, bytes } of packets) {
    assert.deepEqual(readFileSync(join(dir, `${candid}.avro`)), Buffer.from(bytes));
  }
}

test('single files carry their candid as name', async () => {
  const dir = join(folder, 'files');
  const written = await writeNightFiles(dir, packets, { layout: 'files' });
  assert.equal(written.packets, 12);
  checkFolder(dir);
});

for (const layout of ['tar', 'tar.gz'] as const) {
  test(`the system's tar unpacks ${layout}`, async () => {
    const dir = join(folder, layout);
    const { path } = await writeNightFiles(dir, packets, { layout, name: 'ztf_public_20240601' });
    assert.ok(path.endsWith(`ztf_public_20240601.${layout}`));
    execFileSync('tar', ['-xf', path, '-C', dir]);
    rmSync(path);
    checkFolder(dir);
  });
}

test('an archive of nothing is a tar', async () => {
  const dir = join(folder, 'none');
  const { path, packets: count } = await writeNightFiles(dir, [], { layout: 'tar' });
  assert.equal(count, 0);
  assert.equal(execFileSync('tar', ['-tf', path]).length, 0);
});
