import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { FritzError } from './fritz-error.ts';

const mostBytes = 100_000;

/**
 * Takes in the conditions that SkyPortal's clients send in the body of a GET, as if they stood in the
 * query; what stands there counts before them.
 *
 * @throws FritzError invalid_json, body_too_large
 */
export async function readQueryInBody(request: FastifyRequest): Promise<void> {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  if ((length === undefined || length === '0') && encoding === undefined) return;
  const text = await readText(request.raw);
  if (text.trim() === '') return;
  const given = parse(text);
  if (given === null) return;
  if (typeof given !== 'object' || Array.isArray(given)) throw new FritzError('invalid_json');
  const fields: [string, unknown][] = Object.entries(given).filter(([, value]) => value !== null);
  const asked = Object.fromEntries(fields.map(([name, value]) => [name, textOf(value)]));
  request.query = { ...asked, ...(request.query as Record<string, unknown>) };
}

function textOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(String).join(',');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FritzError('invalid_json', { cause });
  }
}

async function readText(raw: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of raw) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > mostBytes) throw new FritzError('body_too_large');
    chunks.push(part);
  }
  return Buffer.concat(chunks).toString('utf8');
}
