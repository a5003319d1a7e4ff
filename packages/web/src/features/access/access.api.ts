import type { AccessKind } from '@fritz/contract';
import { api } from '../../api/api.ts';
import type { Access } from '../../api/types.ts';

export const accessApi = api.injectEndpoints({
  endpoints: (build) => ({
    getAccess: build.query<Access, { kind: AccessKind; id: string }>({
      query: ({ kind, id }) => `access/${kind}/${encodeURIComponent(id)}`,
      // Who sees something changes elsewhere: it is asked anew each time.
      keepUnusedDataFor: 0,
    }),
  }),
});

export const { useGetAccessQuery } = accessApi;
