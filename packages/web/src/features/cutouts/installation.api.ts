import { api } from '../../api/api.ts';
import type { Answer } from '../../api/types.ts';

const installationApi = api.injectEndpoints({
  endpoints: (build) => ({
    /** What this installation is like. */
    getInstallation: build.query<Answer<'getConfig'>, void>({
      query: () => 'config',
      keepUnusedDataFor: 3600,
    }),
  }),
});

export const { useGetInstallationQuery } = installationApi;
