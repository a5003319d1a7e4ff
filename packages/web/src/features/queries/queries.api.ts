import { api } from '../../api/api.ts';
import type { Answer } from '../../api/types.ts';

export type SavedQuery = Answer<'listSavedQueries'>[number];
export type QueryJob = Answer<'listQueryJobs'>[number];
export type ExplainedQuery = Answer<'explainQuery'>;

/** A body that is JSON already: its 64-bit integers have all their digits. */
const jsonBody = (body: string) => ({ body, headers: { 'content-type': 'application/json' } });

type Naming = { readonly name: string; readonly groupId: number | null; readonly json: string };

function savedBody({ name, groupId, json }: Naming) {
  return jsonBody(`{"name": ${JSON.stringify(name)}, "group_id": ${groupId}, "query": ${json}}`);
}

export const queriesApi = api.injectEndpoints({
  endpoints: (build) => ({
    getQueryCollections: build.query<readonly string[], void>({
      query: () => 'archive/collections',
      providesTags: ['Query'],
    }),
    explainQuery: build.mutation<ExplainedQuery, string>({
      query: (json) => ({ url: 'archive/queries/explain', method: 'POST', ...jsonBody(json) }),
    }),
    getSavedQueries: build.query<readonly SavedQuery[], void>({
      query: () => 'archive/saved_queries',
      providesTags: ['Query'],
    }),
    saveQuery: build.mutation<SavedQuery, Naming>({
      query: (naming) => ({ url: 'archive/saved_queries', method: 'POST', ...savedBody(naming) }),
      invalidatesTags: ['Query'],
    }),
    changeSavedQuery: build.mutation<SavedQuery, Naming & { readonly id: number }>({
      query: ({ id, ...naming }) => ({
        ...{ url: `archive/saved_queries/${id}`, method: 'PUT' },
        ...savedBody(naming),
      }),
      invalidatesTags: ['Query'],
    }),
    deleteSavedQuery: build.mutation<unknown, number>({
      query: (id) => ({ url: `archive/saved_queries/${id}`, method: 'DELETE' }),
      invalidatesTags: ['Query'],
    }),
    getQueryJobs: build.query<readonly QueryJob[], void>({
      query: () => 'archive/jobs',
      providesTags: ['QueryJob'],
    }),
    orderQueryJob: build.mutation<QueryJob, { readonly name: string; readonly json: string }>({
      query: ({ name, json }) => ({
        ...{ url: 'archive/jobs', method: 'POST' },
        ...jsonBody(`{"name": ${JSON.stringify(name === '' ? null : name)}, "query": ${json}}`),
      }),
      invalidatesTags: ['QueryJob'],
    }),
    cancelQueryJob: build.mutation<QueryJob, string | number>({
      query: (id) => ({ url: `archive/jobs/${id}/cancel`, method: 'POST' }),
      invalidatesTags: ['QueryJob'],
    }),
    deleteQueryJob: build.mutation<unknown, string | number>({
      query: (id) => ({ url: `archive/jobs/${id}`, method: 'DELETE' }),
      invalidatesTags: ['QueryJob', 'Query'],
    }),
  }),
});

export const {
  useGetQueryCollectionsQuery,
  useExplainQueryMutation,
  useGetSavedQueriesQuery,
  useSaveQueryMutation,
  useChangeSavedQueryMutation,
  useDeleteSavedQueryMutation,
  useGetQueryJobsQuery,
  useOrderQueryJobMutation,
  useCancelQueryJobMutation,
  useDeleteQueryJobMutation,
} = queriesApi;
