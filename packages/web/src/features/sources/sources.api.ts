import { api } from '../../api/api.ts';
import type { AlertDocument, Answer, Source, SourcePage } from '../../api/types.ts';

export type Summary = Answer<'listObjSummaries'>[number];
export type ColorMagnitude = Answer<'getSourceColorMag'>[number];

/** What people say of an object from now on; null: nothing any more. */
export type SourceChange = {
  readonly redshift?: number | null;
  readonly redshift_error?: number | null;
  readonly redshift_origin?: string | null;
  readonly t0?: number | null;
  readonly tns_name?: string | null;
  readonly alias?: readonly string[] | null;
  readonly summary?: string | null;
};

function sourceTags(objId: string) {
  return [
    { type: 'Source' as const, id: objId },
    { type: 'Source' as const, id: 'LIST' },
  ];
}

export const SOURCES_PER_PAGE = 50;

export const sourcesApi = api.injectEndpoints({
  endpoints: (build) => ({
    getSource: build.query<Source, string>({
      query: (id) => `sources/${encodeURIComponent(id)}`,
      providesTags: (_result, _error, id) => [{ type: 'Source', id }],
    }),
    getSources: build.query<SourcePage, { groupIds: readonly number[]; pageNumber: number }>({
      query: ({ groupIds, pageNumber }) => ({
        url: 'sources',
        params: {
          group_ids: groupIds.length > 0 ? groupIds.join(',') : undefined,
          pageNumber,
          numPerPage: SOURCES_PER_PAGE,
        },
      }),
      providesTags: [{ type: 'Source', id: 'LIST' }],
    }),
    getAlerts: build.query<readonly AlertDocument[], string>({
      query: (id) => `alerts/${encodeURIComponent(id)}`,
    }),
    saveToGroups: build.mutation<unknown, { objId: string; groupIds: readonly number[] }>({
      query: ({ objId, groupIds }) => ({
        url: 'sources',
        method: 'POST',
        body: { id: objId, group_ids: groupIds },
      }),
      invalidatesTags: (_result, error, { objId }) => (error ? [] : sourceTags(objId)),
    }),
    changeSource: build.mutation<unknown, { readonly id: string; readonly change: SourceChange }>({
      query: ({ id, change }) => ({
        url: `sources/${encodeURIComponent(id)}`,
        method: 'PATCH',
        body: change,
      }),
      invalidatesTags: (_result, error, { id }) => (error ? [] : sourceTags(id)),
    }),
    /** Names the galaxy that it is in; null: none any more. */
    setHost: build.mutation<unknown, { readonly id: string; readonly galaxy: string | null }>({
      query: ({ id, galaxy }) => ({
        url: `sources/${encodeURIComponent(id)}/host`,
        ...(galaxy === null
          ? { method: 'DELETE' }
          : { method: 'POST', body: { galaxyName: galaxy } }),
      }),
      invalidatesTags: (_result, error, { id }) => (error ? [] : sourceTags(id)),
    }),
    copyPhotometry: build.mutation<
      { readonly copied: number },
      { readonly objId: string; readonly originId: string; readonly groupIds: readonly number[] }
    >({
      query: ({ objId, originId, groupIds }) => ({
        url: `sources/${encodeURIComponent(objId)}/copy_photometry`,
        method: 'POST',
        body: { origin_id: originId, group_ids: groupIds },
      }),
      invalidatesTags: (_result, error, { objId: id }) =>
        error
          ? []
          : [
              { type: 'Photometry', id },
              { type: 'Source', id },
            ],
    }),
    getSummaries: build.query<readonly Summary[], string>({
      query: (id) => `sources/${encodeURIComponent(id)}/summaries`,
      providesTags: (_result, _error, id) => [{ type: 'Source', id }],
    }),
    getColorMagnitudes: build.query<readonly ColorMagnitude[], string>({
      query: (id) => `sources/${encodeURIComponent(id)}/color_mag`,
      providesTags: (_result, _error, id) => [{ type: 'Annotation', id }],
    }),
    changeGroups: build.mutation<
      unknown,
      { objId: string; addIds: readonly number[]; removeIds: readonly number[] }
    >({
      query: ({ objId, addIds, removeIds }) => ({
        url: 'source_groups',
        method: 'POST',
        body: { objId, inviteGroupIds: addIds, unsaveGroupIds: removeIds },
      }),
      invalidatesTags: (_result, error, { objId }) => (error ? [] : sourceTags(objId)),
    }),
  }),
});

export const {
  useGetSourceQuery,
  useGetSourcesQuery,
  useGetAlertsQuery,
  useChangeSourceMutation,
  useSetHostMutation,
  useCopyPhotometryMutation,
  useGetSummariesQuery,
  useGetColorMagnitudesQuery,
} = sourcesApi;
