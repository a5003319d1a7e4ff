import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { drawCorner } from '../src/features/analyses/corner-plot.ts';
import { readSamples } from '../src/features/analyses/posterior-samples.ts';
import { FritzError } from '../src/http/fritz-error.ts';

const product = (format: string, content: Buffer) => {
  return { kind: 'inference_data', number: 0, format, content } as const;
};
const ofJson = (told: unknown) => readSamples(product('json', Buffer.from(JSON.stringify(told))));

test('samples are read from netCDF-4 as ArviZ lays them out: chains, draws, elements', () => {
  // Written by netCDF 4: two chains of a hundred draws of t0, and of a vector of two; packed.
  const file = gunzipSync(readFileSync(join(import.meta.dirname, 'files/posterior.nc.gz')));
  const samples = readSamples(product('netcdf4', file));
  assert.deepEqual([...samples.keys()], ['t0', 'c[0]', 'c[1]']);
  for (const values of samples.values()) assert.equal(values.length, 200);
  const [first] = samples.get('t0') ?? [];
  assert.ok(Math.abs((first ?? 0) - 5.345584192064786) < 1e-12);
});

test('a corner plot has a panel for each parameter and each two, and names stay text', () => {
  const samples = ofJson({
    'a<script>': [1, 2, 3, 4],
    b: [
      [2, 3],
      [4, 5],
    ],
    skipped: 'x',
  });
  const svg = drawCorner(samples, 'ZTF & co');
  assert.match(svg, /^<svg xmlns=/);
  assert.equal(svg.match(/fill="none"/g)?.length, 3);
  assert.ok(svg.includes('a&lt;script&gt; = 3 +1 −2') && !svg.includes('<script'), svg);
  assert.ok(svg.includes('<title>ZTF &amp; co</title>'));
  assert.doesNotMatch(svg, /NaN|Infinity|undefined/);
  const constant = drawCorner(ofJson({ c: [1, 1, 1] }), 'x');
  assert.doesNotMatch(constant, /NaN|Infinity/);
});

test('samples that are none are refused, and say why', () => {
  const refused = (format: string, content: string) =>
    assert.throws(
      () => readSamples(product(format, Buffer.from(content))),
      (error) => error instanceof FritzError && error.code === 'conflict',
    );
  refused('netcdf4', 'samples');
  refused('json', '{"a": [1, 2], "b": [1]}');
  refused('json', '{}');
  refused('json', '{');
});
