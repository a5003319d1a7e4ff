import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type TestDatabase, testDatabase } from '@fritz/testing';
import fc from 'fast-check';
import pg from 'pg';
import { binaryArray, type ElementType } from '../../src/broker/binary-array.ts';
import { pgTypes } from '../../src/pg-types.ts';

let database: TestDatabase;
let client: pg.Client;
before(async () => {
  database = await testDatabase();
  client = new pg.Client({ ...database.broker, types: pgTypes });
  await client.connect();
});
after(async () => {
  await client.end();
  await database.drop();
});

const VALUES: Readonly<Record<ElementType, fc.Arbitrary<unknown>>> = {
  text: fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', '')),
  float4: fc.float({ noNaN: true }),
  float8: fc.double({ noNaN: true }),
  int4: fc.integer(),
  int8: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
};

test('arrays come through as they are, with nulls, of every type', async () => {
  for (const type of Object.keys(VALUES) as ElementType[]) {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(VALUES[type]), { maxLength: 20 }), async (values) => {
        const { rows } = await client.query(
          `SELECT v FROM unnest($1::${type}[]) WITH ORDINALITY AS t (v, n) ORDER BY n`,
          [binaryArray(type, values)],
        );
        assert.deepEqual(
          rows.map(({ v }) => v),
          values,
        );
      }),
      { numRuns: 40 },
    );
  }
});
