/**
 * VOTables: TABLEDATA, BINARY and BINARY2, row by row as the bytes come.
 * Source: VOTable Format Definition 1.5 (IVOA Recommendation, Ochsenbein et al. 2025).
 */
import { type Cell, type TableBatch, TableError, type TableReader } from '../table/table.ts';
import { decodeBase64 } from './base64.ts';
import { readBinaryRows } from './binary-rows.ts';
import { cellOfText, readField, type VotField } from './fields.ts';
import { type XmlEvent, XmlScanner } from './xml-scanner.ts';

type OpenEvent = Extract<XmlEvent, { kind: 'open' }>;

const BATCH_ROWS = 2000;
const MAX_VALUE_CHARS = 1 << 24;

/**
 * Opens the first table with data of a VOTable.
 * @throws TableError
 */
export async function openVotable(bytes: AsyncIterable<Uint8Array>): Promise<TableReader> {
  const scanner = new XmlScanner(bytes);
  const head = await readHead(scanner);
  const { fields, serialization } = head;
  return {
    format: 'votable',
    columns: fields.map(({ name, type, unit, ucd, description, xtype }) => ({
      ...{ name, type, unit, ucd, description },
      ...(xtype === undefined ? {} : { xtype }),
    })),
    notes: { warnings: [], epochYear: head.epochYear },
    rowCount: head.rowCount,
    placeNoun: 'row',
    async *batches() {
      try {
        if (serialization === 'TABLEDATA') yield* readTableData(scanner, fields);
        else {
          const stream = await openStream(scanner);
          yield* readBinaryRows(stream, fields, serialization === 'BINARY2');
        }
      } finally {
        await scanner.close();
      }
    },
  };
}

interface Head {
  readonly fields: readonly VotField[];
  readonly rowCount: number | null;
  readonly epochYear: number | null;
  readonly serialization: 'TABLEDATA' | 'BINARY' | 'BINARY2';
}

/** Reads up to where the rows of the first table begin. */
async function readHead(scanner: XmlScanner): Promise<Head> {
  let fields: VotField[] = [];
  let rowCount: number | null = null;
  let epochYear: number | null = null;
  let isVotable = false;
  for (let event = await scanner.next(); event !== null; event = await scanner.next()) {
    if (event.kind !== 'open') continue;
    if (!isVotable && event.name !== 'VOTABLE') {
      throw new TableError('bad_format', `the file begins with <${event.name}>, not <VOTABLE>`);
    }
    isVotable = true;
    if (event.name === 'TABLE') {
      fields = [];
      rowCount = wholeNumber(event.attributes.nrows);
    } else if (event.name === 'COOSYS') epochYear ??= julianYear(event.attributes.epoch);
    else if (event.name === 'FIELD') fields.push(await readFieldElement(scanner, event, fields));
    else if (event.name === 'DATA' && fields.length > 0) {
      return { fields, rowCount, epochYear, serialization: await findSerialization(scanner) };
    }
  }
  throw new TableError(
    'bad_format',
    isVotable ? 'the VOTable has no table with data' : 'the file is empty',
  );
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** `J2015.5` or `2015.5`; Besselian epochs are not taken. */
function julianYear(text: string | undefined): number | null {
  const match = /^J?(\d{4}(?:\.\d*)?)$/.exec(text?.trim() ?? '');
  return match ? Number(match[1]) : null;
}

/** A FIELD with the DESCRIPTION and the VALUES in it. */
async function readFieldElement(
  scanner: XmlScanner,
  open: OpenEvent,
  before: readonly VotField[],
): Promise<VotField> {
  let field = readField(open.attributes, before.length);
  for (let number = 2; before.some(({ name }) => name === field.name); number++) {
    field = { ...field, name: `${open.attributes.name ?? field.name}_${number}` };
  }
  let description: string | null = null;
  let inDescription = false;
  for (let event = await scanner.next(); event !== null; event = await scanner.next()) {
    if (event.kind === 'open') {
      inDescription = event.name === 'DESCRIPTION';
      const nullText = event.name === 'VALUES' ? event.attributes.null : undefined;
      if (nullText !== undefined) field = { ...field, nullText };
    } else if (event.kind === 'close') {
      if (event.name === 'FIELD') break;
      inDescription = false;
    } else if (inDescription) description = `${description ?? ''}${event.text}`;
  }
  return { ...field, description: description?.replaceAll(/\s+/g, ' ').trim() || null };
}

async function findSerialization(scanner: XmlScanner): Promise<Head['serialization']> {
  for (let event = await scanner.next(); event !== null; event = await scanner.next()) {
    if (event.kind !== 'open') continue;
    const { name } = event;
    if (name === 'TABLEDATA' || name === 'BINARY' || name === 'BINARY2') return name;
    if (name === 'FITS' || name === 'PARQUET') {
      throw new TableError(
        'unsupported',
        `the VOTable's data are ${name} of their own: load that file`,
      );
    }
    break;
  }
  throw new TableError('bad_format', 'the DATA of the VOTable are of no known kind');
}

// ── TABLEDATA ──────────────────────────────────────────────────────────────────────────────────

class RowMaker {
  readonly #fields: readonly VotField[];
  #texts: string[] = [];
  #text: string | null = null;
  #isEncoded = false;
  #rows: Cell[][] = [];
  #places: number[] = [];
  #bad: { place: number; reason: string }[] = [];
  #row = 0;

  constructor(fields: readonly VotField[]) {
    this.#fields = fields;
  }

  take(event: XmlEvent): void {
    if (event.kind === 'text') {
      if (this.#text === null) return;
      this.#text += event.text;
      if (this.#text.length > MAX_VALUE_CHARS) {
        throw new TableError('too_large', `row ${this.#row + 1}: a value does not end`);
      }
    } else if (event.name === 'TD') {
      if (event.kind === 'open') {
        this.#text = '';
        this.#isEncoded = event.attributes.encoding !== undefined;
      } else {
        // One too many is enough to know that the row is bad.
        if (this.#texts.length <= this.#fields.length) this.#texts.push(this.#text ?? '');
        this.#text = null;
      }
    } else if (event.name === 'TR') {
      if (event.kind === 'open') this.#texts = [];
      else this.#endRow();
    }
  }

  get records(): number {
    return this.#rows.length + this.#bad.length;
  }

  batch(): TableBatch {
    const batch = { rows: this.#rows, places: this.#places, bad: this.#bad, records: this.records };
    this.#rows = [];
    this.#places = [];
    this.#bad = [];
    return batch;
  }

  #endRow(): void {
    this.#row += 1;
    const row = this.#readRow();
    if (typeof row === 'string') this.#bad.push({ place: this.#row, reason: row });
    else {
      this.#rows.push(row);
      this.#places.push(this.#row);
    }
  }

  #readRow(): Cell[] | string {
    const texts = this.#texts;
    if (texts.length !== this.#fields.length) {
      return `${texts.length > this.#fields.length ? 'more' : 'fewer'} values than columns`;
    }
    if (this.#isEncoded) return 'a value is encoded in a way that is not read';
    const row: Cell[] = [];
    for (const [i, field] of this.#fields.entries()) {
      const cell = cellOfText(texts[i] ?? '', field);
      if (cell === undefined) {
        return `${field.name} is ${JSON.stringify(texts[i]?.slice(0, 40))}, not ${field.datatype}`;
      }
      row.push(cell);
    }
    return row;
  }
}

async function* readTableData(
  scanner: XmlScanner,
  fields: readonly VotField[],
): AsyncGenerator<TableBatch> {
  const maker = new RowMaker(fields);
  for (;;) {
    const event = scanner.scan() ?? (await scanner.next());
    if (event === null) throw new TableError('truncated', 'the VOTable ends within its rows');
    if (event.kind === 'close' && event.name === 'TABLEDATA') break;
    maker.take(event);
    if (maker.records >= BATCH_ROWS) yield maker.batch();
  }
  if (maker.records > 0) yield maker.batch();
}

// ── BINARY and BINARY2 ─────────────────────────────────────────────────────────────────────────

/** The bytes of the STREAM that comes next. */
async function openStream(scanner: XmlScanner): Promise<AsyncIterable<Uint8Array>> {
  for (let event = await scanner.next(); event !== null; event = await scanner.next()) {
    if (event.kind !== 'open') continue;
    if (event.name !== 'STREAM') break;
    if (event.attributes.href !== undefined) {
      throw new TableError(
        'unsupported',
        'the VOTable keeps its data in another file: fetch it whole',
      );
    }
    if (event.attributes.encoding !== 'base64') {
      throw new TableError(
        'unsupported',
        `a stream in the encoding "${event.attributes.encoding ?? ''}"`,
      );
    }
    return decodeBase64(streamText(scanner));
  }
  throw new TableError('bad_format', 'the binary data of the VOTable have no STREAM');
}

async function* streamText(scanner: XmlScanner): AsyncGenerator<string> {
  for (;;) {
    const event = scanner.scan() ?? (await scanner.next());
    if (event === null) throw new TableError('truncated', 'the VOTable ends within its data');
    if (event.kind === 'text') yield event.text;
    else if (event.name === 'STREAM') return;
  }
}
