import { api } from '../../api/api.ts';
import type { SourceAnnotation } from '../../api/types.ts';

export const annotationsApi = api.injectEndpoints({
  endpoints: (build) => ({
    getAnnotations: build.query<readonly SourceAnnotation[], string>({
      query: (objId) => `sources/${encodeURIComponent(objId)}/annotations`,
      providesTags: (_result, _error, id) => [{ type: 'Annotation', id }],
    }),
    deleteAnnotation: build.mutation<unknown, { readonly objId: string; readonly id: number }>({
      query: ({ objId, id }) => ({
        url: `sources/${encodeURIComponent(objId)}/annotations/${id}`,
        method: 'DELETE',
        // It may be sent while the page is being left.
        keepalive: true,
      }),
      invalidatesTags: (_result, error, { objId }) =>
        error ? [] : [{ type: 'Annotation', id: objId }],
    }),
  }),
});

export const { useGetAnnotationsQuery, useDeleteAnnotationMutation } = annotationsApi;
