import { doublesAt, type MqlDocument } from '@fritz/mql';
import { adapterOf, type SeenAlert, type Survey, type SurveyAdapter } from '@fritz/surveys';
import { learnSchemas } from '../marshal/alerts.queries.ts';
import { PastScores } from '../scores/past-scores.ts';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import { alertId } from './alert-id.ts';
import { alertWriter } from './alert-texts.ts';
import {
  type Bind,
  type Bounds,
  type Collection,
  type CollectionField,
  isRead,
  type Reads,
  type Row,
} from './collection.ts';
import { estimateRows } from './estimate-rows.ts';

/** Beyond every candid: of a curve from here on nothing is at hand. */
const NOTHING = 9_223_372_036_854_775_807n;
const NO_PROGRAMS: ReadonlySet<number> = new Set();

type Query = Pick<ViewerTx, 'query'>;

/** A survey's alerts in Kowalski's shape: without histories, with their stamps. */
export function alertCollection({ name: survey, collection: name }: Survey): Collection {
  const adapter = adapterOf(survey);
  const nullable = new Map(adapter.documentSchema.map((field) => [field.path, field.nullable]));
  const doubles = doublesOf(adapter);
  return {
    name,
    kind: 'alerts',
    from: `${survey}_alerts`,
    always: [],
    indexed: ['objectId', 'candid', 'candidate.candid'],
    place: { ra: 'a.ra', dec: 'a.dec', hpx: 'a.hpx' },
    batchRows: 200,
    doubles,
    field: (path) => fieldOf(adapter, nullable, path),
    columns: (reads) => columnsOf(adapter, reads),
    documents: (tx, rows, reads) => makeDocuments(tx, adapter, rows, reads),
    texts: (projection) => {
      const write = alertWriter(adapter, doubles, projection);
      if (write === null) return null;
      return async (tx, rows) => {
        await learnNewSchemas(tx, adapter, rows);
        return rows.map(write);
      };
    },
    narrow: (path, bounds, bind) => candidConditions(adapter, path, bounds, bind),
    estimate: (tx) => estimateRows(tx, `${survey}_alerts`),
  };
}

function doublesOf({ documentSchema }: SurveyAdapter) {
  const paths = documentSchema.filter(({ type }) => type === 'float' || type === 'double');
  return doublesAt([...paths.map(({ path }) => path), 'coordinates.radec_geojson.coordinates']);
}

function fieldOf(
  adapter: SurveyAdapter,
  nullable: ReadonlyMap<string, boolean>,
  path: string,
): CollectionField | null {
  const found = adapter.columnAt(path);
  if (found === null) return null;
  const { column, extraKey } = found;
  const isNullable = nullable.get(path) ?? false;
  return { sql: `a."${column.name}"`, type: column.type, isNullable, extraKey };
}

function readPaths(reads: Reads): readonly string[] | null {
  if (reads.paths !== null) return reads.paths;
  return reads.dropped.has('candidate') ? ['coordinates', 'classifications'] : null;
}

function columnsOf(adapter: SurveyAdapter, reads: Reads): readonly string[] {
  const columns = ['object_id', 'candid', 'programid', ...adapter.columnsFor([readPaths(reads)])];
  return [...new Set(columns)].map((column) => `a."${column}"`);
}

/** A time tells which candids alerts of it have: so that only their partitions are read. */
function candidConditions(
  adapter: SurveyAdapter,
  path: string,
  { low, high }: Bounds,
  bind: Bind,
): readonly string[] {
  if (path !== 'candidate.jd') return [];
  const { since, before } = adapter.candidsOf({
    fromJd: low ?? Number.NEGATIVE_INFINITY,
    // A jd that is just the bound is within.
    toJd: high === null ? Number.POSITIVE_INFINITY : high + 1e-6,
  });
  return [
    ...(low === null ? [] : [`a.candid >= ${bind(since)}::bigint`]),
    ...(high === null ? [] : [`a.candid < ${bind(before)}::bigint`]),
  ];
}

async function makeDocuments(
  tx: Query,
  adapter: SurveyAdapter,
  rows: readonly Row[],
  reads: Reads,
): Promise<MqlDocument[]> {
  await learnNewSchemas(tx, adapter, rows);
  const candids = rows.map(candidOf);
  const [scores, stamps] = await Promise.all([
    isRead(reads, 'classifications') ? loadScores(tx, adapter, candids) : null,
    STAMPS.some(([field]) => isRead(reads, field)) ? loadStamps(tx, adapter, candids) : null,
  ]);
  const empty = adapter.curve(null, adapter.needs([readPaths(reads)]), NOTHING);
  const left = new Set([...adapter.lazyFields, 'cross_matches', 'classifications', 'coordinates']);
  return rows.map((row) => {
    const alert: SeenAlert = adapter.seenAlert(row);
    const seen = empty.document(alert, NO_PROGRAMS);
    const document: Record<string, unknown> = { _id: alertId(alert.candid) };
    for (const name of Object.keys(seen)) if (!left.has(name)) document[name] = seen[name];
    Object.assign(document, stamps?.get(alert.candid));
    if (scores !== null) document.classifications = scores.get(alert.candid) ?? {};
    if (isRead(reads, 'coordinates')) document.coordinates = seen.coordinates;
    return document;
  });
}

/** Rows have it: it is among the columns that are always read. */
function candidOf(row: Row): bigint {
  return row.candid as bigint;
}

async function learnNewSchemas(tx: Query, adapter: SurveyAdapter, rows: readonly Row[]) {
  const isNew = ({ candidate_schema: candidate, alert_schema: alert }: Row): boolean => {
    const fingerprint = candidate ?? alert;
    return typeof fingerprint === 'bigint' && !adapter.schemas.has(fingerprint);
  };
  if (rows.some(isNew)) await learnSchemas(tx, adapter);
}

function loadScores(tx: Query, { name }: SurveyAdapter, candids: readonly bigint[]) {
  const options = { scores: 'newest', withoutMissing: true } as const;
  return new PastScores(tx.query, name, [null], options).load(candids);
}

const STAMPS = [
  ['cutoutScience', 'science'],
  ['cutoutTemplate', 'template'],
  ['cutoutDifference', 'difference'],
] as const;

async function loadStamps(
  tx: Query,
  { name }: SurveyAdapter,
  candids: readonly bigint[],
): Promise<Map<bigint, MqlDocument>> {
  const rows = await tx.query<Record<string, unknown>>(
    `SELECT candid, science, science_name, template, template_name, difference, difference_name
     FROM ${name}_cutouts WHERE candid = ANY ($1::bigint[])`,
    [candids],
  );
  const found = new Map<bigint, MqlDocument>();
  for (const row of rows) {
    const stamps = STAMPS.flatMap(([field, column]) => {
      const stampData = row[column];
      if (stampData === null) return [];
      return [[field, { fileName: row[`${column}_name`], stampData }] as const];
    });
    found.set(candidOf(row), Object.fromEntries(stamps));
  }
  return found;
}
