import { type AvroSchema, parseSchema } from '@fritz/formats';
import { propertiesSchema } from '../features/properties-schema.ts';
import { withoutNull } from '../nullable.ts';
import type { DocumentField, DocumentSchema } from '../survey.ts';
import { ZTF_FEATURE_BANDS } from './properties.ts';
import { ZTF_ALERT_SCHEMA_4_02 } from './schema/ztf-4-02.ts';

/** What `forcedEntry` adds to a forced point, in the order of Kowalski's. */
const FORCED_EXTRAS = [
  ...['snr', 'mag', 'magerr', 'limmag3sig', 'limmag5sig'],
  ...['alert_mag', 'alert_ra', 'alert_dec'],
];

/** Places that are made of the position; see `coordinatesOf`. */
export const COORDINATES: DocumentSchema = [
  ...['l', 'b', 'geocentricmeanecliptic.lambda', 'geocentricmeanecliptic.beta'].map(
    (name): DocumentField => ({ path: `coordinates.${name}`, type: 'double', nullable: false }),
  ),
  { path: 'coordinates.geocentricmeanecliptic', type: 'object', nullable: false },
  { path: 'coordinates.radec_str', type: 'list', nullable: false },
  { path: 'coordinates.radec_geojson', type: 'object', nullable: false },
  { path: 'coordinates.radec_geojson.type', type: 'string', nullable: false },
  { path: 'coordinates.radec_geojson.coordinates', type: 'list', nullable: false },
];

function recordFields(prefix: string, schema: AvroSchema): DocumentField[] {
  if (schema.type !== 'record') throw new Error(`${prefix} is not a record in the ZTF schema`);
  return schema.fields.map(({ name, schema: type }) => {
    const { schema: value, nullable } = withoutNull(type);
    // Every field of the packet's records is of one of these.
    return { path: `${prefix}.${name}`, type: value.type as DocumentField['type'], nullable };
  });
}

function readSchema(): DocumentSchema {
  const packet = parseSchema(ZTF_ALERT_SCHEMA_4_02);
  if (packet.type !== 'record') throw new Error('the ZTF schema is not a record');
  const partOf = (name: string): AvroSchema => {
    const field = packet.fields.find((one) => one.name === name);
    const schema = field && withoutNull(field.schema).schema;
    if (!schema) throw new Error(`the ZTF schema has no ${name}`);
    return schema.type === 'array' ? schema.items : schema;
  };
  const history = (name: string) =>
    // Of a point, fields without a value are left out.
    recordFields(name, partOf(name)).map((field) => ({ ...field, nullable: true }));
  const top = (path: string, type: DocumentField['type']): DocumentField => {
    return { path, type, nullable: false };
  };
  return [
    top('candid', 'long'),
    top('objectId', 'string'),
    top('schemavsn', 'string'),
    top('publisher', 'string'),
    top('candidate', 'object'),
    ...recordFields('candidate', partOf('candidate')),
    top('prv_candidates', 'list'),
    ...history('prv_candidates'),
    top('fp_hists', 'list'),
    ...history('fp_hists'),
    ...FORCED_EXTRAS.map((name): DocumentField => {
      return { path: `fp_hists.${name}`, type: 'double', nullable: true };
    }),
    top('classifications', 'any'),
    top('cross_matches', 'any'),
    top('coordinates', 'object'),
    ...COORDINATES,
    ...propertiesSchema(ZTF_FEATURE_BANDS),
  ];
}

/** The document that filters on ZTF's alerts see. */
export const ZTF_DOCUMENT_SCHEMA: DocumentSchema = readSchema();
