import assert from 'node:assert/strict';
import { type Archive, loadViewer, openArchive, type ViewerTx } from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import pg from 'pg';
import type { Person } from './fill.ts';
import type { Marshal } from './open-marshal.ts';
import { type Page, type PageChoice, pages } from './pages.ts';

/** Of one kind of page: milliseconds, and the ratio of the medians. */
export interface PageFigures {
  median_ms: number;
  median_bare_ms: number;
  ratio: number;
  /** With row-level security and with finding out who the viewer is, as a request does. */
  p95_ms: number;
}

/** Looks at every kind of page by turns with and without row-level security. */
export async function measurePages(
  marshal: Marshal,
  rounds: number,
): Promise<Record<string, PageFigures>> {
  const app = openArchive({ ...marshal.app, max: 1 });
  const bare = openArchive({ ...marshal.bare, max: 1 });
  try {
    const figures: Record<string, PageFigures> = {};
    for (const [name, page] of Object.entries(pages)) {
      const choices = await chooseVisits(marshal, rounds + warmUps);
      figures[name] = await measurePage(app, bare, page, choices);
    }
    return figures;
  } finally {
    await Promise.all([app.close(), bare.close()]);
  }
}

interface Visit extends PageChoice {
  person: Person;
}

const warmUps = 5;

async function measurePage(
  app: Archive,
  bare: Archive,
  page: Page,
  visits: readonly Visit[],
): Promise<PageFigures> {
  const [withRights, byHand, asRequest]: [number[], number[], number[]] = [[], [], []];
  for (const [index, visit] of visits.entries()) {
    const look = async () => {
      const start = performance.now();
      const seen = await app.asViewer(visit.person.token, (tx) => page(tx, visit), readOnly);
      return { ms: performance.now() - start, seen };
    };
    const lookBare = async () => {
      const start = performance.now();
      const work = async (tx: ViewerTx) => {
        await tx.query(`SELECT set_config('bench.user', $1, true)`, [String(visit.person.id)]);
        return page(tx, visit);
      };
      const seen = await bare.asViewer(null, work, readOnly);
      return { ms: performance.now() - start, seen };
    };
    // As people come: nobody has looked at this page a moment ago.
    const request = await lookAsRequest(app, page, visit);
    // By now the tables' pages are in memory for both.
    const first = index % 2 === 0 ? await look() : await lookBare();
    const second = index % 2 === 0 ? await lookBare() : await look();
    assert.equal(stringifyExact(first.seen), stringifyExact(second.seen), 'the rows are the same');
    if (index < warmUps) continue;
    withRights.push(index % 2 === 0 ? first.ms : second.ms);
    byHand.push(index % 2 === 0 ? second.ms : first.ms);
    asRequest.push(request);
  }
  const [median, medianBare] = [quantile(withRights, 0.5), quantile(byHand, 0.5)];
  return {
    median_ms: round(median),
    median_bare_ms: round(medianBare),
    ratio: round(median / medianBare),
    p95_ms: round(quantile(asRequest, 0.95)),
  };
}

const readOnly = { readOnly: true };

async function lookAsRequest(app: Archive, page: Page, visit: Visit): Promise<number> {
  const start = performance.now();
  await app.asViewer(
    visit.person.token,
    async (tx) => {
      assert.ok(await loadViewer(tx));
      await page(tx, visit);
    },
    readOnly,
  );
  return performance.now() - start;
}

/** People by turns, each at another source of another of his groups. */
async function chooseVisits(marshal: Marshal, count: number): Promise<Visit[]> {
  const client = new pg.Client(marshal.superuser);
  await client.connect();
  try {
    const { rows } = await client.query<{ now: Date }>('SELECT now()');
    const now = rows[0]?.now ?? new Date();
    const visits: Visit[] = [];
    for (let index = 0; visits.length < count; index++) {
      const person = marshal.people[index % marshal.people.length];
      assert.ok(person);
      const found = await client.query<{ obj_id: string; group_id: number }>(
        `SELECT s.obj_id, s.group_id FROM sources s
          WHERE s.group_id = (SELECT gu.group_id FROM group_users gu JOIN groups g ON g.id = gu.group_id
             WHERE gu.user_id = $1 AND g.single_user_id IS NULL AND NOT g.sitewide
             ORDER BY md5(gu.group_id || '/' || $2::text) LIMIT 1)
          ORDER BY md5(s.obj_id || '/' || $2::text) LIMIT 1`,
        [person.id, index],
      );
      for (const { obj_id: objId, group_id: groupId } of found.rows) {
        visits.push({ person, objId, groupId, offset: index % 3 === 0 ? 25 : 0, turn: index, now });
      }
    }
    return visits;
  } finally {
    await client.end();
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
