import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isInEllipse, offsetPosition } from '../src/index.ts';

const m31 = {
  ...{ ra: 10.6847083, dec: 41.26875 },
  ...{ semiMajorDegrees: 1.624875, axisRatio: 0.331283, positionAngle: 35 },
};

function at(distanceDegrees: number, angle: number, centre = m31) {
  return offsetPosition(centre, distanceDegrees * 3600, angle);
}

test('an ellipse reaches as far as its axes', () => {
  const minor = m31.semiMajorDegrees * m31.axisRatio;
  for (const turn of [0, 180]) {
    assert.ok(isInEllipse(at(1.6248, 35 + turn), m31));
    assert.ok(!isInEllipse(at(1.6249, 35 + turn), m31));
    assert.ok(isInEllipse(at(minor - 1e-4, 125 + turn), m31));
    assert.ok(!isInEllipse(at(minor + 1e-4, 125 + turn), m31));
  }
  assert.ok(isInEllipse(m31, m31));
});

test('the border is where the equation of the ellipse has it, at the pole and across RA 0 too', () => {
  fc.assert(
    fc.property(
      fc.constantFrom({ ra: 0.001, dec: 10 }, { ra: 200, dec: 89.9 }, { ra: 77, dec: -90 }),
      fc.double({ min: 0.001, max: 2, noNaN: true }),
      fc.double({ min: 0.05, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 180, noNaN: true }),
      fc.double({ min: 0, max: 360, noNaN: true }),
      (centre, a, axisRatio, positionAngle, angle) => {
        const ellipse = { ...m31, ...centre, semiMajorDegrees: a, axisRatio, positionAngle };
        const turn = ((angle - positionAngle) * Math.PI) / 180;
        const b = a * axisRatio;
        const border = (a * b) / Math.hypot(b * Math.cos(turn), a * Math.sin(turn));
        assert.ok(isInEllipse(at(border * 0.9999, angle, ellipse), ellipse));
        assert.ok(!isInEllipse(at(border * 1.0001, angle, ellipse), ellipse));
      },
    ),
  );
});
