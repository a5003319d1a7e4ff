import { api } from '../../api/api.ts';
import type { Answer } from '../../api/types.ts';

export type FollowupPage = Answer<'listFollowupRequests'>;
export type FollowupRequest = FollowupPage['followup_requests'][number];
export type FollowupDetail = Answer<'getFollowupRequest'>;
export type InstrumentForms = Answer<'listInstrumentForms'>;
export type FollowupAllocation = Answer<'listAllocations'>[number];
export type DryRun = Answer<'tryFollowupRequest'>;

export type ClassRule = Answer<'listDefaultFollowups'>[number];
export type ClassRuleRun = Answer<'listDefaultFollowupRuns'>[number];

/** A rule that a class sets off, as it is made. */
export type NewClassRule = {
  readonly default_followup_name: string;
  readonly allocation_id: number;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly source_filter: object;
  readonly validity_days: number;
};

/** What is asked for. */
export type Asked = {
  readonly obj_id: string;
  readonly allocation_id: number;
  readonly request_type: 'triggered' | 'forced_photometry';
  readonly payload: Readonly<Record<string, unknown>>;
};

/** Which requests a page shows. */
export type FollowupSearch = {
  readonly objID?: string;
  readonly sourceID?: string;
  readonly state?: string;
  readonly pageNumber: number;
  readonly numPerPage: number;
};

const changed = (_result: unknown, error: unknown) =>
  error === undefined ? ['Followup' as const] : [];

const rulesChanged = (_result: unknown, error: unknown) =>
  error === undefined ? ['FollowupRule' as const] : [];

const followupApi = api.injectEndpoints({
  endpoints: (build) => ({
    getFollowups: build.query<FollowupPage, FollowupSearch>({
      query: (params) => ({ url: 'followup_request', params }),
      providesTags: (_result, _error, { objID }) => [{ type: 'Followup', id: objID ?? 'LIST' }],
    }),
    getFollowup: build.query<FollowupDetail, number>({
      query: (id) => `followup_request/${id}`,
      providesTags: [{ type: 'Followup', id: 'LIST' }],
    }),
    getInstrumentForms: build.query<InstrumentForms, void>({
      query: () => 'internal/instrument_forms',
    }),
    getFollowupAllocations: build.query<readonly FollowupAllocation[], void>({
      query: () => 'allocation?apiType=api_classname',
      providesTags: [{ type: 'Followup', id: 'LIST' }],
    }),
    watchFollowup: build.mutation<unknown, { readonly id: number; readonly watches: boolean }>({
      query: ({ id, watches }) => ({
        url: `followup_request/watch/${id}`,
        method: watches ? 'POST' : 'DELETE',
      }),
      invalidatesTags: changed,
    }),
    getClassRules: build.query<readonly ClassRule[], void>({
      query: () => 'default_followup_request',
      providesTags: ['FollowupRule'],
    }),
    getClassRuleRuns: build.query<readonly ClassRuleRun[], number>({
      query: (id) => `default_followup_request/${id}/runs`,
      providesTags: ['FollowupRule', { type: 'Followup', id: 'LIST' }],
    }),
    addClassRule: build.mutation<unknown, NewClassRule>({
      query: (body) => ({ url: 'default_followup_request', method: 'POST', body }),
      invalidatesTags: rulesChanged,
    }),
    deleteClassRule: build.mutation<unknown, number>({
      query: (id) => ({ url: `default_followup_request/${id}`, method: 'DELETE' }),
      invalidatesTags: rulesChanged,
    }),
    tryFollowup: build.mutation<DryRun, Asked>({
      query: (body) => ({ url: 'followup_request/dry_run', method: 'POST', body }),
    }),
    askFollowup: build.mutation<Answer<'createFollowupRequest'>, Asked>({
      query: (body) => ({ url: 'followup_request', method: 'POST', body }),
      invalidatesTags: changed,
    }),
    cancelFollowup: build.mutation<unknown, number>({
      query: (id) => ({ url: `followup_request/${id}`, method: 'DELETE' }),
      invalidatesTags: changed,
    }),
    tellFollowup: build.mutation<unknown, { readonly id: number; readonly status: string }>({
      query: ({ id, status }) => ({
        url: `followup_request/${id}`,
        method: 'PUT',
        body: { status },
      }),
      invalidatesTags: changed,
    }),
  }),
});

export const {
  useGetFollowupsQuery,
  useGetFollowupQuery,
  useGetInstrumentFormsQuery,
  useGetFollowupAllocationsQuery,
  useTryFollowupMutation,
  useAskFollowupMutation,
  useCancelFollowupMutation,
  useTellFollowupMutation,
  useWatchFollowupMutation,
  useGetClassRulesQuery,
  useGetClassRuleRunsQuery,
  useAddClassRuleMutation,
  useDeleteClassRuleMutation,
} = followupApi;
