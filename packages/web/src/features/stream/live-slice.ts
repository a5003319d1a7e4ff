import { createSlice, type PayloadAction } from '@reduxjs/toolkit';

export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'offline';

export type LiveSlice = {
  readonly state: LiveState;
  /** Counts pushes and reconnections; a page that depends on them looks again when it moves. */
  readonly arrivals: number;
  /** How much of what the viewer was told he has not seen. */
  readonly unseen: number;
};

const initialState: LiveSlice = { state: 'connecting', arrivals: 0, unseen: 0 };

const liveSlice = createSlice({
  name: 'live',
  initialState,
  reducers: {
    liveStateChanged: (state, action: PayloadAction<LiveState>): LiveSlice => ({
      ...state,
      state: action.payload,
    }),
    unseenCounted: (state, action: PayloadAction<number>): LiveSlice => ({
      ...state,
      unseen: action.payload,
    }),
    candidatesArrived: (state): LiveSlice => ({ ...state, arrivals: state.arrivals + 1 }),
  },
});

export const { liveStateChanged, candidatesArrived, unseenCounted } = liveSlice.actions;
export const liveReducer = liveSlice.reducer;
