import assert from 'node:assert/strict';
import pg from 'pg';
import type { Marshal } from '../rights/open-marshal.ts';
import type { HttpServer } from './server-process.ts';
import { detailUrl, listUrl, type Visit } from './visits.ts';

/** Small answers; all but the last to somebody whom the database knows by his token. */
const simplePaths = ['/api/internal/profile', '/api/streams', '/api/config', '/api/sysinfo'];
const clients = 16;
const warmUpS = 2;
const rows = 10_000;
const sourcesOfUpload = 50;
/** The marshal's own points are later. */
const uploadMjd = 50_000;
const readers = 4;

/** How many simple requests a second are answered, with sixteen on their way at any time. */
export async function countGets(
  server: HttpServer,
  visits: readonly Visit[],
  seconds: number,
): Promise<number> {
  let answered = 0;
  const start = performance.now() + warmUpS * 1000;
  const end = start + seconds * 1000;
  const client = async (at: number): Promise<void> => {
    for (let turn = at; ; turn += clients) {
      const visit = visits[turn % visits.length];
      const path = simplePaths[turn % simplePaths.length];
      assert.ok(visit && path);
      await server.ask(visit.token, path);
      const now = performance.now();
      if (now >= end) return;
      if (now >= start) answered += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, at) => client(at)));
  return Math.round(answered / seconds);
}

/** Seconds that uploads of 10,000 points take while four readers read one page after another. */
export async function timeUploads(
  server: HttpServer,
  { marshal, visits, count }: { marshal: Marshal; visits: readonly Visit[]; count: number },
): Promise<{ uploads: number[]; readMs: number[] }> {
  const client = new pg.Client(marshal.superuser);
  await client.connect();
  const progress = { isOver: false };
  try {
    await forget(client);
    const reading = Promise.all(
      Array.from({ length: readers }, (_, at) => read(server, visits.slice(at + 1), progress)),
    );
    // What went wrong with an upload is told first.
    reading.catch(() => {});
    const uploads: number[] = [];
    const [visit] = visits;
    assert.ok(visit);
    try {
      for (let turn = 0; turn < count; turn++) {
        const body = await uploadBody(client, visit, turn);
        const start = performance.now();
        const answer = await server.ask(visit.token, '/api/photometry', { method: 'PUT', body });
        uploads.push((performance.now() - start) / 1000);
        const { data } = JSON.parse(answer) as { data: { ids: unknown[] } };
        assert.equal(data.ids.length, rows);
      }
    } finally {
      progress.isOver = true;
      await Promise.allSettled([reading]);
    }
    return { uploads, readMs: (await reading).flat() };
  } finally {
    await forget(client);
    await client.end();
  }
}

async function read(
  server: HttpServer,
  visits: readonly Visit[],
  progress: { isOver: boolean },
): Promise<number[]> {
  const times: number[] = [];
  for (let turn = 0; !progress.isOver; turn++) {
    const visit = visits[turn % visits.length];
    assert.ok(visit);
    const url = turn % 2 === 0 ? detailUrl(visit) : listUrl(visit, turn);
    const start = performance.now();
    await server.ask(visit.token, url);
    times.push(performance.now() - start);
  }
  return times;
}

/** New points of some sources of one group, as one of its members uploads them. */
async function uploadBody(client: pg.Client, { groupId }: Visit, turn: number): Promise<string> {
  const sources = await client.query<{ obj_id: string }>(
    'SELECT obj_id FROM sources WHERE group_id = $1 ORDER BY id LIMIT $2',
    [groupId, sourcesOfUpload],
  );
  const instrument = await client.query<{ id: number }>(
    `SELECT id FROM instruments WHERE name = 'ZTF'`,
  );
  const each = Array.from({ length: rows }, (_, row) => row);
  const names = sources.rows.map(({ obj_id }) => obj_id);
  return JSON.stringify({
    obj_id: each.map((row) => names[row % names.length]),
    instrument_id: instrument.rows[0]?.id,
    group_ids: [groupId],
    mjd: each.map((row) => uploadMjd + turn * rows + row + 0.25),
    flux: each.map((row) => 100 + (row % 77) * 1.5),
    fluxerr: each.map((row) => 2 + (row % 7) / 10),
    zp: 23.9,
    magsys: 'ab',
    filter: each.map((row) => ['ztfg', 'ztfr', 'ztfi'][row % 3]),
    ra: each.map((row) => row / 100),
    dec: each.map((row) => row / 1000),
  });
}

async function forget(client: pg.Client): Promise<void> {
  await client.query('SET session_replication_role = replica');
  await client.query('DELETE FROM photometry WHERE upload_id IS NOT NULL');
  await client.query('SET session_replication_role = DEFAULT');
}
