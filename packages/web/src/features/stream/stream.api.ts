import { api } from '../../api/api.ts';
import { readTonight, type Tonight } from './tonight.ts';

// The parsed form holds a Map; the cache keeps what was sent, and selectors read it.
export const streamApi = api.injectEndpoints({
  endpoints: (build) => ({
    getTonight: build.query<unknown, void>({
      query: () => 'internal/stream',
      providesTags: ['Tonight'],
    }),
  }),
});

const POLL_MS = 5000;

/** Tonight's numbers, asked for every 5 s and on every push; null until known. */
export function useTonight(): Tonight | null {
  const { data } = streamApi.useGetTonightQuery(undefined, {
    pollingInterval: POLL_MS,
    skipPollingIfUnfocused: true,
  });
  return data === undefined ? null : readTonight(data);
}
