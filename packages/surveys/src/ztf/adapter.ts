import type {
  AlertWords,
  Column,
  DocumentNeeds,
  FieldColumn,
  JdWindow,
  ObjectCurve,
  SurveyAdapter,
} from '../survey.ts';
import { CANDIDATE_COLUMNS, CANDIDATE_FIELDS } from './candidate-fields.ts';
import type { CandidateSchema } from './candidate-schema.ts';
import {
  type CurvePlan,
  candidReach,
  candidsBetween,
  historySince,
  planCurve,
  ZtfCurve,
  ZtfCurveSchemas,
} from './curve.ts';
import type { ZtfSeenAlert } from './document.ts';
import { documentNeeds } from './document-needs.ts';
import { ZTF_DOCUMENT_SCHEMA } from './document-schema.ts';
import { type ZtfAlert, ZtfPacketReader } from './packet.ts';
import { bandOf } from './photometry.ts';
import { columnsOfReads, type SeenColumns, schemaBefore } from './seen-alert.ts';
import { HISTORY_FIELDS } from './writer-schema.ts';

/** The columns of fields by their paths. */
const FIELD_COLUMNS: ReadonlyMap<string, Column> = new Map<string, Column>([
  ['objectId', { name: 'object_id', type: 'text' }],
  ['candid', { name: 'candid', type: 'int8' }],
  ['candidate.candid', { name: 'candid', type: 'int8' }],
  ['candidate.programid', { name: 'programid', type: 'int2' }],
  ['schemavsn', { name: 'schemavsn', type: 'text' }],
  ['publisher', { name: 'publisher', type: 'text' }],
  ...CANDIDATE_COLUMNS.map((column): [string, Column] => [`candidate.${column.name}`, column]),
]);

const EXTRA: Column = { name: 'extra', type: 'jsonb' };

/** The Zwicky Transient Facility, packet schemas 3.2 to 4.02. */
export class ZtfAdapter implements SurveyAdapter<ZtfAlert> {
  readonly name = 'ztf';
  /** Thirty days. */
  readonly partitionCandids = 30_000_000_000_000_000n;
  readonly wordColumns: readonly string[] = [
    ...['magpsf', 'fid', 'drb', 'rb'],
    ...['ssnamenr', 'ssdistnr', 'ssmagnr'],
  ];
  // Those that Fritz's own list of alerts had.
  readonly listedFields: readonly string[] = [
    ...['ra', 'dec', 'jd', 'fid', 'magpsf', 'sigmapsf', 'isdiffpos', 'rb', 'drb', 'programid'],
  ];
  readonly columns: readonly Column[] = [
    { name: 'schemavsn', type: 'text' },
    { name: 'publisher', type: 'text' },
    ...CANDIDATE_COLUMNS,
    EXTRA,
    { name: 'candidate_schema', type: 'int8' },
  ];
  readonly documentSchema = ZTF_DOCUMENT_SCHEMA;
  readonly lazyFields: readonly string[] = [...HISTORY_FIELDS, 'properties'];
  readonly schemas = new ZtfCurveSchemas();
  private readonly reader = new ZtfPacketReader();
  private readonly plans = new WeakMap<DocumentNeeds, CurvePlan>();

  decode(bytes: Uint8Array): ZtfAlert {
    return this.reader.read(bytes);
  }

  values(alert: ZtfAlert): readonly unknown[] {
    const { schemavsn, publisher, candidate } = alert.packet;
    const values: unknown[] = [schemavsn, publisher];
    for (const { name } of CANDIDATE_COLUMNS) values.push(candidate[name] ?? null);
    values.push(alert.schema.candidate.extraOf(candidate), alert.schema.candidate.fingerprint);
    return values;
  }

  candidateOf(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const candidate: Record<string, unknown> = {};
    for (const { name } of CANDIDATE_FIELDS) candidate[name] = row[name] ?? null;
    const extra = (row.extra as Record<string, unknown> | null) ?? {};
    return { ...candidate, ...extra, ...this.schemaOf(row)?.read(row) };
  }

  seenAlert(row: Readonly<Record<string, unknown>>): ZtfSeenAlert {
    const known = row as unknown as SeenColumns;
    const { candid, programid, ra, dec, jd, schemavsn, publisher } = known;
    const read = this.sentSchema(row).read(row);
    // The columns that every document needs are among them.
    const candidate = read as unknown as ZtfSeenAlert['packet']['candidate'];
    const packet = { schemavsn, publisher, candidate };
    return { candid, objectId: known.object_id, programId: programid, ra, dec, jd, packet };
  }

  sentSchema(row: Readonly<Record<string, unknown>>): CandidateSchema {
    const schema = this.schemaOf(row);
    if (!schema && row.candidate_schema !== null) {
      throw new Error(`no stored schema has the fingerprint ${row.candidate_schema}`);
    }
    return schema ?? schemaBefore(row);
  }

  columnsFor(reads: readonly (readonly string[] | null)[]): readonly string[] {
    return columnsOfReads(reads, this.columns);
  }

  columnAt(path: string): FieldColumn | null {
    const column = FIELD_COLUMNS.get(path);
    return column ? { column, extraKey: null } : null;
  }

  candidsOf({ fromJd, toJd }: JdWindow): { since: bigint; before: bigint } {
    return candidsBetween(fromJd, toJd);
  }

  wordsOf(row: Readonly<Record<string, unknown>>): AlertWords {
    const { magpsf, fid, drb, rb } = row;
    const known = { mag: magpsf, drb: drb ?? null, rb: rb ?? null } as Omit<AlertWords, 'band'>;
    return { ...known, band: bandOf(fid as number), solarSystem: rockOf(row) };
  }

  private schemaOf(row: Readonly<Record<string, unknown>>): CandidateSchema | null {
    const { candidate_schema: fingerprint } = row;
    return typeof fingerprint === 'bigint' ? this.schemas.candidate(fingerprint) : null;
  }

  needs(reads: readonly (readonly string[] | null)[]): DocumentNeeds {
    return documentNeeds(reads);
  }

  reach(alert: ZtfAlert): bigint {
    return candidReach(alert);
  }

  historySince(alert: ZtfAlert): bigint {
    return historySince(alert);
  }

  curve(stored: Uint8Array | null, needs: DocumentNeeds, since = 0n): ObjectCurve<ZtfAlert> {
    let plan = this.plans.get(needs);
    if (!plan) {
      plan = planCurve(needs);
      this.plans.set(needs, plan);
    }
    return new ZtfCurve({ stored, since }, this.schemas, plan);
  }
}

/** The survey looks within 30″, and writes −999 and "null" where there is nothing. */
function rockOf({ ssnamenr, ssdistnr, ssmagnr }: Readonly<Record<string, unknown>>) {
  if (typeof ssnamenr !== 'string' || ['', 'null'].includes(ssnamenr)) return null;
  if (typeof ssdistnr !== 'number' || ssdistnr < 0) return null;
  const mag = typeof ssmagnr === 'number' && ssmagnr > 0 ? ssmagnr : null;
  return { name: ssnamenr, distanceArcsec: ssdistnr, mag };
}
