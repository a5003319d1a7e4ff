import { useMemo } from 'react';
import { api } from '../../api/api.ts';
import type { StreamStatus } from '../../api/types.ts';
import { summariseTonight, type Tonight } from './tonight.ts';

export const streamApi = api.injectEndpoints({
  endpoints: (build) => ({
    getStreamStatus: build.query<StreamStatus, void>({
      query: () => 'internal/stream',
      providesTags: ['Tonight'],
    }),
  }),
});

const POLL_MS = 5000;

/** The stream's state, asked for every 5 s while the page is looked at, and on every push. */
export function useStreamStatus(): StreamStatus | null {
  const { data } = streamApi.useGetStreamStatusQuery(undefined, {
    pollingInterval: POLL_MS,
    skipPollingIfUnfocused: true,
  });
  return data ?? null;
}

/** Tonight's numbers; null until known. */
export function useTonight(): Tonight | null {
  const status = useStreamStatus();
  return useMemo(() => status && summariseTonight(status), [status]);
}
