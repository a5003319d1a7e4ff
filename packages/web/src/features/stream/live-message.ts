/** A push of the server: an action to take, without the data itself. */
export type LiveMessage = { readonly actionType: string; readonly payload: unknown };

export const REFRESH_CANDIDATES = 'fritz/REFRESH_CANDIDATES';

/** Reads one websocket frame; null for heartbeats and anything that is not an action. */
export function readLiveMessage(data: unknown): LiveMessage | null {
  if (typeof data !== 'string' || !data.startsWith('{')) return null;
  try {
    const message: unknown = JSON.parse(data);
    if (typeof message !== 'object' || message === null || !('actionType' in message)) return null;
    const { actionType } = message;
    if (typeof actionType !== 'string') return null;
    return { actionType, payload: 'payload' in message ? message.payload : null };
  } catch {
    return null;
  }
}

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

/** Wait before the `attempt`th reconnection (from 0): doubling to 30 s, with ±25 % so that
 * many browsers do not return at once. `random` is in [0, 1). */
export function reconnectDelayMs(attempt: number, random: number): number {
  const base = Math.min(FIRST_DELAY_MS * 2 ** attempt, LONGEST_DELAY_MS);
  return Math.round(base * (0.75 + random / 2));
}
