/**
 * Parameters of a request, whatever way they come.
 * Source: DALI 1.1 (IVOA Recommendation, Dowler et al. 2017), section 3.
 */
import type { FastifyRequest } from 'fastify';
import { VoError } from './vo-error.ts';

/** A file that came with a request, by the name of its part. */
export interface SentFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Names are in capitals: upper and lower case are not told apart. */
export class VoParams {
  readonly entries: readonly (readonly [name: string, value: string])[];
  readonly files: readonly SentFile[];

  constructor(
    entries: readonly (readonly [name: string, value: string])[],
    files: readonly SentFile[] = [],
  ) {
    this.entries = entries.map(([name, value]) => [name.toUpperCase(), value] as const);
    this.files = files;
  }

  all(name: string): string[] {
    return this.entries.flatMap(([own, value]) => (own === name ? [value] : []));
  }

  /** The one value; null where there is none, or it is empty. @throws VoError for several */
  one(name: string): string | null {
    const values = [...new Set(this.all(name).filter((value) => value !== ''))];
    if (values.length > 1) throw new VoError(400, `${name} is given more than once`);
    return values[0] ?? null;
  }

  /** @throws VoError where it is no whole number from 0 */
  count(name: string): number | null {
    const text = this.one(name);
    if (text === null) return null;
    if (!/^\s*\d{1,15}\s*$/.test(text)) throw new VoError(400, `${name} is a whole number from 0`);
    return Number(text);
  }

  /** @throws VoError where it is missing, or no number */
  number(name: string): number {
    const text = this.one(name);
    const value = text === null ? Number.NaN : Number(text.trim());
    if (text === null || text.trim() === '' || !Number.isFinite(value)) {
      throw new VoError(400, text === null ? `${name} is missing` : `${name} is a number`);
    }
    return value;
  }
}

/** @throws VoError for a body that is none of a form's */
export async function readParams(request: FastifyRequest): Promise<VoParams> {
  const { url, body } = request;
  const question = url.indexOf('?');
  const inUrl = [...new URLSearchParams(question < 0 ? '' : url.slice(question + 1))];
  if (!Buffer.isBuffer(body) || body.length === 0) return new VoParams(inUrl);
  const type = request.headers['content-type'] ?? '';
  if (/^multipart\/form-data\b/i.test(type)) return readMultipart(inUrl, body, type);
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) {
    return new VoParams([...inUrl, ...new URLSearchParams(body.toString('utf8'))]);
  }
  throw new VoError(415, 'parameters are sent as a form: urlencoded, or multipart with files');
}

async function readMultipart(
  inUrl: readonly [string, string][],
  body: Buffer,
  type: string,
): Promise<VoParams> {
  const entries: [string, string][] = [...inUrl];
  const files: SentFile[] = [];
  try {
    const bytes = new Uint8Array(body);
    const form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
    for (const [name, value] of form) {
      if (typeof value === 'string') entries.push([name, value]);
      else files.push({ name, bytes: new Uint8Array(await value.arrayBuffer()) });
    }
  } catch (cause) {
    throw new VoError(400, 'the parts of the form cannot be told apart', { cause });
  }
  return new VoParams(entries, files);
}
