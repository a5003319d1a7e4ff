import { api } from '../../api/api.ts';
import type { Answer, SourceAnnotation } from '../../api/types.ts';

/** Under which origin people's periods are noted. */
export const PERIOD_ORIGIN = 'period';

type PeriodNote = {
  readonly objId: string;
  readonly days: number;
  readonly replacedId: number | null;
};

/** Catalogs that can be asked, as SkyPortal names their services. */
export const CATALOG_SERVICES = [
  ['gaia', 'Gaia'],
  ['irsa', 'AllWISE'],
  ['vizier', 'Milliquas: quasars'],
  ['datalab', 'Legacy Surveys photometric redshifts'],
  ['ps1', 'Pan-STARRS1'],
] as const;

export type CatalogService = (typeof CATALOG_SERVICES)[number][0];

type CatalogQuestion = { readonly objId: string; readonly service: CatalogService };

export const annotationsApi = api.injectEndpoints({
  endpoints: (build) => ({
    getAnnotations: build.query<readonly SourceAnnotation[], string>({
      query: (objId) => `sources/${encodeURIComponent(objId)}/annotations`,
      providesTags: (_result, _error, id) => [{ type: 'Annotation', id }],
    }),
    getAnnotationHistory: build.query<
      Answer<'getAnnotationHistory'>,
      { readonly objId: string; readonly id: number }
    >({
      query: ({ objId, id }) => `sources/${encodeURIComponent(objId)}/annotations/${id}/history`,
      providesTags: (_result, _error, { objId }) => [{ type: 'Annotation', id: objId }],
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
    /** Notes what a catalog says of the place. */
    annotateFromCatalog: build.mutation<Answer<'annotateFromCatalog'>, CatalogQuestion>({
      query: ({ objId, service }) => ({
        url: `sources/${encodeURIComponent(objId)}/annotations/${service}`,
        method: 'POST',
        body: {},
      }),
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

export const {
  useGetAnnotationHistoryQuery,
  useGetAnnotationsQuery,
  useNotePeriodMutation,
  useAnnotateFromCatalogMutation,
  useDeleteAnnotationMutation,
} = annotationsApi;
