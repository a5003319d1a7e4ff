import { api } from '../../api/api.ts';
import type { FilterHistory, FilterSummary } from '../../api/types.ts';

export type NewFilter = {
  readonly name: string;
  readonly group_id: number;
  readonly stream_id: number;
};

function filterTags(id: number) {
  return [
    { type: 'Filter' as const, id },
    { type: 'Filter' as const, id: 'LIST' },
  ];
}

export const filtersApi = api.injectEndpoints({
  endpoints: (build) => ({
    getFilters: build.query<readonly FilterSummary[], void>({
      query: () => 'filters',
      providesTags: [{ type: 'Filter', id: 'LIST' }],
      keepUnusedDataFor: 600,
    }),
    getFilterHistory: build.query<FilterHistory, number>({
      query: (id) => `filters/${id}/v`,
      providesTags: (_result, _error, id) => [{ type: 'Filter', id }],
    }),
    createFilter: build.mutation<{ id: number }, NewFilter>({
      query: (body) => ({ url: 'filters', method: 'POST', body }),
      invalidatesTags: [{ type: 'Filter', id: 'LIST' }],
    }),
    renameFilter: build.mutation<unknown, { id: number; name: string }>({
      query: ({ id, name }) => ({ url: `filters/${id}`, method: 'PATCH', body: { name } }),
      invalidatesTags: (_result, error, { id }) => (error ? [] : filterTags(id)),
    }),
    deleteFilter: build.mutation<unknown, number>({
      query: (id) => ({ url: `filters/${id}`, method: 'DELETE' }),
      invalidatesTags: (_result, error) => (error ? [] : [{ type: 'Filter', id: 'LIST' }]),
    }),
    addVersion: build.mutation<unknown, { id: number; pipeline: string }>({
      query: ({ id, pipeline }) => ({
        url: `filters/${id}/v`,
        method: 'POST',
        body: { pipeline },
      }),
      invalidatesTags: (_result, error, { id }) => (error ? [] : filterTags(id)),
    }),
    setActive: build.mutation<unknown, { id: number; active?: boolean; active_fid?: string }>({
      query: ({ id, ...body }) => ({ url: `filters/${id}/v`, method: 'PATCH', body }),
      invalidatesTags: (_result, _error, { id }) => filterTags(id),
    }),
  }),
});

export const {
  useGetFiltersQuery,
  useGetFilterHistoryQuery,
  useCreateFilterMutation,
  useRenameFilterMutation,
  useDeleteFilterMutation,
  useAddVersionMutation,
  useSetActiveMutation,
} = filtersApi;
