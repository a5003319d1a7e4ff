import { api } from '../../api/api.ts';
import type { Answer } from '../../api/types.ts';

export const aboutApi = api.injectEndpoints({
  endpoints: (build) => ({
    getSysinfo: build.query<Answer<'getSysinfo'>, void>({
      query: () => 'sysinfo',
      keepUnusedDataFor: 3600,
    }),
  }),
});

export const { useGetSysinfoQuery } = aboutApi;
