import { combineReducers, configureStore } from '@reduxjs/toolkit';
import { api } from '../api/api.ts';
import { scanReducer } from '../features/candidates/scan-slice.ts';
import { outboxReducer } from '../features/outbox/outbox-slice.ts';
import { sessionReducer } from '../features/session/session-slice.ts';
import { liveReducer } from '../features/stream/live-slice.ts';
import { preferencesReducer } from './preferences-slice.ts';
import { writeStored } from './stored-state.ts';

const reducer = combineReducers({
  [api.reducerPath]: api.reducer,
  preferences: preferencesReducer,
  scan: scanReducer,
  outbox: outboxReducer,
  live: liveReducer,
  session: sessionReducer,
});

export const store = configureStore({
  reducer,
  middleware: (getDefault) => getDefault().concat(api.middleware),
});

export type AppStore = typeof store;
export type RootState = ReturnType<typeof store.getState>;
export type AppDispatch = typeof store.dispatch;

let remembered = store.getState();
store.subscribe(() => {
  const state = store.getState();
  if (state.preferences !== remembered.preferences) writeStored('preferences', state.preferences);
  if (state.scan.search !== remembered.scan.search) writeStored('scan', state.scan.search);
  remembered = state;
});
