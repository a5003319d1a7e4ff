import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { icrsToGalactic, sfdPlace } from '../src/index.ts';

test('the poles are in the middle, the equator is the rim, longitude goes round', () => {
  const north = sfdPlace({ ra: 192.8594812, dec: 27.1282512 });
  assert.equal(north.hemisphere, 'north');
  assert.ok(Math.hypot(north.x, north.y) < 1e-6);
  const south = sfdPlace({ ra: 12.8594812, dec: -27.1282512 });
  assert.equal(south.hemisphere, 'south');
  assert.ok(Math.hypot(south.x, south.y) < 1e-6);
  // Sgr A* is at l = 359.94, b = −0.05: on the rim of the southern map, at y just below zero.
  const centre = sfdPlace({ ra: 266.4168371, dec: -29.0078106 });
  assert.equal(centre.hemisphere, 'south');
  assert.ok(Math.abs(centre.x - 1) < 0.001 && centre.y < 0 && centre.y > -0.002);
});

test('what the map says of a pixel is where the place is', () => {
  const position = fc.record({
    ra: fc.double({ min: 0, max: 359.999, noNaN: true }),
    dec: fc.double({ min: -89.9, max: 89.9, noNaN: true }),
  });
  fc.assert(
    fc.property(position, (place) => {
      const { hemisphere, x, y } = sfdPlace(place);
      const { l, b } = icrsToGalactic(place);
      const sign = hemisphere === 'north' ? 1 : -1;
      // The inverse of the projection.
      const sinB = sign * (1 - x * x - y * y);
      assert.ok(Math.abs(sinB - Math.sin((b * Math.PI) / 180)) < 1e-12);
      if (Math.abs(b) > 89.99) return;
      const angle = (Math.atan2(-sign * y, x) * 180) / Math.PI;
      const apart = Math.abs(((angle - l + 540) % 360) - 180);
      assert.ok(apart < 1e-6, `${angle} is not ${l}`);
    }),
  );
});
