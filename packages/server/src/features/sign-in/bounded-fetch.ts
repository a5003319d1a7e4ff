import type { CustomFetch } from 'openid-client';

const maxBytes = 1_000_000;

/** `fetch` that gives up at a deadline, body included, and on an answer of more than 1 MB. */
export function boundedFetch(deadline: AbortSignal): CustomFetch {
  return async (url, { signal, ...options }) => {
    const response = await fetch(url, {
      ...options,
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
    const { status, statusText, headers } = response;
    const body = await readBounded(response);
    // These have none by their definition (Fetch Standard, "null body status").
    const isEmpty = [101, 204, 205, 304].includes(status);
    return new Response(isEmpty ? null : body, { status, statusText, headers });
  };
}

async function readBounded(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > maxBytes) throw new SyntaxError('the answer is too long');
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}
