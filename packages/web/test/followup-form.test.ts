import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describePayload } from '../src/features/followup/schema-fields.ts';

const form = {
  type: 'object',
  properties: {
    mode: { type: 'string', title: 'Mode', enum: ['IFU', 'Images'] },
    start: { type: 'string', format: 'date', title: 'Start (UT)' },
  },
  dependencies: {
    mode: {
      oneOf: [
        {
          properties: {
            mode: { enum: ['Images'] },
            exposure: { type: 'number', title: 'Exposure time [s]' },
          },
        },
      ],
    },
  },
};

test('what was asked for is told in the order and the words of its form, with units', () => {
  const payload = { start: '2026-12-01', exposure: 90, mode: 'Images', bands: ['g', 'r'] };
  assert.equal(
    describePayload(form, payload),
    'Mode Images · Exposure time [s] 90 · Start (UT) 2026-12-01 · bands g, r',
  );
  assert.equal(describePayload(undefined, { max_airmass: 2 }), 'max airmass 2');
});
