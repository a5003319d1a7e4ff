// npm run fuzz:mql [-- mutations] [-- --seed n]: mutates real filters for as long as it takes; what
// is no error of the compiler's own stops it, with the number that repeats it.
import { parseArgs } from 'node:util';
import { runMutations } from './mutations.ts';

const { values, positionals } = parseArgs({
  options: { seed: { type: 'string', default: '1' } },
  allowPositionals: true,
});

const count = Number(positionals[0] ?? 1_000_000);
const seed = Number(values.seed);
if (!Number.isSafeInteger(count) || !Number.isSafeInteger(seed) || count < 1) {
  console.error('usage: npm run fuzz:mql -- [mutations] [--seed n]');
  process.exit(2);
}

const startedAt = performance.now();
const perReport = Math.max(1000, Math.floor(count / 20 / 1000) * 1000);
const { compiled, ran, refused } = runMutations(count, seed, (done) => {
  if (done % perReport !== 0) return;
  const rate = Math.round((done / (performance.now() - startedAt)) * 1000);
  console.log(`${done} of ${count} mutations, ${rate} a second`);
});
const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
console.log(`${count} mutated filters in ${seconds} s: none crashed the compiler`);
console.log(`${compiled} compiled, ${ran} of them ran to the end; the others were refused:`);
for (const [code, times] of [...refused].sort((a, b) => b[1] - a[1]))
  console.log(`  ${code} ${times}`);
