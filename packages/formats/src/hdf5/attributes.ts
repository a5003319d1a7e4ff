import { type Hdf5Cell, readCell } from './cells.ts';
import { parseDatatype } from './datatype.ts';
import type { HeaderMessage } from './object-header.ts';
import type { TextHeap } from './text-heap.ts';

const ATTRIBUTE = 12;
const scalarKinds: ReadonlySet<string> = new Set(['integer', 'float', 'text', 'heapText']);

/**
 * The attributes of a header that are single values; others are left out.
 * Source: HDF5 File Format Specification 3.0, IV.A.2.m.
 */
export function readAttributes(
  messages: readonly HeaderMessage[],
  texts: TextHeap,
): Map<string, Hdf5Cell> {
  const found = new Map<string, Hdf5Cell>();
  for (const { kind, body } of messages) {
    if (kind !== ATTRIBUTE || body.length < 8) continue;
    const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
    const version = view.getUint8(0);
    // A type that is kept elsewhere, by its name.
    if (version > 1 && (view.getUint8(1) & 1) === 1) continue;
    const pad = (length: number) => (version === 1 ? Math.ceil(length / 8) * 8 : length);
    const [nameBytes, typeBytes, spaceBytes] = [2, 4, 6].map((at) => view.getUint16(at, true));
    const nameAt = version === 3 ? 9 : 8;
    const typeAt = nameAt + pad(nameBytes ?? 0);
    const spaceAt = typeAt + pad(typeBytes ?? 0);
    const valueAt = spaceAt + pad(spaceBytes ?? 0);
    if (spaceAt + 4 > body.length) continue;
    const isScalar = body[spaceAt + 1] === 0 && !(body[spaceAt] === 2 && body[spaceAt + 3] === 2);
    const { type } = parseDatatype(body, typeAt);
    if (!isScalar || !scalarKinds.has(type.kind) || valueAt + type.size > body.length) continue;
    const name = new TextDecoder().decode(body.subarray(nameAt, nameAt + (nameBytes ?? 0)));
    found.set(name.replace(/\0.*$/s, ''), readCell(view, valueAt, type, texts));
  }
  return found;
}
