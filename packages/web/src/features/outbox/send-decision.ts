import { readApiError } from '../../api/api-error.ts';
import { parseExactJson } from '../../api/exact-json.ts';
import type { SendRequest } from './outbox-sender.ts';

// A connection that hangs is one that is lost.
const PATIENCE_MS = 30_000;

function readBody(text: string): unknown {
  try {
    return text === '' ? null : parseExactJson(text);
  } catch {
    // A proxy's page; its status says enough.
    return null;
  }
}

/** Sends a decision on behalf of who made it, under its key. @throws ApiError */
export const sendDecision: SendRequest = async ({ key, userId }, { method, path, body }) => {
  let response: Response;
  let text: string;
  try {
    response = await fetch(`/api/${path}`, {
      method,
      credentials: 'same-origin',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': key,
        // Somebody else may have signed in here, in another window.
        'fritz-acts-as': String(userId),
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    text = await response.text();
  } catch {
    throw readApiError('FETCH_ERROR', null);
  }
  const answer = readBody(text);
  if (!response.ok) throw readApiError(response.status, answer);
  return typeof answer === 'object' && answer !== null && 'data' in answer ? answer.data : answer;
};
