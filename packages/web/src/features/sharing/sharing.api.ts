import { api } from '../../api/api.ts';
import type { Int64 } from '../../api/exact-json.ts';

export type Sharing = {
  readonly groupIds: readonly number[];
  readonly pointIds: readonly Int64[];
};

export const sharingApi = api.injectEndpoints({
  endpoints: (build) => ({
    /** Shares points of photometry with groups, all of them or none. */
    sharePhotometry: build.mutation<{ readonly shared: number }, Sharing>({
      query: ({ groupIds, pointIds }) => ({
        url: 'sharing',
        method: 'POST',
        body: { groupIDs: groupIds, photometryIDs: pointIds },
      }),
      invalidatesTags: (_result, error) => (error ? [] : ['Photometry', 'Source']),
    }),
  }),
});

export const { useSharePhotometryMutation } = sharingApi;
