/** Packets that no survey should send and every broker meets: one for each way to be wrong. */
import { gzipSync } from 'node:zlib';
import { compileEncoder, parseSchema, writeContainer } from '@fritz/formats';
import type { PacketErrorCode } from '../survey.ts';
import { type AvroSchemaJson, ZTF_ALERT_SCHEMA_4_02 } from '../ztf/schema/ztf-4-02.ts';
import { simulateRecords } from './night.ts';

export interface HostilePacket {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What the reader of packets must call it. */
  readonly code: PacketErrorCode;
}

type AvroRecord = Readonly<Record<string, unknown>>;

const SYNC = new TextEncoder().encode('fritz-hostile-16');

function encodeAs(schemaJson: AvroSchemaJson, records: readonly AvroRecord[]): Uint8Array {
  const encoder = compileEncoder(parseSchema(schemaJson));
  return writeContainer({
    schemaJson: JSON.stringify(schemaJson),
    records: records.map((record) => encoder.encode(record)),
    sync: SYNC,
  });
}

function isSchemaObject(schema: unknown): schema is { readonly [attribute: string]: unknown } {
  return typeof schema === 'object' && schema !== null && !Array.isArray(schema);
}

/** The schema with one of the candidate's fields made nullable, so that a null can be written. */
function withNullable(fieldName: string): AvroSchemaJson {
  const loosen = (schema: unknown): unknown => {
    if (!isSchemaObject(schema) || !Array.isArray(schema.fields)) return schema;
    const fields = schema.fields.map((field: { name: string; type: unknown }) => {
      if (schema.name === 'candidate' && field.name === fieldName) {
        return { ...field, type: ['null', field.type] };
      }
      return field.name === 'candidate' ? { ...field, type: loosen(field.type) } : field;
    });
    return { ...schema, fields };
  };
  return loosen(ZTF_ALERT_SCHEMA_4_02) as AvroSchemaJson;
}

function withCandidate(record: AvroRecord, changes: AvroRecord): AvroRecord {
  return { ...record, candidate: { ...(record.candidate as AvroRecord), ...changes } };
}

function withStamp(record: AvroRecord, stampData: Uint8Array): AvroRecord {
  return { ...record, cutoutScience: { fileName: 'stamp.fits.gz', stampData } };
}

function withCandid(record: AvroRecord, candid: bigint): AvroRecord {
  return { ...withCandidate(record, { candid }), candid };
}

function damageContainer(good: Uint8Array): HostilePacket[] {
  const text = new TextEncoder().encode('<html><body>502 Bad Gateway</body></html>');
  const magicOnly = good.slice(0, 4);
  const trailing = new Uint8Array(good.length + 7).fill(0x2a);
  trailing.set(good);
  return [
    { name: 'empty', bytes: new Uint8Array(0), code: 'not_avro' },
    { name: 'not Avro at all', bytes: text, code: 'not_avro' },
    { name: 'cut after the magic', bytes: magicOnly, code: 'truncated' },
    { name: 'cut in the schema', bytes: good.slice(0, 1000), code: 'truncated' },
    { name: 'cut in the record', bytes: good.slice(0, good.length >> 1), code: 'truncated' },
    { name: 'cut by one byte', bytes: good.slice(0, -1), code: 'truncated' },
    { name: 'bytes after the end', bytes: trailing, code: 'trailing_bytes' },
  ];
}

function damageValues(record: AvroRecord): HostilePacket[] {
  const bad: [string, PacketErrorCode, AvroRecord][] = [
    ['candid of zero', 'bad_candid', withCandid(record, 0n)],
    ['negative candid', 'bad_candid', withCandid(record, -2475433850015010009n)],
    ['two candids that disagree', 'bad_candid', { ...record, candid: 2475433850015010009n }],
    ['right ascension of 400 deg', 'bad_position', withCandidate(record, { ra: 400 })],
    ['right ascension is NaN', 'bad_position', withCandidate(record, { ra: Number.NaN })],
    ['declination of -91 deg', 'bad_position', withCandidate(record, { dec: -91 })],
    ['jd is NaN', 'bad_time', withCandidate(record, { jd: Number.NaN })],
    ['jd is infinite', 'bad_time', withCandidate(record, { jd: Number.POSITIVE_INFINITY })],
    ['jd is an MJD', 'bad_time', withCandidate(record, { jd: 60229.4 })],
    ['empty objectId', 'bad_value', { ...record, objectId: '' }],
  ];
  return bad.map(([name, code, wrong]) => ({
    name,
    code,
    bytes: encodeAs(ZTF_ALERT_SCHEMA_4_02, [wrong]),
  }));
}

function damageStamps(record: AvroRecord): HostilePacket[] {
  const notFits = gzipSync(new TextEncoder().encode('no stamp for you '.repeat(400)));
  const good = (record.cutoutScience as { stampData: Uint8Array }).stampData;
  const headOnly = good.slice(0, 300);
  const bad: [string, Uint8Array][] = [
    [
      'cutout not compressed',
      new TextEncoder().encode('SIMPLE  =                    T'.repeat(96)),
    ],
    ['cutout is gzip, but not FITS', notFits],
    ['cutout cut short', headOnly],
    ['cutout empty', new Uint8Array(0)],
  ];
  return bad.map(([name, stamp]) => ({
    name,
    code: 'bad_cutout',
    bytes: encodeAs(ZTF_ALERT_SCHEMA_4_02, [withStamp(record, stamp)]),
  }));
}

const WEATHER_SCHEMA: AvroSchemaJson = {
  type: 'record',
  name: 'weather',
  fields: [
    { name: 'station', type: 'string' },
    { name: 'humidity', type: 'double' },
  ],
};

/**
 * Named bad packets with the code that reading them must give. Null where the schema allows none
 * cannot be written with the true schema, so those packets bring one that allows it.
 */
export function hostilePackets(seed: number): HostilePacket[] {
  const options = { seed, night: '20231012', alerts: 2 };
  const [first, second] = [...simulateRecords(options)];
  if (!first || !second) throw new Error('the simulator made no packets to spoil');
  const good = encodeAs(ZTF_ALERT_SCHEMA_4_02, [first]);
  const weather = encodeAs(WEATHER_SCHEMA, [{ station: 'P48', humidity: 0.4 }]);
  const both = encodeAs(ZTF_ALERT_SCHEMA_4_02, [first, second]);
  const nulls = ['magpsf', 'jd', 'programid'].map((field) => ({
    name: `${field} is null`,
    code: 'null_not_allowed' as const,
    bytes: encodeAs(withNullable(field), [withCandidate(first, { [field]: null })]),
  }));
  return [
    ...damageContainer(good),
    { name: 'a record of another kind', bytes: weather, code: 'wrong_schema' },
    { name: 'two records in one packet', bytes: both, code: 'trailing_bytes' },
    { name: 'no record', bytes: encodeAs(ZTF_ALERT_SCHEMA_4_02, []), code: 'bad_value' },
    ...nulls,
    ...damageValues(first),
    ...damageStamps(first),
  ];
}
