import { randomBytes } from 'node:crypto';
import type { Mail } from '../mail/mail-room.ts';
import type { AddressGuard } from '../outbound/address-guard.ts';
import type { OutsideAnswer } from '../outbound/guarded-post.ts';
import { guardedRequest, InDoubtError, NotArrivedError } from '../outbound/guarded-request.ts';

/** Something that no further attempt mends: what the allocation says is not enough. */
export class SetupError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SetupError';
  }
}

/** Something that is said to a facility. */
export interface Said {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  headers?: Readonly<Record<string, string>>;
  json?: unknown;
  /** Fields of a form. */
  form?: Readonly<Record<string, string>>;
  /** Files of a multipart form, by field. */
  files?: Readonly<Record<string, string>>;
}

/** An exchange, with its secrets masked. */
export interface Exchange {
  request: object;
  response: object | null;
}

export interface LineParts {
  guard: AddressGuard;
  /** Words that are written down nowhere. */
  secrets: readonly string[];
  signal: AbortSignal;
  timeoutMs: number;
  keep(exchange: Exchange): Promise<void>;
  /** Sends a mail, and tells why it could not; null: there is no mail server. */
  mail: ((mail: Mail) => Promise<string | null>) | null;
}

const keptChars = 16_384;
const mostBytes = 8_000_000;

/** A line to a facility: every word on it is written down, secrets masked. */
export class Line {
  private readonly parts: LineParts;

  constructor(parts: LineParts) {
    this.parts = parts;
  }

  /**
   * Says something and hears the answer, whatever its status.
   *
   * @throws NotArrivedError, InDoubtError, AddressRefusedError
   */
  async say(said: Said): Promise<OutsideAnswer> {
    const { guard, signal, timeoutMs, keep } = this.parts;
    const { body, type } = encode(said);
    const headers = { ...said.headers, ...(type === null ? {} : { 'content-type': type }) };
    const request = {
      method: said.method,
      url: this.mask(said.url),
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [
          name,
          /^(authorization|x-api-key|cookie)$/i.test(name) ? '***' : this.mask(value),
        ]),
      ),
      content: body === null ? null : this.mask(body.toString('utf8')).slice(0, keptChars),
    };
    try {
      const asked = { method: said.method, url: said.url, headers, body, timeoutMs, signal };
      const answer = await guardedRequest(guard, { ...asked, mostBytes });
      const content = this.mask(answer.text).slice(0, keptChars);
      await keep({ request, response: { status_code: answer.status, content } });
      return answer;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      await keep({ request: { ...request, error: this.mask(message) }, response: null });
      throw error;
    }
  }

  /** Writes to a person. @throws SetupError, NotArrivedError, InDoubtError */
  async mail(mail: Mail): Promise<void> {
    const { mail: send, keep } = this.parts;
    if (send === null) throw new SetupError('there is no mail server to write by');
    const failure = await send(mail);
    const request = { method: 'MAIL', url: `mailto:${mail.to}`, content: mail.text };
    await keep({ request, response: { failure } });
    if (failure === null) return;
    // What failed before there was a connection was never sent.
    if (/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH/.test(failure)) {
      throw new NotArrivedError(`the mail was not sent: ${failure}`, null);
    }
    throw new InDoubtError(`the mail may not have been sent: ${failure}`);
  }

  private mask(text: string): string {
    return maskSecrets(storable(text), this.parts.secrets);
  }
}

/** A text without secrets, however they are written in it: as they are, in an address, a form or JSON. */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  const written = secrets.flatMap((secret) => [
    ...[secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)],
    new URLSearchParams([['', secret]]).toString().slice(1),
  ]);
  // What is part of another does not leave its rest.
  const longestFirst = [...new Set(written)].sort((a, b) => b.length - a.length);
  return longestFirst.reduce((masked, secret) => masked.replaceAll(secret, '***'), text);
}

function encode({ json, form, files }: Said): { body: Buffer | null; type: string | null } {
  if (json !== undefined) {
    return { body: Buffer.from(JSON.stringify(json)), type: 'application/json' };
  }
  if (form !== undefined) {
    const body = Buffer.from(new URLSearchParams(form).toString());
    return { body, type: 'application/x-www-form-urlencoded' };
  }
  if (files === undefined) return { body: null, type: null };
  const boundary = `fritz-${randomBytes(12).toString('hex')}`;
  const parts = Object.entries(files).map(
    ([name, content]) =>
      `--${boundary}\r\ncontent-disposition: form-data; name="${name}"; filename="${name}"\r\n\r\n${content}\r\n`,
  );
  const body = Buffer.from(`${parts.join('')}--${boundary}--\r\n`);
  return { body, type: `multipart/form-data; boundary=${boundary}` };
}

/** Whether an answer leaves it open if what was said was done. */
export function isDoubtful(status: number): boolean {
  return status >= 500 || status === 408 || status === 0;
}

/** An answer that must be JSON; what cannot be read says nothing of what was done. */
export function readJson(answer: OutsideAnswer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(answer.text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Told below.
  }
  throw new InDoubtError(`its answer (${answer.status}) cannot be read`);
}

/** Refuses to go on with an answer that leaves it open what was done. */
export function demandClear(answer: OutsideAnswer): void {
  if (isDoubtful(answer.status)) {
    throw new InDoubtError(`it answered ${answer.status}: ${wordsOf(answer).slice(0, 300)}`);
  }
}

/** Text that PostgreSQL can keep, whatever a facility sends. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\u{fffd}').toWellFormed();
}

/** What was said in an answer, in one line. */
export function wordsOf(answer: OutsideAnswer): string {
  return (
    storable(answer.text).replaceAll(/\s+/g, ' ').trim().slice(0, 500) || `status ${answer.status}`
  );
}

/** A credential that must be there. @throws SetupError */
export function demandCredential(
  credentials: Readonly<Record<string, unknown>>,
  name: string,
): string {
  const value = credentials[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new SetupError(`the allocation's credentials have no ${name}`);
}

/** A credential that has a usual value. */
export function credentialOr(
  credentials: Readonly<Record<string, unknown>>,
  name: string,
  usual: string,
): string {
  const value = credentials[name];
  return typeof value === 'string' && value !== '' ? value : usual;
}

/** Texts of credentials that are secrets: all but addresses, names and identifiers. */
export function secretsOf(credentials: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(credentials).flatMap(([name, value]) =>
    typeof value === 'string' &&
    value.length >= 4 &&
    !/endpoint|proposal|program|url|email$|user$/i.test(name)
      ? [value]
      : [],
  );
}
