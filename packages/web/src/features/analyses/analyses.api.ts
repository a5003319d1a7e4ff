import { api } from '../../api/api.ts';
import type { Answer } from '../../api/types.ts';

export type Analysis = Answer<'listAnalyses'>[number];
export type AnalysisService = Answer<'listAnalysisServices'>[number];

/** What a service is asked to do. */
export type AskedAnalysis = {
  readonly objId: string;
  readonly serviceId: number;
  readonly parameters: Readonly<Record<string, string>>;
  /** For whom; none: for all of one's groups. */
  readonly groupIds: readonly number[];
};

const changed = (_result: unknown, error: unknown) =>
  error === undefined ? ['Analysis' as const] : [];

const analysesApi = api.injectEndpoints({
  endpoints: (build) => ({
    getAnalyses: build.query<readonly Analysis[], string>({
      query: (objID) => ({ url: 'obj/analysis', params: { objID } }),
      providesTags: ['Analysis'],
    }),
    getAnalysisServices: build.query<readonly AnalysisService[], void>({
      query: () => 'analysis_service',
    }),
    getAnalysisResults: build.query<unknown, number>({
      query: (id) => `obj/analysis/${id}/results`,
      providesTags: ['Analysis'],
    }),
    startAnalysis: build.mutation<{ readonly id: number }, AskedAnalysis>({
      query: ({ objId, serviceId, parameters, groupIds }) => ({
        url: `obj/${encodeURIComponent(objId)}/analysis/${serviceId}`,
        method: 'POST',
        body: {
          analysis_parameters: parameters,
          show_parameters: true,
          show_plots: true,
          show_corner: true,
          ...(groupIds.length > 0 ? { group_ids: groupIds } : {}),
        },
      }),
      invalidatesTags: changed,
    }),
    deleteAnalysis: build.mutation<unknown, number>({
      query: (id) => ({ url: `obj/analysis/${id}`, method: 'DELETE' }),
      invalidatesTags: changed,
    }),
  }),
});

export const {
  useGetAnalysesQuery,
  useGetAnalysisServicesQuery,
  useGetAnalysisResultsQuery,
  useStartAnalysisMutation,
  useDeleteAnalysisMutation,
} = analysesApi;
