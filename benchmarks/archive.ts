/**
 * How long a cone of 2″ takes on a release of light curves, of a user of two programmes, in the database
 * (40 points each, over 30,000 square degrees) or in files in HATS layout (`--store hats`; those are made by
 * a short cut, not loaded). Of files the cold figure is of the first look at each place, after what was
 * written was let go of by the operating system.
 *
 * node benchmarks/archive.ts [--curves 200000] [--cones 500] [--json]
 * node benchmarks/archive.ts --store hats [--curves 100000000] [--points 4] [--folder <dir> --keep]
 *
 * What was kept in a folder is used again.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findLightCurves, findRelease, loadRelease, openArchive, withClient } from '@fritz/archive';
import type { CurveRecord } from '@fritz/surveys';
import { archivedCurve, createStream, createUser, testDatabase } from '@fritz/testing';
import { type MadeFiles, makeFiles } from './archive-files/make-files.ts';

const { values } = parseArgs({
  options: {
    store: { type: 'string', default: 'postgres' },
    curves: { type: 'string' },
    points: { type: 'string', default: '4' },
    cones: { type: 'string', default: '500' },
    folder: { type: 'string' },
    keep: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const isFiled = values.store === 'hats';
const curves = Number(values.curves ?? (isFiled ? 100_000_000 : 200_000));
const cones = Number(values.cones);
assert.ok(Number.isInteger(curves) && curves >= 1000, '--curves must be 1000 or more');
assert.ok(Number.isInteger(cones) && cones >= 20, '--cones must be 20 or more');

const PROGRAMS = Array.from({ length: 40 }, (_, i) => (i < 28 ? 1 : 2));
/** So many places of a folder are kept with it, for runs to come. */
const MOST_CONES = 5000;
const NAME = 'ZTF_sources_benchmark';
let seed = 20_240_117;
/** From 0 to 1, the same each time (Numerical Recipes, §7.1). */
function next(): number {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
}

type Place = { readonly ra: number; readonly dec: number };

const places: Place[] = [];
function* makeCurves(): Generator<CurveRecord> {
  for (let i = 0; i < curves; i++) {
    const ra = next() * 360;
    const dec = (Math.asin(next() * 1.2 - 0.4) * 180) / Math.PI;
    if (places.length < cones && i % Math.floor(curves / cones) === 0) places.push({ ra, dec });
    const id = 10n ** 13n + BigInt(i);
    yield { curve: archivedCurve({ id, ra, dec, programIds: PROGRAMS }), badPoints: 0 };
  }
}

const percentile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** What was written is on the disk, and no more in memory. */
function forgetFiles(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    if (!statSync(path).isFile()) continue;
    const args = [
      `of=${path}`,
      'oflag=nocache',
      'conv=notrunc,fdatasync',
      'count=0',
      'status=none',
    ];
    spawnSync('dd', args);
  }
}

const database = await testDatabase();
const archive = openArchive({ ...database.app, max: 1 });
const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'fritz-bench-archive-'));

async function fillDatabase(): Promise<null> {
  await withClient(database.owner, (client) =>
    loadRelease(client, {
      ...{ name: NAME, kind: 'light_curves', survey: 'ztf', programid: 1 },
      files: [{ path: 'made', bytes: 1 }],
      open: async () => ({ contents: { curves: makeCurves() }, close: () => {} }),
    }),
  );
  return null;
}

async function fillFiles(): Promise<number> {
  const location = join(folder, 'program_1');
  const points = Number(values.points);
  const kept = join(folder, 'made.json');
  const make = () => makeFiles(location, { name: NAME, curves, points, places: MOST_CONES, next });
  const isKept = existsSync(kept);
  const made = isKept ? (JSON.parse(readFileSync(kept, 'utf8')) as MadeFiles) : await make();
  if (!isKept) writeFileSync(kept, JSON.stringify(made));
  places.push(...made.places.slice(0, cones));
  await withClient(database.owner, async (client) => {
    await client.query(
      `INSERT INTO fritz.archive_releases (name, kind, survey, state, store, is_current, rows)
       VALUES ($1, 'light_curves', 'ztf', 'ready', 'hats', true, $2)`,
      [NAME, curves],
    );
    await client.query(
      `INSERT INTO fritz.archive_parts
         (release_id, programid, audience_id, location, is_placed, rows, bytes)
       SELECT id, 1, fritz.intern_program('ztf', 1::smallint), $1, true, $2, $3
         FROM fritz.archive_releases`,
      [location, curves, made.bytes],
    );
  });
  forgetFiles(folder);
  return made.bytes;
}

async function measure(token: string): Promise<{ p50: number; p95: number; cpu: number }> {
  const times: number[] = [];
  let found = 0;
  const cpu = process.cpuUsage();
  for (const place of places) {
    const begun = performance.now();
    const near = await archive.asViewer(token, async (tx) => {
      const release = await findRelease(tx, 'light_curves', null);
      assert.ok(release);
      const search = { release, cone: { ...place, radiusArcsec: 2 }, ids: null, limit: 100 };
      return findLightCurves(tx, search);
    });
    times.push(performance.now() - begun);
    found += near.length;
  }
  assert.ok(found >= places.length, 'each cone has its light curve');
  const { user, system } = process.cpuUsage(cpu);
  const sorted = times.toSorted((a, b) => a - b);
  const spent = (user + system) / 1000 / places.length;
  return { p50: percentile(sorted, 0.5), p95: percentile(sorted, 0.95), cpu: spent };
}

try {
  const user = await withClient(database.superuser, async (client) => {
    const made = await createUser(client);
    await createStream(client, { programIds: [1, 2], users: [made] });
    return made;
  });
  const start = performance.now();
  const bytes = isFiled ? await fillFiles() : await fillDatabase();
  const loadS = (performance.now() - start) / 1000;
  const cold = isFiled ? await measure(user.token) : null;
  const warm = await measure(user.token);
  const points = curves * (isFiled ? Number(values.points) : PROGRAMS.length);
  const result = {
    ...{ store: values.store, curves, points, load_s: loadS },
    ...(bytes === null ? {} : { gigabytes: bytes / 1e9 }),
    ...{ cone_p50_ms: warm.p50, cone_p95_ms: warm.p95, cone_cpu_ms: warm.cpu },
    ...(cold === null
      ? {}
      : { cold_p50_ms: cold.p50, cold_p95_ms: cold.p95, cold_cpu_ms: cold.cpu }),
  };
  if (values.json) console.log(JSON.stringify(result));
  else console.table([result]);
} finally {
  await archive.close();
  await database.drop();
  if (!values.keep) rmSync(folder, { recursive: true, force: true });
}
