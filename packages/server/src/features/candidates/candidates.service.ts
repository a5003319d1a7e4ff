import {
  listAlertScores,
  listPassing,
  listSaved,
  type PassedSelection,
  type PassingRow,
  pageOfCandidates,
  summarizeAlerts,
  type ViewerTx,
} from '@fritz/archive';
import type { SavedStatus } from '@fritz/contract';
import { NotFoundError } from '../../http/fritz-error.ts';
import { presentCandidate } from './candidates.presenter.ts';

/** A page of a scan. */
export interface Scan extends PassedSelection {
  saved: SavedStatus;
  pageNumber: number;
  numPerPage: number;
}

/** A page of candidates in five queries, whatever its size. */
export async function scanCandidates(tx: ViewerTx, scan: Scan) {
  const { pageNumber, numPerPage } = scan;
  const { total, objs } = await pageOfCandidates(tx, {
    ...scan,
    limit: numPerPage,
    offset: (pageNumber - 1) * numPerPage,
  });
  const ids = objs.map((obj) => obj.obj_id);
  const candidates = ids.length === 0 ? [] : await describeCandidates(tx, ids, scan);
  return { candidates, totalMatches: total, pageNumber, numPerPage };
}

const everything: PassedSelection = { filterIds: null, groupIds: null, from: null, to: null };

/** One candidate, by everything that it passed. */
export async function findCandidate(tx: ViewerTx, objId: string) {
  const [candidate] = await describeCandidates(tx, [objId], everything);
  if (candidate === undefined) throw new NotFoundError('candidate');
  return candidate;
}

async function describeCandidates(
  tx: ViewerTx,
  ids: readonly string[],
  selection: PassedSelection,
) {
  const passing = Map.groupBy(await listPassing(tx, ids, selection), (row) => row.obj_id);
  const saved = Map.groupBy(await listSaved(tx, ids), (row) => row.obj_id);
  const newest = ids.flatMap((id): PassingRow[] => passing.get(id)?.slice(0, 1) ?? []);
  const wanted = newest.map((row) => ({
    survey: row.survey,
    objId: row.obj_id,
    candid: row.candid,
  }));
  const summaries = await summarizeAlerts(tx, wanted);
  const alerts = new Map(summaries.map((summary) => [summary.obj_id, summary]));
  // ZTF's alone are scored; another survey may use the same number.
  const scored = wanted.filter(({ survey }) => survey === 'ztf').map(({ candid }) => candid);
  const found = scored.length === 0 ? [] : await listAlertScores(tx, scored);
  const scores = Map.groupBy(found, ({ candid }) => candid);
  return newest.map((row) =>
    presentCandidate({
      newest: row,
      passing: passing.get(row.obj_id) ?? [],
      saved: saved.get(row.obj_id) ?? [],
      alerts: alerts.get(row.obj_id),
      scores: row.survey === 'ztf' ? (scores.get(row.candid) ?? []) : [],
    }),
  );
}
