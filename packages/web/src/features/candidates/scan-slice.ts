import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { openedAtMs } from '../../api/opened.ts';
import { rightsLost } from '../../api/session-events.ts';
import type { Candidate } from '../../api/types.ts';
import { readStored } from '../../app/stored-state.ts';
import { mergeNewer } from './candidate-list.ts';
import type { ScanMarks } from './last-scan.ts';
import { DEFAULT_SEARCH, type ScanSearch } from './scan-search.ts';

export type ScanState = {
  readonly search: ScanSearch;
  /** Unix ms that the window is counted from; moves on refresh, so that pages stay put meanwhile. */
  readonly asOfMs: number;
  /** Candidates that came while scanning, newest first, put above the first page. */
  readonly inserted: readonly Candidate[];
  readonly activeId: string | null;
  /** The candidate whose groups are being chosen. */
  readonly choosingId: string | null;
  /** When scans of this visit ended, by what was scanned: the server may not have it yet. */
  readonly marks: ScanMarks;
};

const initialState: ScanState = {
  search: readStored<ScanSearch>('scan', DEFAULT_SEARCH),
  asOfMs: openedAtMs() ?? Date.now(),
  inserted: [],
  activeId: null,
  choosingId: null,
  marks: {},
};

const scanSlice = createSlice({
  name: 'scan',
  initialState,
  reducers: {
    searchChanged: (
      state,
      action: PayloadAction<{ search: Partial<ScanSearch>; nowMs: number }>,
    ): ScanState => ({
      ...state,
      search: { ...state.search, ...action.payload.search },
      asOfMs: action.payload.nowMs,
      inserted: [],
      activeId: null,
    }),
    refreshed: (state, action: PayloadAction<number>): ScanState => ({
      ...state,
      asOfMs: action.payload,
      inserted: [],
      activeId: null,
    }),
    newerInserted: (state, action: PayloadAction<readonly Candidate[]>): ScanState => ({
      ...state,
      inserted: mergeNewer(state.inserted, action.payload),
    }),
    scanEnded: (state, action: PayloadAction<{ name: string; endedAt: string }>): ScanState => ({
      ...state,
      marks: { ...state.marks, [action.payload.name]: action.payload.endedAt },
    }),
    choosingGroups: (state, action: PayloadAction<string | null>): ScanState => ({
      ...state,
      choosingId: action.payload,
    }),
    activated: (state, action: PayloadAction<string | null>): ScanState => ({
      ...state,
      activeId: action.payload,
    }),
  },
  extraReducers: (builder) => {
    // A group or filter that one sees no more would be asked for in vain.
    builder.addCase(rightsLost, (state) => ({
      ...state,
      search: { ...state.search, groupIds: [], filterIds: [] },
      inserted: [],
      activeId: null,
    }));
  },
});

export const { searchChanged, refreshed, newerInserted, scanEnded, activated, choosingGroups } =
  scanSlice.actions;
export const scanReducer = scanSlice.reducer;
