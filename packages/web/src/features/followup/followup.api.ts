import { api } from '../../api/api.ts';
import type { Answer } from '../../api/types.ts';

export type FollowupPage = Answer<'listFollowupRequests'>;
export type FollowupRequest = FollowupPage['followup_requests'][number];
export type FollowupDetail = Answer<'getFollowupRequest'>;
export type InstrumentForms = Answer<'listInstrumentForms'>;
export type FollowupAllocation = Answer<'listAllocations'>[number];
export type DryRun = Answer<'tryFollowupRequest'>;

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

const followupApi = api.injectEndpoints({
  endpoints: (build) => ({
    getFollowups: build.query<FollowupPage, FollowupSearch>({
      query: (params) => ({ url: 'followup_request', params }),
      providesTags: (_result, _error, { objID }) => [
        'Followup',
        ...(objID === undefined ? [] : [{ type: 'Followup' as const, id: objID }]),
      ],
    }),
    getFollowup: build.query<FollowupDetail, number>({
      query: (id) => `followup_request/${id}`,
      providesTags: ['Followup'],
    }),
    getInstrumentForms: build.query<InstrumentForms, void>({
      query: () => 'internal/instrument_forms',
    }),
    getFollowupAllocations: build.query<readonly FollowupAllocation[], void>({
      query: () => 'allocation?apiType=api_classname',
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
} = followupApi;
