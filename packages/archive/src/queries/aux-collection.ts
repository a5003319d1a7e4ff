import { parseExact } from '@fritz/contract';
import { doublesAt, type MqlDocument } from '@fritz/mql';
import { adapterOf, type Survey, type SurveyAdapter } from '@fritz/surveys';
import { learnSchemas } from '../marshal/alerts.queries.ts';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import { type Collection, isRead, type Reads, type Row } from './collection.ts';
import { estimateRows } from './estimate-rows.ts';

type Query = Pick<ViewerTx, 'query'>;

/** What is known of a survey's objects beside their alerts: histories, and neighbours in catalogs. */
export function auxCollection({ name: survey, collection }: Survey): Collection {
  const adapter = adapterOf(survey);
  const own = `a.survey = '${survey}'`;
  // An object has a row of each programme: the first of those that the viewer sees stands for it.
  const first = `NOT EXISTS (SELECT FROM survey_objects f WHERE f.object_id = a.object_id
    AND f.survey = a.survey AND f.programid < a.programid)`;
  return {
    name: `${collection}_aux`,
    kind: 'aux',
    from: 'survey_objects',
    always: [own, first],
    indexed: ['_id'],
    place: { ra: 'a.ra', dec: 'a.dec', hpx: 'a.hpx' },
    batchRows: 50,
    doubles: doublesOf(adapter),
    field(path) {
      if (path !== '_id') return null;
      return { sql: 'a.object_id', type: 'text', isNullable: false, extraKey: null };
    },
    columns: () => ['a.object_id'],
    documents: (tx, rows, reads) => makeDocuments(tx, adapter, rows, reads),
    narrow: () => [],
    estimate: (tx) => estimateRows(tx, 'survey_objects', `${own} AND ${first}`),
  };
}

function doublesOf({ documentSchema }: SurveyAdapter) {
  const paths = documentSchema.filter(({ path, type }) => {
    const isHistory = path.startsWith('prv_candidates.') || path.startsWith('fp_hists.');
    return isHistory && (type === 'float' || type === 'double');
  });
  return doublesAt(paths.map(({ path }) => path));
}

async function makeDocuments(
  tx: Query,
  adapter: SurveyAdapter,
  rows: readonly Row[],
  reads: Reads,
): Promise<MqlDocument[]> {
  const ids = rows.map(({ object_id: id }) => String(id));
  const histories = ['prv_candidates', 'fp_hists'].filter((name) => isRead(reads, name));
  const [curves, matches] = await Promise.all([
    histories.length > 0 ? loadBundles(tx, adapter, ids) : null,
    isRead(reads, 'cross_matches') ? loadMatches(tx, adapter, ids) : null,
  ]);
  const needs = adapter.needs([histories]);
  return ids.map((id) => {
    const document: Record<string, unknown> = { _id: id };
    if (matches !== null) document.cross_matches = matches.get(id) ?? {};
    if (curves !== null) {
      const words = adapter.curve(curves.get(id) ?? null, needs).words(null);
      for (const name of histories) document[name] = words[name] ?? [];
    }
    return document;
  });
}

async function loadBundles(
  tx: Query,
  adapter: SurveyAdapter,
  ids: readonly string[],
): Promise<Map<string, Buffer>> {
  const rows = await tx.query<{ object_id: string; points: Buffer }>(
    `SELECT object_id, points FROM ${adapter.name}_light_curves
     WHERE object_id = ANY ($1::text[]) ORDER BY object_id, candid, programid`,
    [ids],
  );
  if (rows.length > 0) await learnSchemas(tx, adapter);
  const byObject = Map.groupBy(rows, (row) => row.object_id);
  return new Map(
    [...byObject].map(([id, own]) => [id, Buffer.concat(own.map(({ points }) => points))]),
  );
}

/** What objects were matched with, the newest of each catalog. */
async function loadMatches(
  tx: Query,
  { name }: SurveyAdapter,
  ids: readonly string[],
): Promise<Map<string, MqlDocument>> {
  const rows = await tx.query<{ object_id: string; found: string }>(
    `SELECT object_id, found::text AS found FROM cross_matches
     WHERE object_id = ANY ($1::text[]) AND survey = $2 ORDER BY known_at, programid DESC, list_id`,
    [ids, name],
  );
  const found = new Map<string, Record<string, unknown>>();
  for (const row of rows) {
    const own = found.get(row.object_id) ?? {};
    found.set(row.object_id, own);
    // Written by whoever matched: `{catalog: [documents]}`.
    Object.assign(own, parseExact(row.found));
  }
  return found;
}
