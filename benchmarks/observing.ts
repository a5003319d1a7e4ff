/**
 * How fast a night is planned: altitudes and airmasses of a hundred targets at a hundred times, beside
 * astropy's of the same; a run of a hundred targets as the API gives it and as its page opens on a
 * computer; and marking one of them.
 *
 * node benchmarks/observing.ts [--targets 100] [--rounds 40] [--json]
 *
 * ASTROPY_PYTHON: a Python that has astropy, where python3 has not. The page needs a Chromium
 * (FRITZ_CHROMIUM); without, its figures are missing.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  airmassAt,
  altAzOf,
  apparentPlace,
  nightAfter,
  type Position,
  type Site,
  sampleSpan,
} from '@fritz/sky';

const { values } = parseArgs({
  options: {
    targets: { type: 'string', default: '100' },
    rounds: { type: 'string', default: '40' },
    json: { type: 'boolean', default: false },
  },
});
const targets = Number(values.targets);
const rounds = Number(values.rounds);
assert.ok(
  Number.isInteger(targets) && targets >= 1 && targets <= 500,
  '--targets must be 1 to 500',
);
assert.ok(Number.isInteger(rounds) && rounds >= 10, '--rounds must be 10 or more');
const samples = 100;
const palomar: Site = { latDeg: 33.3563, lonDeg: -116.865, elevationM: 1712 };
const median = (list: readonly number[]) => list.toSorted((a, b) => a - b)[list.length >> 1] ?? 0;

/** Places over the sky that Palomar sees, without an order. */
const places: readonly Position[] = Array.from({ length: targets }, (_, i) => ({
  ra: (i * 137.508) % 360,
  dec: ((i * 71.3) % 110) - 30,
}));
const night = nightAfter(palomar, 61_375.8);
const times = sampleSpan(night, samples);

/** What one target is at all times of the night. */
function curves(): number[][] {
  return places.map((position) => {
    const place = apparentPlace(position, night.fromMjd);
    return times.map((mjd) => altAzOf(place, palomar, mjd).altDeg);
  });
}

/** Milliseconds for all curves, altitudes and airmasses. */
function timeCurves(): number {
  const taken = Array.from({ length: rounds }, () => {
    const start = performance.now();
    for (const altitudes of curves()) altitudes.map(airmassAt);
    return performance.now() - start;
  });
  return median(taken);
}

/** The same by astropy; null where it is not there. */
function askAstropy(): { ms: number; farthestArcmin: number } | null {
  const python = process.env.ASTROPY_PYTHON ?? 'python3';
  const script = join(import.meta.dirname, 'observing/altitudes.py');
  const input = JSON.stringify({
    site: palomar,
    places: places.map(({ ra, dec }) => [ra, dec]),
    mjds: times,
  });
  const { status, stdout } = spawnSync(python, [script], {
    ...{ input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] },
  });
  if (status !== 0) return null;
  const { ms, altitudes } = JSON.parse(stdout) as { ms: number; altitudes: number[] };
  const ours = curves();
  const apart = altitudes.map((altDeg, i) => Math.abs(altDeg - (ours[i]?.[0] ?? Number.NaN)));
  return { ms, farthestArcmin: 60 * Math.max(...apart) };
}

/** The run's figures: what `e2e/web-speed/night.ts` prints. */
function openRuns(): Record<string, unknown> {
  const script = join(import.meta.dirname, '../e2e/web-speed/night.ts');
  const asked = ['--targets', String(targets), '--rounds', String(rounds), '--json'];
  const { status, stdout } = spawnSync(process.execPath, [script, ...asked], {
    ...{ encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  });
  assert.equal(status, 0, 'the run could not be measured');
  return JSON.parse(stdout) as Record<string, unknown>;
}

const round = (value: number) => Number(value.toFixed(2));
const astropy = askAstropy();
const figures = {
  curves_ms: round(timeCurves()),
  curves_astropy_ms: astropy === null ? null : round(astropy.ms),
  farthest_from_astropy_arcmin: astropy === null ? null : round(astropy.farthestArcmin),
  ...openRuns(),
  ...{ targets, samples, rounds, load: Number(loadavg()[0]?.toFixed(2)) },
  ...{ cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length },
};
if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
else console.table(figures);
