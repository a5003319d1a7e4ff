import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TableError } from '@fritz/formats';
import fc from 'fast-check';
import { golden, openTable, readAll } from './golden-files.ts';

const runs = Number(process.env.FRITZ_FUZZ_RUNS ?? 60);
/** Far more than any of these small files should take. */
const patienceMs = 5000;

const files = [
  'table.fits',
  'odd.fits',
  'table.ecsv',
  'table-tabledata.vot',
  'table-binary.vot',
  'table-binary2.vot',
  'table-snappy.parquet',
  'table-zstd.parquet',
  'table.csv',
];

type Edit = readonly [place: number, value: number, kind: number];

/** Bytes changed, cut out, doubled. */
function mutate(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  let mutated = Uint8Array.from(bytes);
  for (const [place, value, kind] of edits) {
    const at = Math.floor(place * mutated.length);
    if (kind === 0) mutated = mutated.slice(0, at);
    else if (kind === 1) {
      mutated = Uint8Array.from([...mutated.slice(0, at), ...mutated.slice(at + value)]);
    } else if (kind === 2) {
      mutated = Uint8Array.from([
        ...mutated.slice(0, at),
        ...mutated.slice(Math.max(0, at - value)),
      ]);
    } else mutated[at] = value;
  }
  return mutated;
}

const edits = fc.array(
  fc.tuple(fc.double({ min: 0, max: 0.9999, noNaN: true }), fc.nat(255), fc.nat(12)),
  { minLength: 1, maxLength: 6 },
);

describe('spoilt tables are read as far as they go, or refused with a word', () => {
  for (const name of files) {
    test(name, async () => {
      const bytes = golden(name);
      await fc.assert(
        fc.asyncProperty(edits, async (some) => {
          const start = performance.now();
          try {
            const reader = await openTable(name, mutate(bytes, some), 333);
            const { rows } = await readAll(reader);
            assert.ok(rows.every((row) => row.length === reader.columns.length));
          } catch (error) {
            assert.ok(
              error instanceof TableError,
              String(error instanceof Error ? error.stack : error),
            );
          }
          assert.ok(performance.now() - start < patienceMs);
        }),
        { numRuns: runs },
      );
    });
  }
});
