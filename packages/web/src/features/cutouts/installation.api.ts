import { api } from '../../api/api.ts';
import type { Answer } from '../../api/types.ts';

export type InstallationSettings = Answer<'getInstallationSettings'>;

const installationApi = api.injectEndpoints({
  endpoints: (build) => ({
    /** What this installation is like. */
    getInstallation: build.query<Answer<'getConfig'>, void>({
      query: () => 'config',
      providesTags: ['Installation'],
      keepUnusedDataFor: 3600,
    }),
    getInstallationSettings: build.query<InstallationSettings, void>({
      query: () => 'internal/installation',
      providesTags: ['Installation'],
    }),
    changeInstallation: build.mutation<InstallationSettings, { survey_images: boolean }>({
      query: (body) => ({ url: 'internal/installation', method: 'PATCH', body }),
      invalidatesTags: (_result, error) => (error ? [] : ['Installation']),
    }),
  }),
});

export const {
  useGetInstallationQuery,
  useGetInstallationSettingsQuery,
  useChangeInstallationMutation,
} = installationApi;
