/**
 * A catalog's files at an address of the web, of which parts are asked for.
 * Source: RFC 9110, HTTP Semantics, §14 (range requests) and §8.8 (validators).
 */
import { CatalogError } from '../catalog-error.ts';
import { openParquetParts, type ParquetFile } from '../parquet-file.ts';
import type { HatsPlace } from './hats-place.ts';

/** A host that does not answer within this time is down. */
const PATIENCE_MS = 20_000;
/** What catalogs say of themselves is far smaller. */
const MAX_TEXT_BYTES = 64 << 20;

/** What tells that a file is still the one whose head was read. */
interface Validators {
  readonly etag: string | null;
  readonly modified: string | null;
}

export function remotePlace(location: string): HatsPlace {
  const base = location.endsWith('/') ? location : `${location}/`;
  const urlOf = (path: string) => new URL(path, base);
  return {
    name: location,
    readText: (path) => readText(urlOf(path)),
    has: (path) => exists(urlOf(path)),
    openParquet: (path) => openRemote(urlOf(path)),
  };
}

async function readText(url: URL): Promise<string | null> {
  const response = await ask(url, 'GET');
  if (response.status === 404) {
    await response.body?.cancel();
    return null;
  }
  await refuseUnless(response, url, [200]);
  if (Number(response.headers.get('content-length') ?? 0) > MAX_TEXT_BYTES) {
    await response.body?.cancel();
    throw new CatalogError('unreachable', `${shown(url)} is too large for what it should tell`);
  }
  return await bodyOf(url, () => response.text());
}

async function exists(url: URL): Promise<boolean> {
  const response = await ask(url, 'HEAD');
  if (response.status === 404) return false;
  await refuseUnless(response, url, [200]);
  return true;
}

async function openRemote(url: URL): Promise<ParquetFile> {
  const response = await ask(url, 'HEAD');
  await refuseUnless(response, url, [200]);
  const byteLength = Number(response.headers.get('content-length') ?? Number.NaN);
  if (!Number.isSafeInteger(byteLength) || byteLength <= 0) {
    throw new CatalogError('unreachable', `${shown(url)}: its server does not tell how long it is`);
  }
  const opened = validatorsOf(response);
  const slice = (start: number, end = byteLength) => readPart(url, { start, end }, opened);
  return openParquetParts({ byteLength, slice }, async () => {});
}

async function readPart(
  url: URL,
  { start, end }: { readonly start: number; readonly end: number },
  opened: Validators,
): Promise<ArrayBuffer> {
  if (end <= start) return new ArrayBuffer(0);
  const response = await ask(url, 'GET', { range: `bytes=${start}-${end - 1}` });
  if (response.status === 200) {
    // All of it: a partition has gigabytes.
    await response.body?.cancel();
    throw new CatalogError('unreachable', `${url.host} gives whole files only, not parts of them`);
  }
  await refuseUnless(response, url, [206]);
  const now = validatorsOf(response);
  if (isOther(opened.etag, now.etag) || isOther(opened.modified, now.modified)) {
    await response.body?.cancel();
    throw new CatalogError('unreachable', `${shown(url)} has changed: mount the catalog again`);
  }
  const bytes = await bodyOf(url, () => response.arrayBuffer());
  if (bytes.byteLength !== end - start) {
    throw new CatalogError('unreachable', `${shown(url)}: the answer was cut off`);
  }
  return bytes;
}

function validatorsOf({ headers }: Response): Validators {
  return { etag: headers.get('etag'), modified: headers.get('last-modified') };
}

/** Servers that tell nothing are believed. */
function isOther(before: string | null, now: string | null): boolean {
  return before !== null && now !== null && before !== now;
}

async function ask(
  url: URL,
  method: 'GET' | 'HEAD',
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  try {
    // Packed on the way, parts would be of something else.
    const plain = { 'accept-encoding': 'identity', ...headers };
    return await fetch(url, { method, headers: plain, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (error) {
    throw unreachable(url, error);
  }
}

async function bodyOf<T>(url: URL, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw unreachable(url, error);
  }
}

async function refuseUnless(
  response: Response,
  url: URL,
  wanted: readonly number[],
): Promise<void> {
  if (wanted.includes(response.status)) return;
  await response.body?.cancel();
  throw new CatalogError('unreachable', `${shown(url)}: its server answers ${response.status}`);
}

function unreachable(url: URL, error: unknown): CatalogError {
  const isLate = error instanceof Error && error.name === 'TimeoutError';
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no answer';
  const reason = isLate ? `no answer in ${PATIENCE_MS / 1000} s` : code;
  const message = `the catalog's host ${url.host} cannot be reached (${reason})`;
  return new CatalogError('unreachable', message, { cause: error });
}

/** Without what may be a password or a signature. */
function shown(url: URL): string {
  return `${url.origin}${url.pathname}`;
}
