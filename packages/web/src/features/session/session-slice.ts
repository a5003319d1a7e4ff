import { createSlice } from '@reduxjs/toolkit';
import { sessionExpired, sessionStarted } from '../../api/session-events.ts';

export type SessionState = { readonly isExpired: boolean };

const initialState: SessionState = { isExpired: false };

const sessionSlice = createSlice({
  name: 'session',
  initialState,
  reducers: {},
  extraReducers: (builder) => {
    builder.addCase(sessionExpired, () => ({ isExpired: true }));
    builder.addCase(sessionStarted, () => ({ isExpired: false }));
  },
});

export const sessionReducer = sessionSlice.reducer;
