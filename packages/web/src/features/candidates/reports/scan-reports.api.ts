import { api } from '../../../api/api.ts';
import type { Answer } from '../../../api/types.ts';

export type ScanReportPage = Answer<'listScanReports'>;
export type ScanReport = ScanReportPage['reports'][number];
export type ScanReportItem = Answer<'listScanReportItems'>[number];

export type NewScanReport = {
  readonly group_ids: readonly number[];
  readonly passed_filters_range: { readonly start_date: string; readonly end_date: string };
  readonly saved_candidates_range: {
    readonly start_saved_date: string;
    readonly end_saved_date: string;
  };
  readonly include_rejected: boolean;
};

type OfItem = { readonly reportId: number; readonly itemId: number; readonly comment: string };

// Few people make few of them: each change reads the list anew.
const scanReportsApi = api.enhanceEndpoints({ addTagTypes: ['ScanReport'] }).injectEndpoints({
  endpoints: (build) => ({
    getScanReports: build.query<ScanReportPage, number>({
      query: (pageNumber) => ({ url: 'candidates/scan_reports', params: { pageNumber } }),
      providesTags: ['ScanReport'],
    }),
    getScanReportItems: build.query<readonly ScanReportItem[], number>({
      query: (id) => `candidates/scan_reports/${id}/items`,
      providesTags: ['ScanReport'],
    }),
    createScanReport: build.mutation<{ readonly id: number }, NewScanReport>({
      query: (body) => ({ url: 'candidates/scan_reports', method: 'POST', body }),
      invalidatesTags: (_result, error) => (error ? [] : ['ScanReport']),
    }),
    deleteScanReport: build.mutation<unknown, number>({
      query: (id) => ({ url: `candidates/scan_reports/${id}`, method: 'DELETE' }),
      invalidatesTags: (_result, error) => (error ? [] : ['ScanReport']),
    }),
    commentOnItem: build.mutation<unknown, OfItem>({
      query: ({ reportId, itemId, comment }) => ({
        url: `candidates/scan_reports/${reportId}/items/${itemId}`,
        method: 'PATCH',
        body: { comment: comment === '' ? null : comment },
      }),
      invalidatesTags: (_result, error) => (error ? [] : ['ScanReport']),
    }),
  }),
});

export const {
  useGetScanReportsQuery,
  useGetScanReportItemsQuery,
  useCreateScanReportMutation,
  useDeleteScanReportMutation,
  useCommentOnItemMutation,
} = scanReportsApi;
