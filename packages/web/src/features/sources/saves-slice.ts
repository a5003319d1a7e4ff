import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { rightsLost } from '../../api/session-events.ts';
import type { GroupRef } from '../../api/types.ts';

export type SaveStatus = 'saving' | 'done' | 'failed';

/** What the viewer just did to an object's groups, shown before the server has answered. */
export type SaveChange = {
  readonly objId: string;
  readonly added: readonly GroupRef[];
  readonly removed: readonly GroupRef[];
};

export type SaveEntry = SaveChange & {
  readonly status: SaveStatus;
  readonly message: string | null;
};

export type SavesState = {
  /** Every change of this visit, oldest first; the overlay over what the server said. */
  readonly entries: readonly SaveEntry[];
};

// A night's scan is a few hundred saves; older ones are in the lists fetched since.
const MAX_ENTRIES = 500;

const initialState: SavesState = { entries: [] };

function withLast(state: SavesState, objId: string, change: Partial<SaveEntry>): SavesState {
  const index = state.entries.findLastIndex((entry) => entry.objId === objId);
  return {
    entries: state.entries.map((entry, i) => (i === index ? { ...entry, ...change } : entry)),
  };
}

const savesSlice = createSlice({
  name: 'saves',
  initialState,
  reducers: {
    saveStarted: (state, action: PayloadAction<SaveChange>): SavesState => ({
      entries: [
        ...state.entries.slice(1 - MAX_ENTRIES),
        { ...action.payload, status: 'saving', message: null },
      ],
    }),
    saveFinished: (state, action: PayloadAction<{ objId: string }>): SavesState =>
      withLast(state, action.payload.objId, { status: 'done' }),
    saveFailed: (state, action: PayloadAction<{ objId: string; message: string }>): SavesState =>
      withLast(state, action.payload.objId, { status: 'failed', message: action.payload.message }),
    /** After a fresh fetch the server's word includes what was done. */
    settledForgotten: (state): SavesState => ({
      entries: state.entries.filter((entry) => entry.status !== 'done'),
    }),
    failureDismissed: (state, action: PayloadAction<string>): SavesState => ({
      entries: state.entries.filter(
        (entry) => entry.objId !== action.payload || entry.status !== 'failed',
      ),
    }),
  },
  extraReducers: (builder) => {
    builder.addCase(rightsLost, () => initialState);
  },
});

/** The groups an object is saved in once the viewer's own changes are laid over the server's word. */
export function overlaySaves(
  saved: readonly GroupRef[],
  entries: readonly SaveEntry[],
): readonly GroupRef[] {
  const groups = new Map(saved.map((group) => [group.id, group]));
  for (const entry of entries) {
    if (entry.status === 'failed') continue;
    for (const group of entry.added) groups.set(group.id, group);
    for (const group of entry.removed) groups.delete(group.id);
  }
  return [...groups.values()];
}

export const { saveStarted, saveFinished, saveFailed, settledForgotten, failureDismissed } =
  savesSlice.actions;
export const savesReducer = savesSlice.reducer;
