import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeFitsImage } from '@fritz/formats';
import { icrsToGalactic } from '@fritz/sky';
import { SfdFiles } from '../src/dust/sfd-files.ts';
import { dust, smallDustMaps } from './small-dust-maps.ts';

function folderOf(t: { after(task: () => void): void }, files: Record<string, Uint8Array>): string {
  const folder = mkdtempSync(join(tmpdir(), 'dust-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  return folder;
}

test('E(B−V) is that of the map at the place, on both sides of the plane', (t) => {
  const map = new SfdFiles(folderOf(t, smallDustMaps()));
  t.after(() => map.close());
  for (let i = 0; i < 200; i += 1) {
    const position = { ra: (i * 47.3) % 360, dec: -89 + (i * 178) / 199 };
    const { l, b } = icrsToGalactic(position);
    const found = map.ebvAt(position);
    assert.ok(found !== null && Math.abs(found - dust(l, b)) < 0.002, `${i}: ${found}`);
  }
});

test('a map that is missing or is something else is said to be so', (t) => {
  const { 'SFD_dust_4096_ngp.fits': north = Buffer.alloc(0) } = smallDustMaps();
  assert.throws(
    () => new SfdFiles(folderOf(t, { 'SFD_dust_4096_ngp.fits': north })),
    /there is no dust map .*SFD_dust_4096_sgp\.fits/,
  );
  const wide = writeFitsImage({ width: 2, height: 1, pixels: new Float32Array(2) });
  const files = { 'SFD_dust_4096_ngp.fits': wide, 'SFD_dust_4096_sgp.fits': north };
  assert.throws(() => new SfdFiles(folderOf(t, files)), /no dust map of SFD: it is not a square/);
  const junk = { ...files, 'SFD_dust_4096_ngp.fits': Buffer.from('no FITS at all') };
  assert.throws(() => new SfdFiles(folderOf(t, junk)), /is no dust map of SFD/);
});
