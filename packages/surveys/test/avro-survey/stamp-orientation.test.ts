import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipStream, readFitsImage, readSkyOrientation } from '@fritz/formats';
import { adapterOf } from '../../src/index.ts';
import { packetsOf, withoutPackets } from './survey-packets.ts';

type Image = Pick<ReturnType<typeof readFitsImage>, 'pixels' | 'width' | 'height'>;

/** As positions of alerts of one image have it: 1,188″ between its columns 719.8 and 1791.5. */
const PIXEL_ARCSEC = 1.11;

/** How alike two stamps are where they overlap, the second `right` and `up` of the first: −1 to 1. */
function likeness(one: Image, other: Image, right: number, up: number): number {
  const [mine, theirs]: [number[], number[]] = [[], []];
  for (let y = 0; y < other.height; y++) {
    for (let x = 0; x < other.width; x++) {
      const [X, Y] = [x + right, y + up];
      if (X < 0 || Y < 0 || X >= one.width || Y >= one.height) continue;
      const a = one.pixels[Y * one.width + X] ?? Number.NaN;
      const b = other.pixels[y * other.width + x] ?? Number.NaN;
      if (!Number.isFinite(a - b)) continue;
      // A few bright pixels are not to decide alone.
      mine.push(Math.asinh(a / 50));
      theirs.push(Math.asinh(b / 50));
    }
  }
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const [a0, b0] = [mean(mine), mean(theirs)];
  const product = (a: number[], am: number, b: number[], bm: number) =>
    a.reduce((sum, value, i) => sum + (value - am) * ((b[i] ?? 0) - bm), 0);
  const scale = product(mine, a0, mine, a0) * product(theirs, b0, theirs, b0);
  return product(mine, a0, theirs, b0) / Math.sqrt(scale);
}

test('stamps of WINTER lie as FITS has it: the first row at the bottom is north up, east left', {
  skip: withoutPackets('winter'),
}, async () => {
  const winter = adapterOf('winter');
  const alerts = await Promise.all(
    packetsOf('winter').map(async (bytes) => {
      const { ra, dec, cutouts } = winter.decode(bytes);
      assert.ok(cutouts.template);
      const image = readFitsImage(await gunzipStream(cutouts.template));
      // It says nothing of the sky itself.
      assert.equal(readSkyOrientation(image.header), null);
      return { ra, dec, image };
    }),
  );
  let pairs = 0;
  // Alerts that are near one another have parts of the sky in common.
  for (const [i, one] of alerts.entries()) {
    for (const other of alerts.slice(i + 1)) {
      const east = (other.ra - one.ra) * Math.cos((one.dec * Math.PI) / 180) * 3600;
      const north = (other.dec - one.dec) * 3600;
      const [right, up] = [Math.round(-east / PIXEL_ARCSEC), Math.round(north / PIXEL_ARCSEC)];
      if (Math.min(Math.abs(right), Math.abs(up)) < 5 || Math.hypot(right, up) > 40) continue;
      const like = (dx: number, dy: number) => likeness(one.image, other.image, dx, dy);
      assert.ok(like(right, up) > 0.6, `${like(right, up)}`);
      // Upside down, mirrored, turned around, or with rows and columns changed.
      for (const [dx, dy] of [
        [right, -up],
        [-right, up],
        [-right, -up],
        [up, right],
        [-up, -right],
      ] as const) {
        assert.ok(like(dx, dy) < 0.4, `${dx}, ${dy}: ${like(dx, dy)}`);
      }
      pairs += 1;
    }
  }
  assert.ok(pairs >= 2, `${pairs} pairs tell`);
});
