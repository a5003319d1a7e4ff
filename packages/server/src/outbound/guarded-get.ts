import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { AddressGuard } from './address-guard.ts';

/** What somebody else's server answered. */
export interface OutsideFile {
  status: number;
  /** Media type, without parameters. */
  type: string;
  bytes: Buffer;
}

/** What to ask for. */
export interface OutsideGet {
  url: URL;
  timeoutMs: number;
  /** More than this is refused. */
  maxBytes: number;
}

/**
 * Gets something from somebody else's server, if the guard allows its address; follows no redirection,
 * says nothing of who asks, and waits no longer than it is told, from the first packet to the last.
 *
 * @throws Error where it does not answer in time, or says too much
 */
export function guardedGet(guard: AddressGuard, get: OutsideGet): Promise<OutsideFile> {
  const { url, timeoutMs, maxBytes } = get;
  guard.checkUrl(url);
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = send(url, {
      headers: { 'user-agent': 'Fritz', accept: '*/*' },
      lookup: guard.lookup,
      agent: false,
      signal: AbortSignal.timeout(timeoutMs),
    });
    request.on('error', reject);
    request.on('response', (response) => {
      const parts: Buffer[] = [];
      let kept = 0;
      response.on('data', (part: Buffer) => {
        kept += part.length;
        if (kept > maxBytes) request.destroy(new Error(`more than ${maxBytes} bytes`));
        else parts.push(part);
      });
      response.on('error', reject);
      response.on('end', () => {
        const type = (response.headers['content-type'] ?? '').split(';')[0] ?? '';
        resolve({ status: response.statusCode ?? 0, type, bytes: Buffer.concat(parts) });
      });
    });
    request.end();
  });
}
