import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { AddressGuard } from './address-guard.ts';

/** What somebody else's server answered. */
export interface OutsideAnswer {
  status: number;
  /** The beginning of what it said. */
  text: string;
}

/** What to send. */
export interface OutsidePost {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  timeoutMs: number;
  signal: AbortSignal;
}

const keptBytes = 16_384;

/**
 * Posts JSON to somebody else's server, if the guard allows its address; follows no redirection,
 * and waits no longer than it is told, from the first packet to the last.
 */
export async function guardedPost(guard: AddressGuard, post: OutsidePost): Promise<OutsideAnswer> {
  const url = new URL(post.url);
  guard.checkUrl(url);
  const timeout = AbortSignal.timeout(post.timeoutMs);
  const signal = AbortSignal.any([post.signal, timeout]);
  const body = Buffer.from(post.body);
  try {
    return await new Promise<OutsideAnswer>((resolve, reject) => {
      const send = url.protocol === 'https:' ? requestHttps : requestHttp;
      const request = send(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Fritz',
          ...post.headers,
          'content-length': String(body.length),
        },
        lookup: guard.lookup,
        agent: false,
        signal,
      });
      request.on('error', reject);
      request.on('response', (response) => {
        const parts: Buffer[] = [];
        let kept = 0;
        response.on('data', (part: Buffer) => {
          if (kept < keptBytes) parts.push(part.subarray(0, keptBytes - kept));
          kept += part.length;
        });
        response.on('error', reject);
        response.on('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            text: Buffer.concat(parts).toString('utf8'),
          });
        });
      });
      request.end(body);
    });
  } catch (error) {
    if (timeout.aborted) throw new Error(`no answer within ${post.timeoutMs / 1000} s`);
    throw error;
  }
}
