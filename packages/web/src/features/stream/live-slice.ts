import { createSlice, type PayloadAction } from '@reduxjs/toolkit';

export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'offline';

export type LiveSlice = {
  readonly state: LiveState;
  /** Counts pushes and reconnections; a page that depends on them looks again when it moves. */
  readonly arrivals: number;
};

const initialState: LiveSlice = { state: 'connecting', arrivals: 0 };

const liveSlice = createSlice({
  name: 'live',
  initialState,
  reducers: {
    liveStateChanged: (state, action: PayloadAction<LiveState>): LiveSlice => ({
      ...state,
      state: action.payload,
    }),
    candidatesArrived: (state): LiveSlice => ({ ...state, arrivals: state.arrivals + 1 }),
  },
});

export const { liveStateChanged, candidatesArrived } = liveSlice.actions;
export const liveReducer = liveSlice.reducer;
