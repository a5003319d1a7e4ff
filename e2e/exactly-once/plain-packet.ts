import { compileDecoder, type Decoder, openContainer } from '@fritz/formats';

export type Fields = Readonly<Record<string, unknown>>;

/** A packet as it is on the wire, every field, nothing derived. */
export interface PlainPacket {
  readonly objectId: string;
  readonly candid: bigint;
  readonly jd: number;
  readonly programId: number;
  readonly magpsf: number;
  readonly candidate: Fields;
  readonly past: readonly Fields[];
  readonly forced: readonly Fields[];
}

const decoders = new Map<string, Decoder>();

export function readPlainPacket(bytes: Uint8Array): PlainPacket {
  const { header, blocks } = openContainer(bytes);
  const [block] = [...blocks];
  if (!block) throw new Error('the packet holds no record');
  const text = JSON.stringify(header.schema);
  const decoder = decoders.get(text) ?? compileDecoder(header.schema);
  decoders.set(text, decoder);
  const record = decoder.decodeExact(block.bytes).value as Fields;
  const candidate = record.candidate as Fields;
  return {
    objectId: record.objectId as string,
    candid: record.candid as bigint,
    jd: candidate.jd as number,
    programId: candidate.programid as number,
    magpsf: candidate.magpsf as number,
    candidate,
    past: (record.prv_candidates ?? []) as readonly Fields[],
    forced: (record.fp_hists ?? []) as readonly Fields[],
  };
}

/** A number field of a candidate or a point; null where it has none. */
export function numberIn(fields: Fields, name: string): number | null {
  const value = fields[name];
  return typeof value === 'number' ? value : null;
}
