import assert from 'node:assert/strict';
import { sourceColumns } from '@fritz/contract';
import pg from 'pg';
import type { Marshal } from '../rights/open-marshal.ts';

/** A visit: who asks, a source that he sees, one of his groups and how much it has saved. */
export interface Visit {
  token: string;
  objId: string;
  groupId: number;
  saved: number;
}

/** So many visits, of all people in turn; the same in every run. */
export async function chooseVisits(marshal: Marshal, count: number): Promise<Visit[]> {
  const client = new pg.Client(marshal.superuser);
  await client.connect();
  try {
    const visits: Visit[] = [];
    for (let turn = 0; turn < count; turn++) {
      const person = marshal.people[turn % marshal.people.length];
      assert.ok(person);
      const { rows } = await client.query<{ obj_id: string; group_id: number; saved: number }>(
        `SELECT s.obj_id, s.group_id,
                (SELECT count(*)::int FROM sources n WHERE n.group_id = s.group_id) AS saved
           FROM sources s JOIN group_users gu ON gu.group_id = s.group_id AND gu.user_id = $1
          ORDER BY md5(s.id || '/' || $2::int) LIMIT 1`,
        [person.id, turn],
      );
      const [row] = rows;
      assert.ok(row, 'everybody has a source');
      const { obj_id: objId, group_id: groupId, saved } = row;
      visits.push({ token: person.token, objId, groupId, saved });
    }
    return visits;
  } finally {
    await client.end();
  }
}

/** A source's page, with its photometry. */
export const detailUrl = ({ objId }: Visit) =>
  `/api/sources/${objId}?includePhotometry=true&includeComments=true&includeThumbnails=true&includeDetectionStats=true`;

/** Of an annotation it must be said which: benchmarks/lists.ts times that. */
const columns = sourceColumns.filter((column) => column !== 'annotation');

/** Sources of a group: every column by turns, both ways, and any page. */
export function listUrl({ groupId, saved }: Visit, turn: number): string {
  const sortBy = columns[turn % columns.length] ?? 'saved_at';
  const sortOrder = Math.floor(turn / columns.length) % 2 === 0 ? 'desc' : 'asc';
  const pages = Math.max(1, Math.ceil(saved / 100));
  const pageNumber = 1 + ((turn * 7) % pages);
  return `/api/sources?group_ids=${groupId}&numPerPage=100&${new URLSearchParams({
    sortBy,
    sortOrder,
    pageNumber: String(pageNumber),
  })}`;
}
