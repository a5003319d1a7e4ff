import type { Column, DocumentNeeds, ObjectCurve, SurveyAdapter } from '../survey.ts';
import { CANDIDATE_COLUMNS, CANDIDATE_FIELDS } from './candidate-fields.ts';
import { type CurvePlan, candidReach, planCurve, ZtfCurve, ZtfCurveSchemas } from './curve.ts';
import { documentNeeds } from './document-needs.ts';
import { type ZtfAlert, ZtfPacketReader } from './packet.ts';
import { HISTORY_FIELDS } from './writer-schema.ts';

const EXTRA: Column = { name: 'extra', type: 'jsonb' };

/** The Zwicky Transient Facility, packet schemas 3.2 to 4.02. */
export class ZtfAdapter implements SurveyAdapter<ZtfAlert> {
  readonly name = 'ztf';
  readonly columns: readonly Column[] = [
    { name: 'schemavsn', type: 'text' },
    { name: 'publisher', type: 'text' },
    ...CANDIDATE_COLUMNS,
    EXTRA,
  ];
  readonly lazyFields: readonly string[] = HISTORY_FIELDS;
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
    values.push(extraOf(alert));
    return values;
  }

  candidateOf(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const candidate: Record<string, unknown> = {};
    for (const { name } of CANDIDATE_FIELDS) candidate[name] = row[name] ?? null;
    return { ...candidate, ...((row.extra as Record<string, unknown> | null) ?? {}) };
  }

  needs(reads: readonly (readonly string[] | null)[]): DocumentNeeds {
    return documentNeeds(reads);
  }

  reach(alert: ZtfAlert): bigint {
    return candidReach(alert);
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

/** What a newer schema brought and no column keeps yet. */
function extraOf({ schema, packet }: ZtfAlert): Record<string, unknown> | null {
  if (schema.extraFields.length === 0) return null;
  return Object.fromEntries(schema.extraFields.map((name) => [name, packet.candidate[name]]));
}
