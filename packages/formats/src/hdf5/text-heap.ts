import { TableError } from '../table/table.ts';
import { type Hdf5Bytes, readLength } from './bytes.ts';

/**
 * Texts of any length, which lie in collections of the global heap.
 * Source: HDF5 File Format Specification 3.0, III.E.
 */
export class TextHeap {
  readonly #file: Hdf5Bytes;
  readonly #collections = new Map<number, ReadonlyMap<number, number>>();

  constructor(file: Hdf5Bytes) {
    this.#file = file;
  }

  /** The text that is pointed to from a place. @throws TableError */
  read(view: DataView, at: number): string {
    const length = view.getUint32(at, true);
    const index = view.getUint32(at + 12, true);
    if (length === 0 || index === 0) return '';
    const address = readLength(view, at + 4);
    const places = this.#collections.get(address) ?? this.#open(address);
    const place = places.get(index);
    if (place === undefined) throw lost();
    const bytes = this.#file.bytes(place, length);
    const end = bytes.indexOf(0);
    return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
  }

  #open(address: number): ReadonlyMap<number, number> {
    const head = this.#file.view(address, 16);
    // GCOL
    if (head.getUint32(0, false) !== 0x47434f4c) throw lost();
    const places = new Map<number, number>();
    const end = address + readLength(head, 8);
    for (let place = address + 16; place + 16 <= end; ) {
      const view = this.#file.view(place, 16);
      const index = view.getUint16(0, true);
      if (index === 0) break;
      places.set(index, place + 16);
      place += 16 + Math.ceil(readLength(view, 8) / 8) * 8;
    }
    this.#collections.set(address, places);
    return places;
  }
}

function lost(): TableError {
  return new TableError('bad_format', 'a text of the HDF5 file is lost');
}
