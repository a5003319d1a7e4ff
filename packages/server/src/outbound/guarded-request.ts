import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { AddressGuard } from './address-guard.ts';
import type { OutsideAnswer } from './guarded-post.ts';

/** What is asked of somebody else's server. */
export interface OutsideRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  headers: Readonly<Record<string, string>>;
  body: Buffer | null;
  timeoutMs: number;
  signal: AbortSignal;
  /** How much of the answer is kept, bytes. */
  mostBytes: number;
}

/** A request that certainly did not arrive: nobody was there to take it. */
export class NotArrivedError extends Error {
  constructor(message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'NotArrivedError';
  }
}

/** A request of which it is not known whether it arrived. */
export class InDoubtError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'InDoubtError';
  }
}

/**
 * Asks somebody else's server, if the guard allows its address; follows no redirection, and waits no
 * longer than it is told, from the first packet to the last.
 *
 * @throws AddressRefusedError, NotArrivedError, InDoubtError
 */
export async function guardedRequest(
  guard: AddressGuard,
  asked: OutsideRequest,
): Promise<OutsideAnswer> {
  const url = new URL(asked.url);
  guard.checkUrl(url);
  const timeout = AbortSignal.timeout(asked.timeoutMs);
  const signal = AbortSignal.any([asked.signal, timeout]);
  // What failed before there was a connection was never sent.
  let isConnected = false;
  try {
    return await new Promise<OutsideAnswer>((resolve, reject) => {
      const send = url.protocol === 'https:' ? requestHttps : requestHttp;
      const request = send(url, {
        method: asked.method,
        headers: {
          'user-agent': 'Fritz',
          ...asked.headers,
          ...(asked.body === null ? {} : { 'content-length': String(asked.body.length) }),
        },
        lookup: guard.lookup,
        agent: false,
        signal,
      });
      request.on('socket', (socket) => {
        const ready = url.protocol === 'https:' ? 'secureConnect' : 'connect';
        socket.once(ready, () => {
          isConnected = true;
        });
      });
      request.on('error', reject);
      request.on('response', (response) => {
        const parts: Buffer[] = [];
        let kept = 0;
        response.on('data', (part: Buffer) => {
          if (kept < asked.mostBytes) parts.push(part.subarray(0, asked.mostBytes - kept));
          kept += part.length;
        });
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(parts).toString('utf8');
          resolve({ status: response.statusCode ?? 0, text });
        });
      });
      request.end(asked.body ?? undefined);
    });
  } catch (error) {
    if (error instanceof Error && error.name === 'AddressRefusedError') throw error;
    const message = error instanceof Error ? error.message : String(error);
    if (!isConnected) throw new NotArrivedError(`it cannot be reached: ${message}`, error);
    if (!timeout.aborted) throw new InDoubtError(`the connection ended: ${message}`, error);
    throw new InDoubtError(`no answer within ${asked.timeoutMs / 1000} s`, error);
  }
}
