import { api } from '../../api/api.ts';
import type { Answer } from '../../api/types.ts';

export type ObservingRun = Answer<'listObservingRuns'>[number];
export type RunDetail = Answer<'getObservingRun'>;
export type Target = RunDetail['assignments'][number];
export type LogEntry = Answer<'listObservingLog'>[number];
export type Assignment = Answer<'listAssignments'>[number];
export type Instrument = Answer<'listInstruments'>[number];
export type Starlist = Answer<'getRunStarlist'>;

/** A run that is to be made. */
export type NewRun = {
  readonly instrument_id: number;
  readonly calendar_date: string;
  readonly duration: number;
  readonly pi: string;
  readonly observers: string;
  readonly group_id: number | null;
};

/** An object that is to be observed. */
export type NewAssignment = {
  readonly run_id: number;
  readonly obj_id: string;
  readonly priority: string;
  readonly comment: string;
};

const changed = (_result: unknown, error: unknown) =>
  error === undefined ? ['Observing' as const] : [];

const observingApi = api.injectEndpoints({
  endpoints: (build) => ({
    getRuns: build.query<readonly ObservingRun[], void>({
      query: () => 'observing_run',
      providesTags: ['Observing'],
    }),
    getRun: build.query<RunDetail, number>({
      query: (id) => `observing_run/${id}`,
      providesTags: ['Observing'],
      // A night's page is not fetched anew because somebody looked at a source in between.
      keepUnusedDataFor: 43_200,
    }),
    getRunLog: build.query<readonly LogEntry[], number>({
      query: (id) => `observing_run/${id}/log`,
      providesTags: ['Observing'],
    }),
    getAssignmentsOf: build.query<readonly Assignment[], string>({
      query: (objID) => ({ url: 'assignment', params: { objID } }),
      providesTags: ['Observing'],
    }),
    getRunInstruments: build.query<readonly Instrument[], void>({ query: () => 'instrument' }),
    makeRun: build.mutation<Answer<'createObservingRun'>, NewRun>({
      query: (body) => ({ url: 'observing_run', method: 'POST', body }),
      invalidatesTags: changed,
    }),
    deleteRun: build.mutation<unknown, number>({
      query: (id) => ({ url: `observing_run/${id}`, method: 'DELETE' }),
      invalidatesTags: changed,
    }),
    assign: build.mutation<Answer<'createAssignment'>, NewAssignment>({
      query: (body) => ({ url: 'assignment', method: 'POST', body }),
      invalidatesTags: changed,
    }),
    unassign: build.mutation<unknown, number>({
      query: (id) => ({ url: `assignment/${id}`, method: 'DELETE' }),
      invalidatesTags: changed,
    }),
    getStarlist: build.query<Starlist, { readonly id: number; readonly facility: string }>({
      query: ({ id, facility }) => ({
        url: `observing_run/${id}/starlist`,
        params: { facility, num_offset_stars: 3 },
      }),
      keepUnusedDataFor: 0,
    }),
  }),
});

export const {
  useGetRunsQuery,
  useGetRunQuery,
  useGetRunLogQuery,
  useGetAssignmentsOfQuery,
  useGetRunInstrumentsQuery,
  useMakeRunMutation,
  useDeleteRunMutation,
  useAssignMutation,
  useUnassignMutation,
  useLazyGetStarlistQuery,
} = observingApi;
