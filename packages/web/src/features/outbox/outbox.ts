import { api } from '../../api/api.ts';
import type { AppDispatch, RootState } from '../../app/store.ts';
import { type Decision, inverseOf } from './decision.ts';
import { drainOutbox, retryDelayMs } from './outbox-sender.ts';
import {
  decided,
  dropped,
  entryChanged,
  lastUndoable,
  type OutboxEntry,
  outboxRead,
  stalled,
  stored,
} from './outbox-slice.ts';
import { openOutbox, type StoredDecision } from './outbox-store.ts';
import { sendDecision } from './send-decision.ts';

type Thunk<T> = (dispatch: AppDispatch, getState: () => RootState) => T;

const LOCK = 'fritz-outbox';
const DAY_MS = 86_400_000;

/** Whose decisions are taken and sent by this page; null: nobody is signed in. */
let userId: number | null = null;
/** The last decision on its way into the store: one that follows it waits for it. */
let lastWrite: Promise<unknown> = Promise.resolve();
let running: Promise<void> | null = null;
let isWanted = false;
let attempt = 0;
let retryTimer = 0;
const others = typeof BroadcastChannel === 'function' ? new BroadcastChannel(LOCK) : null;

/** randomUUID is there over https alone. */
function makeKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/** One window sends at a time; where there are no locks the keys keep it from being done twice. */
function withLock<T>(work: () => Promise<T>): Promise<T> {
  return 'locks' in navigator ? navigator.locks.request(LOCK, work) : work();
}

/** Takes a decision: it shows at once, is kept, and is sent when that can be. */
export function decide(decision: Decision, undoes?: string): Thunk<Promise<void>> {
  return async (dispatch) => {
    const owner = userId;
    if (owner === null) return;
    const key = makeKey();
    dispatch(decided({ key, decision, ...(undoes === undefined ? {} : { undoes }) }));
    const write = lastWrite.then(async () => {
      const store = await openOutbox();
      const madeAtMs = Date.now();
      const { seq } = await store.add({ key, userId: owner, decision, madeAtMs });
      dispatch(stored({ key, seq }));
    });
    lastWrite = write.catch(() => undefined);
    try {
      await write;
    } catch {
      const message = 'This browser cannot keep it: its storage is full or broken.';
      dispatch(entryChanged({ key, change: { status: 'failed', message } }));
      return;
    }
    void dispatch(sendWaiting());
  };
}

/** Takes a decision back: out of the queue where it still is, else by its opposite. */
export function undo(entry: OutboxEntry): Thunk<Promise<void>> {
  return async (dispatch, getState) => {
    await lastWrite;
    const { key } = entry;
    const seq = getState().outbox.entries.find((one) => one.key === key)?.seq ?? null;
    if (seq !== null && (await (await openOutbox()).withdraw(seq))) {
      dispatch(dropped(key));
      others?.postMessage('changed');
      return;
    }
    const inverse = inverseOf(entry.decision, key);
    if (inverse !== null) await dispatch(decide(inverse, key));
  };
}

/** Takes the last decision back; gives its object. */
export function undoLast(): Thunk<string | null> {
  return (dispatch, getState) => {
    const entry = lastUndoable(getState().outbox.entries);
    if (entry === undefined) return null;
    void dispatch(undo(entry));
    return entry.decision.objId;
  };
}

/** Sends what was refused once more. */
export function retry({ key, seq }: OutboxEntry): Thunk<Promise<void>> {
  return async (dispatch) => {
    if (seq === null) return;
    await (await openOutbox()).change(seq, { status: 'waiting', message: null });
    dispatch(entryChanged({ key, change: { status: 'waiting', message: null } }));
    await dispatch(sendWaiting());
  };
}

/** Gives up what was refused. */
export function giveUp({ key, seq }: OutboxEntry): Thunk<Promise<void>> {
  return async (dispatch) => {
    if (seq !== null) await (await openOutbox()).remove(seq);
    dispatch(dropped(key));
  };
}

/** Sends what waits, in its order; called again meanwhile, looks once more. */
export function sendWaiting(): Thunk<Promise<void>> {
  return async (dispatch) => {
    isWanted = true;
    running ??= (async () => {
      while (isWanted) {
        isWanted = false;
        await dispatch(drain());
      }
    })().finally(() => {
      running = null;
    });
    await running;
  };
}

function drain(): Thunk<Promise<void>> {
  return async (dispatch) => {
    window.clearTimeout(retryTimer);
    const owner = userId;
    if (owner === null) return;
    if (!navigator.onLine) {
      dispatch(stalled(true));
      return;
    }
    const store = await openOutbox();
    const onChange = (one: StoredDecision) => heed(dispatch, one);
    const end = await withLock(() =>
      drainOutbox(store, { userId: owner, send: sendDecision, onChange }),
    );
    others?.postMessage('changed');
    // Another window may have sent some of them.
    dispatch(outboxRead(await store.list(owner)));
    dispatch(stalled(end !== 'empty'));
    // Without a session, or with somebody else's, the profile tells where this page goes.
    if (end === 'signed_out') dispatch(api.util.invalidateTags(['Session']));
    if (end === 'empty') attempt = 0;
    if (end !== 'later') return;
    retryTimer = window.setTimeout(
      () => void dispatch(sendWaiting()),
      retryDelayMs(attempt++, Math.random()),
    );
  };
}

function heed(dispatch: AppDispatch, { key, status, message, decision }: StoredDecision): void {
  dispatch(entryChanged({ key, change: { status, message } }));
  if (status !== 'done') return;
  const { kind, objId } = decision;
  if (kind === 'save') {
    const tags = [objId, 'LIST'].map((id) => ({ type: 'Source' as const, id }));
    dispatch(api.util.invalidateTags(tags));
  }
  if (kind === 'mark') dispatch(api.util.invalidateTags(['Observing']));
  if (kind === 'comment' || kind === 'uncomment') {
    dispatch(api.util.invalidateTags([{ type: 'Comment', id: objId }]));
  }
  if (kind === 'classify' || kind === 'unclassify') {
    dispatch(api.util.invalidateTags([{ type: 'Classification', id: objId }]));
  }
}

/** Begins to take and send decisions of a user; gives what ends that. */
export function runOutbox(owner: number): Thunk<() => void> {
  return (dispatch) => {
    userId = owner;
    attempt = 0;
    const read = async () => {
      const store = await openOutbox();
      dispatch(outboxRead(await store.list(owner)));
    };
    const begin = async () => {
      await (await openOutbox()).forgetDone(Date.now() - DAY_MS);
      await read();
      await dispatch(sendWaiting());
    };
    const goOn = () => {
      attempt = 0;
      void dispatch(sendWaiting());
    };
    const goOffline = () => dispatch(stalled(true));
    const look = () => void read();
    void begin();
    window.addEventListener('online', goOn);
    window.addEventListener('offline', goOffline);
    others?.addEventListener('message', look);
    return () => {
      userId = null;
      window.clearTimeout(retryTimer);
      window.removeEventListener('online', goOn);
      window.removeEventListener('offline', goOffline);
      others?.removeEventListener('message', look);
    };
  };
}
