import {
  type AvroObject,
  ContainerReader,
  compileDecoder,
  compileEncoder,
  parseSchema,
  writeContainer,
} from '@fritz/formats';

interface JsonField {
  name: string;
  type: unknown;
  [attribute: string]: unknown;
}
interface JsonRecord {
  fields: JsonField[];
  [attribute: string]: unknown;
}

/** A packet's record and its schema, to be changed and written anew. */
export interface OpenPacket {
  readonly schema: JsonRecord;
  readonly candidateSchema: JsonRecord;
  readonly record: Record<string, unknown>;
  readonly candidate: Record<string, unknown>;
}

export function openPacket(bytes: Uint8Array): OpenPacket {
  const { header, record } = new ContainerReader().readSingleRecord(bytes);
  const schema = JSON.parse(header.schemaJson) as JsonRecord;
  const value = compileDecoder(header.schema).decodeExact(record).value as AvroObject;
  const candidateSchema = schema.fields.find((field) => field.name === 'candidate')?.type;
  const whole = { ...value, candidate: { ...(value.candidate as AvroObject) } };
  return {
    schema,
    candidateSchema: candidateSchema as JsonRecord,
    record: whole,
    candidate: whole.candidate,
  };
}

export function writePacket({ schema, record }: OpenPacket): Uint8Array {
  const schemaJson = JSON.stringify(schema);
  const encoder = compileEncoder(parseSchema(schemaJson));
  return writeContainer({ schemaJson, records: [encoder.encode(record)] });
}
