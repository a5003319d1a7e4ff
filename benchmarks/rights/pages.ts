import {
  findObj,
  findObjs,
  listPassing,
  listPhotometry,
  listSaved,
  pageOfCandidates,
  pageOfSources,
  type SourceOrder,
  summarizeAlerts,
  type ViewerTx,
} from '@fritz/archive';

/** What a page is asked for: a source, a group of the viewer's, and which page of a list. */
export interface PageChoice {
  objId: string;
  groupId: number;
  offset: number;
  /** Which visit it is. */
  turn: number;
  now: Date;
}

/** The queries of one page of the web app, as the server's services send them. */
export type Page = (tx: ViewerTx, choice: PageChoice) => Promise<unknown>;

const DAY_MS = 86_400_000;

const sourceDetail: Page = async (tx, { objId }) => [
  await findObj(tx, objId),
  await listSaved(tx, [objId]),
  await listPhotometry(tx, objId),
];

const columns: readonly SourceOrder[] = ['saved_at', 'id', 'ra', 'dec', 'created_at'];

const open = { from: null, to: null };
/** A search that asks for nothing. */
const anySource = {
  kind: 'saved',
  status: null,
  savedAt: open,
  saverIds: null,
  orderAnnotation: null,
  conditions: {
    ...{ cone: null, name: null, alias: null, origin: null, simbadClass: null, tnsName: null },
    ...{ hasTnsName: null, changedAfter: null, looked: null, classes: null, lightCurve: null },
    ...{ without: [], sets: [], notIn: [], unclassified: false, withoutSpectra: false },
    redshift: open,
  },
  after: null,
} as const;

/** Sorted by one column after another. */
const groupSources: Page = async (tx, { groupId, offset, turn }) => {
  const { total, ids } = await pageOfSources(tx, {
    ...anySource,
    groupIds: [groupId],
    orderBy: columns[turn % columns.length] ?? 'saved_at',
    descending: turn % 2 === 0,
    limit: 100,
    offset,
  });
  return [total, [...(await findObjs(tx, ids)).values()], await listSaved(tx, ids)];
};

const candidates: Page = async (tx, { offset, now }) => {
  const selection = {
    filterIds: null,
    groupIds: null,
    from: new Date(now.getTime() - DAY_MS),
    to: null,
  };
  const page = await pageOfCandidates(tx, { ...selection, saved: 'all', limit: 25, offset });
  const ids = page.objs.map((obj) => obj.obj_id);
  const passing = await listPassing(tx, ids, selection);
  const newest = new Map(passing.toReversed().map((row) => [row.obj_id, row.candid]));
  const wanted = [...newest].flatMap(([objId, candid]) =>
    candid === null ? [] : [{ survey: 'ztf', objId, candid }],
  );
  const saved = await listSaved(tx, ids);
  // Its rows have no order: the service looks them up by their object.
  const summaries = await summarizeAlerts(tx, wanted);
  return [page, passing, saved, summaries.sort((a, b) => (a.obj_id < b.obj_id ? -1 : 1))];
};

export const pages: Readonly<Record<string, Page>> = {
  'source detail': sourceDetail,
  'group sources': groupSources,
  candidates,
};
