import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeFitsImage } from '@fritz/formats';
import { icrsToGalactic } from '@fritz/sky';
import { SfdFiles } from '../src/dust/sfd-files.ts';

const SIZE = 128;
const radians = Math.PI / 180;

/** A sky whose dust is smooth: more of it towards the plane and the centre. */
function dust(l: number, b: number): number {
  return (
    0.2 + 0.1 * Math.cos(l * radians) * Math.cos(b * radians) - 0.15 * Math.sin(b * radians) ** 2
  );
}

/** One of the two maps, small, by the inverse of their projection. */
function mapOf(sign: 1 | -1): Uint8Array {
  const pixels = new Float32Array(SIZE * SIZE);
  for (let i = 0; i < pixels.length; i += 1) {
    const x = ((i % SIZE) + 0.5) / (SIZE / 2) - 1;
    const y = (Math.floor(i / SIZE) + 0.5) / (SIZE / 2) - 1;
    // Beyond the rim there is the other hemisphere, as in the real ones.
    const sinB = sign * (1 - Math.min(2, x * x + y * y));
    pixels[i] = dust(Math.atan2(-sign * y, x) / radians, Math.asin(sinB) / radians);
  }
  return writeFitsImage({ width: SIZE, height: SIZE, pixels });
}

function folderOf(t: { after(task: () => void): void }, files: Record<string, Uint8Array>): string {
  const folder = mkdtempSync(join(tmpdir(), 'dust-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  return folder;
}

test('E(B−V) is that of the map at the place, on both sides of the plane', (t) => {
  const maps = {
    'SFD_dust_4096_ngp.fits': mapOf(1),
    'SFD_dust_4096_sgp.fits': mapOf(-1),
  };
  const map = new SfdFiles(folderOf(t, maps));
  t.after(() => map.close());
  for (let i = 0; i < 200; i += 1) {
    const position = { ra: (i * 47.3) % 360, dec: -89 + (i * 178) / 199 };
    const { l, b } = icrsToGalactic(position);
    const found = map.ebvAt(position);
    assert.ok(found !== null && Math.abs(found - dust(l, b)) < 0.002, `${i}: ${found}`);
  }
});

test('a map that is missing or is something else is said to be so', (t) => {
  const north = mapOf(1);
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
