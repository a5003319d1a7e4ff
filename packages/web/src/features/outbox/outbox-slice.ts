import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { rightsLost } from '../../api/session-events.ts';
import { type Decision, inverseOf, isDeliberate } from './decision.ts';
import type { DecisionChange, DecisionStatus, StoredDecision } from './outbox-store.ts';

/** A decision as pages know it: files of comments stay in the store. */
export type OutboxEntry = {
  readonly key: string;
  /** null: not yet in the store. */
  readonly seq: number | null;
  readonly decision: Decision;
  readonly status: DecisionStatus;
  readonly message: string | null;
  /** Whether it was taken back, or takes something back: there is nothing to undo. */
  readonly isUndone: boolean;
};

export type OutboxState = {
  /** Of this visit, and what waits from those before; the oldest first. */
  readonly entries: readonly OutboxEntry[];
  /** Whether the last attempt to send failed for the time being. */
  readonly isStalled: boolean;
};

// A night's scan is some hundreds; older ones are in the lists fetched since.
const MAX_SETTLED = 1000;

const initialState: OutboxState = { entries: [], isStalled: false };

/** Leaves a file out: it may have megabytes. */
function lighten(decision: Decision): Decision {
  if (decision.kind !== 'comment' || decision.comment.attachment === undefined) return decision;
  const { attachment: _, ...comment } = decision.comment;
  return { ...decision, comment };
}

function isPending({ status }: OutboxEntry): boolean {
  return status === 'waiting' || status === 'sending';
}

/** The same entry where nothing changes: cards are drawn anew by what is another. */
function withChanges(
  entry: OutboxEntry,
  { seq, status, message }: Pick<OutboxEntry, 'seq' | 'status' | 'message'>,
): OutboxEntry {
  const isSame = entry.seq === seq && entry.status === status && entry.message === message;
  return isSame ? entry : { ...entry, seq, status, message };
}

function withChange(
  entries: readonly OutboxEntry[],
  key: string,
  change: Partial<OutboxEntry>,
): readonly OutboxEntry[] {
  return entries.map((entry) => (entry.key === key ? { ...entry, ...change } : entry));
}

/** Drops the oldest of those that are settled, where there are very many. */
function bounded(entries: readonly OutboxEntry[]): readonly OutboxEntry[] {
  let surplus = entries.length - MAX_SETTLED;
  if (surplus <= 0) return entries;
  return entries.filter((entry) => isPending(entry) || surplus-- <= 0);
}

type Decided = { readonly key: string; readonly decision: Decision; readonly undoes?: string };

const outboxSlice = createSlice({
  name: 'outbox',
  initialState,
  reducers: {
    /** Somebody decided: it shows at once. */
    decided: (state, { payload }: PayloadAction<Decided>): OutboxState => {
      const { key, decision, undoes } = payload;
      const before = undoes ? withChange(state.entries, undoes, { isUndone: true }) : state.entries;
      const entry: OutboxEntry = {
        key,
        seq: null,
        decision: lighten(decision),
        status: 'waiting',
        message: null,
        isUndone: undoes !== undefined,
      };
      return { ...state, entries: bounded([...before, entry]) };
    },
    /** It is in the store. */
    stored: (state, { payload }: PayloadAction<{ key: string; seq: number }>): OutboxState => ({
      ...state,
      entries: withChange(state.entries, payload.key, { seq: payload.seq }),
    }),
    /** What the store has, at the start and after another window sent some of it. */
    outboxRead: (state, { payload }: PayloadAction<readonly StoredDecision[]>): OutboxState => {
      const known = new Map<string, OutboxEntry>(state.entries.map((entry) => [entry.key, entry]));
      for (const { key, seq, decision, status, message } of payload) {
        const entry = known.get(key);
        if (entry) known.set(key, withChanges(entry, { seq, status, message }));
        else if (status !== 'done') {
          known.set(key, {
            ...{ key, seq, status, message, decision: lighten(decision) },
            isUndone: inverseOf(decision, key) === null,
          });
        }
      }
      const entries = [...known.values()].sort((a, b) => (a.seq ?? Infinity) - (b.seq ?? Infinity));
      return { ...state, entries: bounded(entries) };
    },
    entryChanged: (
      state,
      { payload }: PayloadAction<{ key: string; change: DecisionChange }>,
    ): OutboxState => {
      const { status, message } = payload.change;
      const change = {
        ...(status === undefined ? {} : { status }),
        ...(message === undefined ? {} : { message }),
      };
      return { ...state, entries: withChange(state.entries, payload.key, change) };
    },
    /** Taken out before it was sent, or given up after it was refused. */
    dropped: (state, { payload }: PayloadAction<string>): OutboxState => ({
      ...state,
      entries: state.entries.filter(({ key }) => key !== payload),
    }),
    stalled: (state, { payload }: PayloadAction<boolean>): OutboxState =>
      state.isStalled === payload ? state : { ...state, isStalled: payload },
    /** After a fresh fetch the server's word includes what was done. */
    settledForgotten: (state): OutboxState => ({
      ...state,
      entries: state.entries.filter((entry) => entry.status !== 'done'),
    }),
  },
  extraReducers: (builder) => {
    // What waits still waits; what was seen of it is asked of the server.
    builder.addCase(rightsLost, (state) => ({
      ...state,
      entries: state.entries.filter((entry) => entry.status !== 'done'),
    }));
  },
});

/** How many deliberate decisions the server does not have yet. */
export function countPending(entries: readonly OutboxEntry[]): number {
  return entries.filter((entry) => isPending(entry) && isDeliberate(entry.decision)).length;
}

/** The last decision that can be taken back. */
export function lastUndoable(entries: readonly OutboxEntry[]): OutboxEntry | undefined {
  return entries.findLast(
    ({ decision, isUndone, status }) => !isUndone && status !== 'failed' && isDeliberate(decision),
  );
}

export const { decided, stored, outboxRead, entryChanged, dropped, stalled, settledForgotten } =
  outboxSlice.actions;
export const outboxReducer = outboxSlice.reducer;
