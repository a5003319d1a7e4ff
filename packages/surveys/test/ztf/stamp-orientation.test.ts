import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipStream, readFitsImage, readSkyOrientation, uprightStamp } from '@fritz/formats';
import { ZtfAdapter } from '../../src/index.ts';
import { realPackets, withoutPackets } from './shared-packets.ts';

const PIXEL_ARCSEC = 1.01;
const CENTRE = 31;

type Image = Pick<ReturnType<typeof readFitsImage>, 'pixels' | 'width'>;

/** The mean of nine pixels around a place (pixels to the right and up from the middle), by its noise. */
function significance({ pixels, width }: Image, right: number, up: number): number {
  const sorted = pixels.filter((value) => Math.abs(value) < 1e30).toSorted();
  const median = sorted[sorted.length >> 1] ?? 0;
  const spread = (median - (sorted[Math.floor(sorted.length * 0.159)] ?? 0)) / 3;
  let sum = 0;
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -1; dx <= 1; dx++) {
      const [x, y] = [Math.round(CENTRE + right) + dx, Math.round(CENTRE + up) + dy];
      sum += (pixels[y * width + x] ?? median) - median;
    }
  }
  return sum / 9 / spread;
}

/** Where the nearest source of the reference is, arcsec; null where it tells no side from another. */
function nearest({
  ra,
  dec,
  ranr,
  decnr,
}: {
  ra: number;
  dec: number;
  ranr: number;
  decnr: number;
}) {
  const east = (ranr - ra) * Math.cos((dec * Math.PI) / 180) * 3600;
  const north = (decnr - dec) * 3600;
  const isClear = Math.min(Math.abs(east), Math.abs(north)) > 1.5 && Math.hypot(east, north) > 3.5;
  return isClear ? { right: -east / PIXEL_ARCSEC, up: north / PIXEL_ARCSEC } : null;
}

test('stamps of real packets have their first row on top: then they are north up, east left', {
  skip: withoutPackets,
}, async () => {
  const ztf = new ZtfAdapter();
  const sums = { upright: 0, mirrored: 0, flipped: 0, turned: 0 };
  let count = 0;
  for (const bytes of realPackets().values()) {
    const { packet, cutouts } = ztf.decode(bytes);
    const place = nearest(packet.candidate as unknown as Parameters<typeof nearest>[0]);
    if (place === null || cutouts.template === null) continue;
    const image = readFitsImage(await gunzipStream(cutouts.template));
    // It says nothing of the sky itself.
    assert.equal(readSkyOrientation(image.header), null);
    const upright = uprightStamp(image, 'rows_down');
    const { right, up } = place;
    sums.upright += significance(upright, right, up);
    sums.mirrored += significance(upright, -right, up);
    sums.flipped += significance(upright, right, -up);
    sums.turned += significance(upright, -right, -up);
    count += 1;
  }
  // These sources are faint, of 22nd and 23rd magnitude: together they tell.
  assert.ok(count >= 10, `${count} packets tell`);
  const others = Math.max(sums.mirrored, sums.flipped, sums.turned);
  assert.ok(sums.upright > 2 * others && sums.upright > 3 * Math.sqrt(count), JSON.stringify(sums));
});
