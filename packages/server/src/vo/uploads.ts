/**
 * Tables that come with a query.
 * Source: TAP 1.1 (IVOA Recommendation, Dowler et al. 2019), section 2.7.4.
 */

import { setImmediate } from 'node:timers/promises';
import type { UploadedTable } from '@fritz/archive';
import { type Cell, openVotable, TableError } from '@fritz/formats';
import { type AddressGuard, AddressRefusedError } from '../outbound/address-guard.ts';
import { guardedGet } from '../outbound/guarded-get.ts';
import type { VoCaller } from './vo-auth.ts';
import { VoError } from './vo-error.ts';
import type { SentFile, VoParams } from './vo-params.ts';

export const UPLOAD_ROWS = 200_000;
export const UPLOAD_BYTES = 64_000_000;
const MAX_CELLS = 4_000_000;
const MAX_TABLES = 10;

/** A table, and the part of the request that has it or the address that does. */
export interface AskedUpload {
  readonly table: string;
  readonly part: string;
  readonly url: URL | null;
}

/** `name,param:part;name2,https://…` @throws VoError */
export function readUploadNames(params: VoParams): AskedUpload[] {
  const found = params
    .all('UPLOAD')
    .flatMap((value) => value.split(';'))
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .map(readPair);
  const names = found.map(({ table }) => table.toUpperCase());
  if (new Set(names).size < names.length) {
    throw new VoError(400, 'two tables of UPLOAD have the same name');
  }
  if (found.length > MAX_TABLES) throw new VoError(400, `UPLOAD has at most ${MAX_TABLES} tables`);
  return found;
}

function readPair(pair: string): AskedUpload {
  const comma = pair.indexOf(',');
  const [table, uri] = comma < 0 ? [pair, ''] : [pair.slice(0, comma), pair.slice(comma + 1)];
  const name = table.trim().replace(/^tap_upload\./i, '');
  if (!/^[A-Za-z]\w{0,59}$/.test(name)) {
    throw new VoError(400, `UPLOAD: ${table.slice(0, 60)} cannot be the name of a table`);
  }
  const part = /^param:(.+)$/.exec(uri.trim())?.[1];
  if (part !== undefined) return { table: name, part, url: null };
  const address = uri.trim();
  if (/^https?:/i.test(address) && URL.canParse(address)) {
    return { table: name, part: address, url: new URL(address) };
  }
  throw new VoError(400, `UPLOAD: ${name} is param: and a part of the request, or an address`);
}

/**
 * @param guard of addresses that tables are fetched from; null in a request, which waits for nobody else
 * @throws VoError for a table that cannot be read
 */
export async function readUploads(
  guard: AddressGuard | null,
  caller: VoCaller,
  asked: readonly AskedUpload[],
  files: readonly SentFile[],
): Promise<UploadedTable[]> {
  const tables: UploadedTable[] = [];
  let cells = 0;
  for (const { table, part, url } of asked) {
    const bytes =
      url === null
        ? files.find(({ name }) => name === part)?.bytes
        : await fetchTable(guard, caller, url);
    if (!bytes) throw new VoError(400, `UPLOAD: the request has no part ${part.slice(0, 60)}`);
    const read = await readTable(table, bytes);
    cells += read.rows.length * read.columns.length;
    if (cells > MAX_CELLS) throw new VoError(413, `UPLOAD: at most ${MAX_CELLS} values are taken`);
    tables.push(read);
  }
  return tables;
}

const FETCH_MS = 20_000;

/** Addresses inside are refused, and strangers send their tables along: nobody calls others through us. */
async function fetchTable(
  guard: AddressGuard | null,
  caller: VoCaller,
  url: URL,
): Promise<Uint8Array> {
  if (guard === null) {
    throw new VoError(400, 'UPLOAD: a job fetches tables (POST to async); here send yours along');
  }
  if (caller.key === null) {
    throw new VoError(403, 'UPLOAD: tables are fetched for who signs in; send yours along');
  }
  try {
    const get = { url, timeoutMs: FETCH_MS, maxBytes: UPLOAD_BYTES };
    const { status, bytes } = await guardedGet(guard, get);
    if (status === 200) return bytes;
    throw new VoError(400, `UPLOAD: ${url.host} answered with status ${status}`);
  } catch (error) {
    if (error instanceof VoError) throw error;
    const why = error instanceof AddressRefusedError ? error.message : 'it did not answer';
    throw new VoError(400, `UPLOAD: the table at ${url.host} was not fetched: ${why}`, {
      cause: error,
    });
  }
}

async function readTable(name: string, bytes: Uint8Array): Promise<UploadedTable> {
  const rows: (readonly Cell[])[] = [];
  try {
    const reader = await openVotable(inPieces(bytes));
    for await (const batch of reader.batches()) {
      const [bad] = batch.bad;
      if (bad) throw new VoError(400, `UPLOAD ${name}, row ${bad.place}: ${bad.reason}`);
      rows.push(...batch.rows);
      if (rows.length > UPLOAD_ROWS) {
        throw new VoError(413, `UPLOAD ${name}: at most ${UPLOAD_ROWS} rows are taken`);
      }
    }
    return { name, columns: reader.columns, rows };
  } catch (error) {
    // A table without rows is one, too: some writers leave its DATA out.
    if (error instanceof TableError) {
      throw new VoError(400, `UPLOAD ${name}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

const PIECE_BYTES = 262_144;

/** Piece by piece, so that others are answered meanwhile. */
async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    yield bytes.subarray(at, at + PIECE_BYTES);
    await setImmediate();
  }
}
