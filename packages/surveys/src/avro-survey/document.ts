import type { AvroSchema } from '@fritz/formats';
import { propertiesSchema } from '../features/properties-schema.ts';
import { withoutNull } from '../nullable.ts';
import type { DocumentField, DocumentSchema, SeenAlert } from '../survey.ts';
import { coordinatesOf } from '../ztf/document.ts';
import { COORDINATES } from '../ztf/document-schema.ts';
import type { AvroSurvey } from './avro-survey.ts';
import { listName } from './curve-schema.ts';

/** The alert as filters see it, in Kowalski's shape; the caller adds the histories. */
export function alertDocument(
  survey: AvroSurvey,
  alert: SeenAlert,
  withCoordinates: boolean,
): Record<string, unknown> {
  const document: Record<string, unknown> = {};
  for (const [field, name] of Object.entries(survey.shown)) {
    const value = alert.packet[field];
    document[name] = name === CANDIDATE ? candidateOf(survey, value) : value;
  }
  document.objectId = alert.objectId;
  document.candid = alert.candid;
  document.classifications = {};
  document.cross_matches = {};
  // There even where nobody reads it: which fields a document has does not depend on who reads it.
  document.coordinates = withCoordinates ? coordinatesOf(alert.ra, alert.dec) : undefined;
  return document;
}

const CANDIDATE = 'candidate';

/** The record of the alert itself, with what is computed of it. */
export function candidateOf({ pointExtras }: AvroSurvey, sent: unknown): unknown {
  if (pointExtras === null) return sent;
  const candidate = { ...(sent as Record<string, unknown>) };
  pointExtras.add(candidate);
  return candidate;
}

const top = (path: string, type: DocumentField['type']): DocumentField => {
  return { path, type, nullable: false };
};

/** Every field that the documents of a survey's alerts may have. */
export function documentSchema(survey: AvroSurvey): DocumentSchema {
  return [
    top('candid', 'long'),
    top('objectId', 'string'),
    ...packetFields(survey),
    ...extraFields(survey, CANDIDATE),
    ...historyFields(survey, 'detection', 'prv_candidates'),
    ...(survey.histories.forced === null ? [] : historyFields(survey, 'forced', 'fp_hists')),
    ...propertiesSchema(survey.properties, survey.properties.unknown),
    top('classifications', 'any'),
    top('cross_matches', 'any'),
    top('coordinates', 'object'),
    ...COORDINATES,
  ];
}

function packetFields(survey: AvroSurvey): DocumentField[] {
  return survey.schema.fields.flatMap(({ name, schema }) => {
    const path = survey.shown[name];
    if (path === undefined) return [];
    const { schema: inner, nullable } = withoutNull(schema);
    if (inner.type !== 'record') return [fieldOf(path, schema, nullable)];
    const fields = inner.fields.map((field) => {
      return fieldOf(`${path}.${field.name}`, field.schema, nullable);
    });
    return [{ path, type: 'object' as const, nullable }, ...fields];
  });
}

function fieldOf(path: string, schema: AvroSchema, isNullable: boolean): DocumentField {
  const { schema: value, nullable } = withoutNull(schema);
  // Every field of a packet's records is of one of these.
  const type = (value.type === 'boolean' ? 'bool' : value.type) as DocumentField['type'];
  return { path, type, nullable: nullable || isNullable };
}

function extraFields({ pointExtras }: AvroSurvey, at: string): DocumentField[] {
  const fields = pointExtras?.fields ?? [];
  return fields.map(([name, type]) => ({ path: `${at}.${name}`, type, nullable: true }));
}

function historyFields(
  survey: AvroSurvey,
  kind: 'detection' | 'forced',
  shown: string,
): DocumentField[] {
  const name = listName(survey, kind);
  const field = survey.schema.fields.find((one) => one.name === name);
  const list = field && withoutNull(field.schema).schema;
  if (list?.type !== 'array' || list.items.type !== 'record') {
    throw new Error(`${survey.title}'s schema has no list ${name}`);
  }
  return [
    top(shown, 'list'),
    // Of a point, fields without a value are left out.
    ...list.items.fields.map(({ name: point, schema }) =>
      fieldOf(`${shown}.${point}`, schema, true),
    ),
    ...extraFields(survey, shown),
  ];
}
