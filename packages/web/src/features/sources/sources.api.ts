import { api } from '../../api/api.ts';
import type { AlertDocument, Source, SourcePage } from '../../api/types.ts';

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

export const { useGetSourceQuery, useGetSourcesQuery, useGetAlertsQuery } = sourcesApi;
