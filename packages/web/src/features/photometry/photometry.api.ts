import { api } from '../../api/api.ts';
import type { PhotometryPoint } from '../../api/types.ts';

export const photometryApi = api.injectEndpoints({
  endpoints: (build) => ({
    getPhotometry: build.query<readonly PhotometryPoint[], string>({
      query: (objId) => ({
        url: `sources/${encodeURIComponent(objId)}/photometry`,
        params: { format: 'both' },
      }),
      providesTags: (_result, _error, id) => [{ type: 'Photometry', id }],
      keepUnusedDataFor: 60,
    }),
  }),
});

export const { useGetPhotometryQuery } = photometryApi;
