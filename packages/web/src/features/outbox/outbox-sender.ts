import {
  type ApiError,
  describeError,
  isApiError,
  isRetryable,
  readApiError,
} from '../../api/api-error.ts';
import { isDoneAlready, requestOf } from './decision.ts';
import type { DecisionChange, OutboxStore, StoredDecision } from './outbox-store.ts';

/** Sends one request; gives the data of the answer. @throws ApiError */
export type SendRequest = (
  one: StoredDecision,
  request: NonNullable<ReturnType<typeof requestOf>>,
) => Promise<unknown>;

/** Why sending came to an end: nothing is left, later it may go on, or the session is over. */
export type DrainEnd = 'empty' | 'later' | 'signed_out';

type DrainOptions = {
  readonly userId: number;
  readonly send: SendRequest;
  /** Is told of each that changed. */
  readonly onChange: (one: StoredDecision) => void;
};

// Somebody else is signed in by now: that person's page goes on with what is his.
const OTHER_USER = 'acts_as_other';

const toApiError = (error: unknown): ApiError =>
  isApiError(error) ? error : readApiError('FETCH_ERROR', null);

function readMadeId(answer: unknown): number | null {
  if (typeof answer !== 'object' || answer === null) return null;
  for (const name of ['comment_id', 'classification_id', 'id']) {
    const value = Object.getOwnPropertyDescriptor(answer, name)?.value;
    if (typeof value === 'number') return value;
  }
  return null;
}

/** How a decision stands after it was sent; null: it is to be sent again. @throws what ends it all */
async function sendOne(
  one: StoredDecision,
  send: SendRequest,
  idOf: (key: string) => number | null,
): Promise<DecisionChange | null> {
  const request = requestOf(one.decision, idOf);
  if (request === null) return { status: 'failed', message: 'It was never sent.' };
  try {
    const madeId = readMadeId(await send(one, request));
    return { status: 'done', message: null, madeId };
  } catch (error) {
    const { status, code } = toApiError(error);
    if (status === 401 || code === OTHER_USER) throw error;
    if (isDoneAlready(one.decision, status)) return { status: 'done', message: null };
    // A server that failed may have failed at this one: the others do not wait for it.
    return isRetryable(error) ? null : { status: 'failed', message: describeError(error) };
  }
}

/** Sends a user's decisions in their order until none waits or one cannot be sent now. */
export async function drainOutbox(store: OutboxStore, options: DrainOptions): Promise<DrainEnd> {
  const { userId, send, onChange } = options;
  for (;;) {
    const one = await store.claim(userId);
    if (one === null) return 'empty';
    onChange(one);
    const made = await store.list(userId);
    const idOf = (key: string) => made.find((other) => other.key === key)?.madeId ?? null;
    const giveBack = async () => {
      await store.change(one.seq, { status: 'waiting' });
      onChange({ ...one, status: 'waiting' });
    };
    let change: DecisionChange | null;
    try {
      change = await sendOne(one, send, idOf);
    } catch {
      await giveBack();
      return 'signed_out';
    }
    if (change === null) {
      await giveBack();
      return 'later';
    }
    await store.change(one.seq, change);
    onChange({ ...one, ...change });
  }
}

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 60_000;

/** Wait before the `attempt`th new try (from 0): doubling to a minute, ±25 %. `random` is in [0, 1). */
export function retryDelayMs(attempt: number, random: number): number {
  const base = Math.min(FIRST_DELAY_MS * 2 ** attempt, LONGEST_DELAY_MS);
  return Math.round(base * (0.75 + random / 2));
}
