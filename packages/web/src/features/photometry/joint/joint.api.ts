import { api } from '../../../api/api.ts';
import type { Answer } from '../../../api/types.ts';

type ObjectLinks = Answer<'listObjectLinks'>;

export const jointApi = api.injectEndpoints({
  endpoints: (build) => ({
    getObjectLinks: build.query<ObjectLinks, string>({
      query: (objId) => `sources/${encodeURIComponent(objId)}/links`,
      providesTags: (_result, _error, id) => [{ type: 'Photometry', id }],
    }),
  }),
});

export const { useGetObjectLinksQuery } = jointApi;
