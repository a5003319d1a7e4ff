/**
 * How long the list of sources takes, 50,000 of them with 10 million points: by each column, of a group
 * and of all that somebody sees, deep pages, and with each filter. Requests within the server's process,
 * of ordinary users in 20 groups, 100 sources a page.
 *
 * node benchmarks/lists.ts [--points 10000000] [--visits 15] [--only text,…] [--json]
 *
 * The filled database is that of benchmarks/api.ts, in .cache/benchmarks.
 */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbedded } from '@fritz/archive';
import { sourceColumns } from '@fritz/contract';
import { createServer } from '@fritz/server';
import pg from 'pg';
import { chooseVisits, type Visit } from './api/visits.ts';
import { saySomething } from './lists/said.ts';
import { openMarshal } from './rights/open-marshal.ts';

const { values } = parseArgs({
  options: {
    points: { type: 'string', default: '10000000' },
    visits: { type: 'string', default: '15' },
    only: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
  },
});
const points = Number(values.points);
const visitCount = Number(values.visits);
assert.ok(Number.isInteger(points) && points >= 10_000, '--points must be 10000 or more');
assert.ok(Number.isInteger(visitCount) && visitCount >= 3, '--visits must be 3 or more');
const say = (text: string) => {
  if (!values.json) process.stderr.write(`${text}\n`);
};

type Query = Record<string, string>;

/** Day of the marshal's points, and half of what they span. */
const middle = '2026-05-31T00:00:00';

/** What is asked for, by what the table calls it. */
function searches({ groupId, saved }: Visit): Record<string, Query> {
  const group = { group_ids: String(groupId) };
  const lastOfGroup = { ...group, pageNumber: String(Math.max(1, Math.ceil(saved / 100))) };
  const day = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 19);
  const sorted = sourceColumns.flatMap((sortBy): [string, Query][] => {
    const of: Query = sortBy === 'annotation' ? { sortAnnotation: 'benchmark/score' } : {};
    return [
      [`by ${sortBy}`, { ...of, sortBy, sortOrder: 'desc' }],
      [`of a group, by ${sortBy}`, { ...of, ...group, sortBy, sortOrder: 'asc' }],
    ];
  });
  return Object.fromEntries([
    ...sorted,
    ['page 100', { pageNumber: '100' }],
    ['last page of a group', lastOfGroup],
    ['classifications', { classifications: 'Benchmark: SN Ia' }],
    ['unclassified', { unclassified: 'true' }],
    ['nonclassifications', { nonclassifications: 'Benchmark: SN Ia' }],
    ['annotationsFilter', { annotationsFilter: 'score:0.9:ge' }],
    ['annotationsFilterOrigin', { annotationsFilterOrigin: 'benchmark' }],
    ['tags', { tags: 'benchone' }],
    ['minRedshift, maxRedshift', { minRedshift: '0.1', maxRedshift: '0.2' }],
    ['commentsFilter', { commentsFilter: 'rising fast' }],
    ['commentsFilterAuthor', { commentsFilterAuthor: 'user7' }],
    ['hasSpectrum', { hasSpectrum: 'true' }],
    ['hasNoSpectrum', { hasNoSpectrum: 'true' }],
    ['listName', { listName: 'favorites' }],
    ['savedAfter', { savedAfter: day }],
    ['startDate, endDate', { startDate: middle, endDate: day }],
    ['numberDetections', { numberDetections: '60' }],
    ['minPeakMagnitude', { minPeakMagnitude: '18', maxPeakMagnitude: '19' }],
    ['sourceID', { sourceID: 'aaab' }],
    ['cone of 10 degrees', { ra: '150', dec: '20', radius: '10' }],
    ['hasBeenLabelled', { hasBeenLabelled: 'true' }],
    ['savedToAllSelected', { ...group, savedStatus: 'savedToAllSelected' }],
    ['notSavedToAnySelected', { ...group, savedStatus: 'notSavedToAnySelected' }],
  ]);
}

interface Row {
  search: string;
  median_ms: number;
  worst_ms: number;
  matches: number;
}

async function measure(
  server: Awaited<ReturnType<typeof createServer>>,
  visits: readonly Visit[],
  search: string,
): Promise<Row> {
  const times: number[] = [];
  let matches = 0;
  for (const visit of visits) {
    const query = searches(visit)[search];
    assert.ok(query);
    const url = `/api/sources?${new URLSearchParams({ numPerPage: '100', ...query })}`;
    const start = performance.now();
    const response = await server.inject({
      url,
      headers: { authorization: `token ${visit.token}` },
    });
    times.push(performance.now() - start);
    // What takes longer than a statement may is answered so, and took so long.
    if (response.statusCode === 503) continue;
    assert.equal(response.statusCode, 200, `${url}: ${response.body.slice(0, 500)}`);
    matches += Number(response.json().data.totalMatches);
  }
  times.sort((a, b) => a - b);
  const at = (part: number) => Math.round(times[Math.ceil(part * times.length) - 1] ?? Number.NaN);
  return {
    search,
    median_ms: at(0.5),
    worst_ms: at(1),
    matches: Math.round(matches / visits.length),
  };
}

const folder = join(import.meta.dirname, '../.cache/benchmarks');
mkdirSync(folder, { recursive: true });
const embedded = await startEmbedded({ dataDir: join(folder, `rights-${points}`) });
try {
  const marshal = await openMarshal(embedded, 'rights_400', { points, audiences: 400 }, say);
  const client = new pg.Client(marshal.superuser);
  await client.connect();
  await saySomething(client);
  await client.end();
  const visits = await chooseVisits(marshal, visitCount);
  const archive = { ...marshal.app, max: 4 };
  const server = await createServer({ archive, webRoot: null, version: 'benchmark' });
  const [first] = visits;
  assert.ok(first);
  const names = Object.keys(searches(first)).filter((name) =>
    values.only.split(',').some((part) => name.includes(part)),
  );
  await measure(server, visits, names[0] ?? 'by saved_at');
  for (const name of names) {
    const row = await measure(server, visits, name);
    const { median_ms, worst_ms, matches } = row;
    const line = `${name.padEnd(32)}${median_ms} ms, at most ${worst_ms}, ${matches} found`;
    process.stdout.write(`${values.json ? JSON.stringify(row) : line}\n`);
  }
  await server.close();
} finally {
  await embedded.stop();
}
