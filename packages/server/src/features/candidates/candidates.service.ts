import {
  type AnnotationOrder,
  type CandidateEnd,
  listAlertScores,
  listAnnotationsOf,
  listLabels,
  listListsOf,
  listObjClassifications,
  listObjComments,
  listObjTags,
  listPassing,
  listPassings,
  listPhotometryOf,
  listSaved,
  listThumbnails,
  type PassedSelection,
  type PassingRow,
  pageOfCandidates,
  type ScanConditions,
  summarizeAlerts,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import { naiveUtc, type SavedStatus } from '@fritz/contract';
import { NotFoundError } from '../../http/fritz-error.ts';
import { findSpectra } from '../spectra/spectra.service.ts';
import { writeCursor, writeQueryId } from './candidate-cursor.ts';
import { type Candidate, type CandidateParts, presentCandidate } from './candidates.presenter.ts';

/** What comes along with each candidate. */
export interface Included {
  photometry: boolean;
  comments: boolean;
  spectra: boolean;
  thumbnails: boolean;
}

/** A page of a scan. */
export interface Scan extends PassedSelection {
  saved: SavedStatus;
  wish?: ScanConditions;
  order?: AnnotationOrder | null;
  /** Until when passings count, where pages belong together. */
  pinned?: string | null;
  after?: CandidateEnd | null;
  pageNumber: number;
  numPerPage: number;
  included?: Included;
}

const nothingMore: Included = {
  photometry: false,
  comments: false,
  spectra: false,
  thumbnails: false,
};

/** A page of candidates in a fixed number of queries, whatever its size. */
export async function scanCandidates(tx: ViewerTx, viewer: Viewer, scan: Scan) {
  const { pageNumber, numPerPage, after = null, order = null, included = nothingMore } = scan;
  const page = await pageOfCandidates(tx, {
    ...scan,
    limit: numPerPage,
    offset: after === null ? (pageNumber - 1) * numPerPage : 0,
  });
  const ids = page.objs.map((obj) => obj.obj_id);
  const describe = { tx, viewer, ids, selection: scan, included };
  return {
    candidates: ids.length === 0 ? [] : await describeCandidates(describe),
    totalMatches: page.total,
    pageNumber,
    numPerPage,
    queryID: writeQueryId(scan.pinned ?? page.newest),
    cursor: page.end && writeCursor(page.end, order),
  };
}

const everything: PassedSelection = { filterIds: null, groupIds: null, from: null, to: null };

/** One candidate, by everything that it passed. */
export async function findCandidate(
  tx: ViewerTx,
  viewer: Viewer,
  objId: string,
  included: Included & { alerts: boolean },
): Promise<Candidate> {
  const ids = [objId];
  const [candidate] = await describeCandidates({
    ...{ tx, viewer, ids, included },
    selection: everything,
  });
  if (candidate === undefined) throw new NotFoundError('candidate');
  if (!included.alerts) return candidate;
  const all = await listPassings(tx, objId);
  return {
    ...candidate,
    passing_alerts: all.map((row) => ({
      filter_id: row.filter_id,
      passing_alert_id: row.candid,
      passed_at: naiveUtc(row.passed_at),
    })),
  };
}

interface Description {
  tx: ViewerTx;
  viewer: Viewer;
  ids: readonly string[];
  selection: PassedSelection;
  included: Included;
}

async function describeCandidates(description: Description): Promise<Candidate[]> {
  const { tx, viewer, ids, selection } = description;
  const passing = Map.groupBy(await listPassing(tx, ids, selection), (row) => row.obj_id);
  if (passing.size === 0) return [];
  const saved = Map.groupBy(await listSaved(tx, ids), (row) => row.obj_id);
  const newest = ids.flatMap((id): PassingRow[] => passing.get(id)?.slice(0, 1) ?? []);
  const { alerts, scores } = await loadAlerts(tx, newest);
  const annotations = Map.groupBy(
    await listAnnotationsOf(tx, 'sources', ids),
    (row) => row.subject_id,
  );
  const classes = Map.groupBy(await listObjClassifications(tx, ids), (row) => row.obj_id);
  const tags = Map.groupBy(await listObjTags(tx, { objIds: ids }), (row) => row.obj_id);
  const labels = Map.groupBy(await listLabels(tx, ids), (row) => row.obj_id);
  const lists = Map.groupBy(await listListsOf(tx, viewer.id, ids), (row) => row.obj_id);
  const more = await loadMore(description);
  return newest.map((row) =>
    presentCandidate(
      {
        newest: row,
        passing: passing.get(row.obj_id) ?? [],
        saved: saved.get(row.obj_id) ?? [],
        alerts: alerts.get(row.obj_id),
        scores: (row.candid !== null && scores.get(row.candid)) || [],
        annotations: annotations.get(row.obj_id) ?? [],
        classifications: classes.get(row.obj_id) ?? [],
        tags: tags.get(row.obj_id) ?? [],
        labels: labels.get(row.obj_id) ?? [],
        lists: (lists.get(row.obj_id) ?? []).map(({ list_name }) => list_name),
        ...more(row.obj_id),
      },
      viewer,
    ),
  );
}

async function loadAlerts(tx: ViewerTx, newest: readonly PassingRow[]) {
  const wanted = newest.flatMap(({ survey, obj_id: objId, candid }) =>
    survey === null || candid === null ? [] : [{ survey, objId, candid }],
  );
  const summaries = await summarizeAlerts(tx, wanted);
  // ZTF's alone are scored; another survey may use the same number.
  const scored = wanted.filter(({ survey }) => survey === 'ztf').map(({ candid }) => candid);
  const scores = scored.length === 0 ? [] : await listAlertScores(tx, scored);
  return {
    alerts: new Map(summaries.map((summary) => [summary.obj_id, summary])),
    scores: Map.groupBy(scores, ({ candid }) => candid),
  };
}

/** What is asked for beside, each with one query. */
async function loadMore({ tx, viewer, ids, included }: Description) {
  const points = included.photometry ? await listPhotometryOf(tx, ids) : null;
  const comments = included.comments
    ? Map.groupBy(await listObjComments(tx, ids), (row) => row.subject_id)
    : null;
  const spectra = included.spectra
    ? Map.groupBy(
        await findSpectra(tx, { objIds: ids }, viewer, 'includeSpectra'),
        (row) => row.obj_id,
      )
    : null;
  const thumbnails = included.thumbnails
    ? Map.groupBy(await listThumbnails(tx, ids), (row) => row.obj_id)
    : null;
  return (
    id: string,
  ): Pick<CandidateParts, 'photometry' | 'comments' | 'spectra' | 'thumbnails'> => ({
    ...(points ? { photometry: points.get(id) ?? [] } : {}),
    ...(comments ? { comments: comments.get(id) ?? [] } : {}),
    ...(spectra ? { spectra: spectra.get(id) ?? [] } : {}),
    ...(thumbnails ? { thumbnails: thumbnails.get(id) ?? [] } : {}),
  });
}
