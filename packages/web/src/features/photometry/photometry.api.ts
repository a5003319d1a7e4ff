import { api } from '../../api/api.ts';
import type { PhotometryPoint } from '../../api/types.ts';

export const photometryApi = api.injectEndpoints({
  endpoints: (build) => ({
    getPhotometry: build.query<readonly PhotometryPoint[], string>({
      query: (objId) => ({
        url: `sources/${encodeURIComponent(objId)}/photometry`,
        params: { format: 'both' },
      }),
      // The store freezes what it is given down to the last value, but for what is frozen already: of
      // 10,000 points that is a quarter of a second on a phone.
      transformResponse: (points: readonly PhotometryPoint[]) => Object.freeze(points),
      providesTags: (_result, _error, id) => [{ type: 'Photometry', id }],
      keepUnusedDataFor: 60,
    }),
    deletePoint: build.mutation<unknown, { readonly objId: string; readonly id: string }>({
      query: ({ id }) => ({ url: `photometry/${id}`, method: 'DELETE' }),
      invalidatesTags: (_result, error, { objId }) =>
        error ? [] : [{ type: 'Photometry', id: objId }],
    }),
  }),
});

export const { useGetPhotometryQuery, useDeletePointMutation } = photometryApi;
