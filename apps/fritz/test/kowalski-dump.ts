/** Packets as Kowalski kept them: documents of `ZTF_alerts` and of `ZTF_alerts_aux`. */
import { stringifyExact } from '@fritz/contract';
import { ContainerReader, compileDecoder } from '@fritz/formats';

type Fields = Record<string, unknown>;

export interface KowalskiDump {
  readonly alerts: Fields[];
  readonly aux: Fields[];
}

export function kowalskiDump(packets: readonly Uint8Array[]): KowalskiDump {
  const alerts: Fields[] = [];
  const objects = new Map<string, { prv: Map<string, Fields>; fp: Map<number, Fields> }>();
  const containers = new ContainerReader();
  for (const bytes of packets) {
    const { header, record } = containers.readSingleRecord(bytes);
    const packet = compileDecoder(header.schema).decode(record).value as unknown as Fields;
    const { prv_candidates: prv, fp_hists: fp, ...alert } = packet;
    const candidate = alert.candidate as Fields;
    alerts.push({ _id: { $oid: 'a'.repeat(24) }, ...alert, classifications: { braai: 0.5 } });
    const id = String(alert.objectId);
    const object = objects.get(id) ?? { prv: new Map(), fp: new Map() };
    objects.set(id, object);
    for (const point of (prv ?? []) as Fields[]) {
      const { jd, fid, pid, candid } = point;
      const key = `${jd} ${fid} ${pid} ${candid}`;
      // The same point again is the same document.
      if (!object.prv.has(key)) object.prv.set(key, withoutNulls(point));
    }
    for (const point of (fp ?? []) as Fields[]) {
      const from = {
        alert_mag: candidate.magpsf,
        alert_ra: candidate.ra,
        alert_dec: candidate.dec,
      };
      const known = object.fp.get(Number(point.jd));
      if (known && Number(known.alert_mag) <= Number(from.alert_mag)) continue;
      object.fp.set(Number(point.jd), { ...withoutNulls(point), snr: 1, ...from });
    }
  }
  const aux = [...objects].map(([_id, { prv, fp }]) => ({
    _id,
    cross_matches: {},
    prv_candidates: [...prv.values()],
    fp_hists: [...fp.values()],
  }));
  return { alerts, aux };
}

function withoutNulls(point: Fields): Fields {
  return Object.fromEntries(
    Object.entries(point).filter(([, value]) => value !== null && value !== -99999),
  );
}

/** A document as relaxed extended JSON, one line. */
export function extendedLine(document: Fields): string {
  return stringifyExact(extended(document));
}

function extended(value: unknown): unknown {
  if (value instanceof Uint8Array) {
    return { $binary: { base64: Buffer.from(value).toString('base64'), subType: '00' } };
  }
  if (Array.isArray(value)) return value.map(extended);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, extended(one)]));
}

/** A document as BSON. */
export function bsonOf(document: Fields | readonly unknown[]): Buffer {
  const elements = Object.entries(document).flatMap(([name, value]) => {
    const [kind, bytes] = bsonValue(value);
    return [Buffer.from([kind]), Buffer.from(`${name}\0`), bytes];
  });
  const body = Buffer.concat([...elements, Buffer.from([0])]);
  return Buffer.concat([int32(body.length + 4), body]);
}

function bsonValue(value: unknown): [number, Buffer] {
  if (value === null || value === undefined) return [0x0a, Buffer.alloc(0)];
  if (typeof value === 'bigint') return [0x12, int64(value)];
  if (typeof value === 'boolean') return [0x08, Buffer.from([Number(value)])];
  if (typeof value === 'number') {
    if (Number.isInteger(value) && Math.abs(value) < 2 ** 31) return [0x10, int32(value)];
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(value);
    return [0x01, bytes];
  }
  if (typeof value === 'string') {
    const text = Buffer.from(`${value}\0`);
    return [0x02, Buffer.concat([int32(text.length), text])];
  }
  if (value instanceof Uint8Array) {
    return [0x05, Buffer.concat([int32(value.length), Buffer.from([0]), value])];
  }
  if (Array.isArray(value)) return [0x04, bsonOf(value)];
  return [0x03, bsonOf(value as Fields)];
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

function int64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(value);
  return bytes;
}
