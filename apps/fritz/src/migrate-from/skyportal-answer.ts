import { parseExact } from '@fritz/contract';
import { isRecord } from '../load/seed-files.ts';
import type { Item } from './things.ts';

/** What SkyPortal, or the proxy before it, answered. */
export type Answer =
  | { kind: 'data'; data: unknown }
  | { kind: 'bytes'; bytes: Buffer }
  | { kind: 'refused'; why: string; status: number }
  | { kind: 'again'; why: string; waitMs?: number; isFault?: boolean };

/** `wanted`: the data in the envelope, or whatever file it sends. */
export async function readAnswer(response: Response, wanted: 'data' | 'bytes'): Promise<Answer> {
  const { status } = response;
  if (status === 429 || status >= 502) {
    return { kind: 'again', why: `status ${status}`, ...readDelay(response.headers) };
  }
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  if (wanted === 'bytes' && status === 200) {
    return { kind: 'bytes', bytes: Buffer.from(await response.arrayBuffer()) };
  }
  const envelope = readEnvelope(await response.text());
  if (status === 500) {
    const why = String(envelope?.message ?? 'status 500');
    return { kind: 'again', why, isFault: true, ...readDelay(response.headers) };
  }
  if (envelope === null) {
    const why = `status ${status} without JSON`;
    return status < 400 || isJson ? { kind: 'again', why } : { kind: 'refused', why, status };
  }
  if (status === 200 && envelope.status === 'success') return { kind: 'data', data: envelope.data };
  return { kind: 'refused', why: String(envelope.message ?? `status ${status}`), status };
}

/** Retry-After is seconds or a date (RFC 9110, 10.2.3). */
function readDelay(headers: Headers): { waitMs?: number } {
  const text = headers.get('retry-after');
  if (text === null) return {};
  const ms = /^\d+$/.test(text.trim()) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? { waitMs: Math.min(Math.max(ms, 0), 600_000) } : {};
}

/** Texts, which stay, or the numbers that JSON does not have and Python writes. */
const textOrNoNumber = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g;

/** The envelope; NaN and the infinities in it are null. */
function readEnvelope(text: string): Item | null {
  try {
    return asRecord(parseExact(text));
  } catch {
    try {
      return asRecord(
        parseExact(text.replace(textOrNoNumber, (it) => (it[0] === '"' ? it : 'null'))),
      );
    } catch {
      return null;
    }
  }
}

function asRecord(value: unknown): Item | null {
  return isRecord(value) ? value : null;
}
