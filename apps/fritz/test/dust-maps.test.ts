import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadConfig } from '../src/config.ts';

test('the dust maps are two files, and which of them is missing is said', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'dust-'));
  t.after(() => rmSync(folder, { recursive: true }));
  assert.equal(loadConfig({ env: {}, folder }).dustMaps, null);
  writeFileSync(join(folder, 'SFD_dust_4096_ngp.fits'), '');
  const load = () => loadConfig({ env: { FRITZ_DUST_MAPS: '.' }, folder }).dustMaps;
  assert.throws(
    load,
    /FRITZ_DUST_MAPS must be a folder with .*SFD_dust_4096_sgp\.fits is not there/,
  );
  writeFileSync(join(folder, 'SFD_dust_4096_sgp.fits'), '');
  assert.equal(load(), folder);
});
