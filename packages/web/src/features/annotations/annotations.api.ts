import { api } from '../../api/api.ts';
import type { SourceAnnotation } from '../../api/types.ts';

/** Under which origin people's periods are noted. */
export const PERIOD_ORIGIN = 'period';

type PeriodNote = {
  readonly objId: string;
  readonly days: number;
  readonly replacedId: number | null;
};

export const annotationsApi = api.injectEndpoints({
  endpoints: (build) => ({
    getAnnotations: build.query<readonly SourceAnnotation[], string>({
      query: (objId) => `sources/${encodeURIComponent(objId)}/annotations`,
      providesTags: (_result, _error, id) => [{ type: 'Annotation', id }],
    }),
    /** Notes the period; in place of what was noted under this origin before, where that is named. */
    notePeriod: build.mutation<unknown, PeriodNote>({
      query: ({ objId, days, replacedId }) => {
        const path = `sources/${encodeURIComponent(objId)}/annotations`;
        const body = { origin: PERIOD_ORIGIN, data: { period: days } };
        return replacedId === null
          ? { url: path, method: 'POST', body }
          : { url: `${path}/${replacedId}`, method: 'PUT', body };
      },
      invalidatesTags: (_result, error, { objId }) =>
        error ? [] : [{ type: 'Annotation', id: objId }],
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

export const { useGetAnnotationsQuery, useNotePeriodMutation, useDeleteAnnotationMutation } =
  annotationsApi;
