import { api } from '../../../api/api.ts';
import type { Answer, PhotometryPoint } from '../../../api/types.ts';

type ObjectLinks = Answer<'listObjectLinks'>;

export const jointApi = api.injectEndpoints({
  endpoints: (build) => ({
    getObjectLinks: build.query<ObjectLinks, string>({
      query: (objId) => `sources/${encodeURIComponent(objId)}/links`,
      providesTags: (_result, _error, id) => [{ type: 'Photometry', id }],
    }),
    getJointPhotometry: build.query<readonly PhotometryPoint[], string>({
      query: (objId) => ({
        url: `sources/${encodeURIComponent(objId)}/photometry`,
        params: { format: 'both', includeSuperObjsPhotometry: true },
      }),
      providesTags: (_result, _error, id) => [{ type: 'Photometry', id }],
    }),
  }),
});

export const { useGetObjectLinksQuery, useGetJointPhotometryQuery } = jointApi;
