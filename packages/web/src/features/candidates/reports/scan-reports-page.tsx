import { Box, Button, Paper, Skeleton, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { Link } from 'react-router';
import { formatUtc, parseNaiveUtc } from '../../../format/time.ts';
import { ConfirmButton } from '../../../ui/confirm-button.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { usePageTitle } from '../../../ui/use-page-title.ts';
import { NewReportForm } from './new-report-form.tsx';
import { ReportItems } from './report-items.tsx';
import {
  type ScanReport,
  useDeleteScanReportMutation,
  useGetScanReportsQuery,
} from './scan-reports.api.ts';

const at = (text: string) => formatUtc(parseNaiveUtc(text)).slice(0, 16);

function describeRange({ options }: ScanReport): string {
  const { start_date: start, end_date: end } = options.passed_filters_range;
  if (!start && !end) return 'of all candidates';
  return `of what passed ${start ? `from ${at(start)} ` : ''}${end ? `to ${at(end)} ` : ''}UTC`;
}

function ReportCard({ report }: { readonly report: ScanReport }) {
  const [isOpen, setOpen] = useState(false);
  const [remove, { error, isLoading }] = useDeleteScanReportMutation();
  const count = report.num_items === 1 ? '1 object' : `${report.num_items} objects`;
  return (
    <Paper
      component="section"
      variant="outlined"
      sx={{ p: 1.5 }}
      aria-label={`Report ${report.id}`}
    >
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}>
        <Box sx={{ flex: 1, minWidth: 200 }}>
          <Typography variant="h2">
            {at(report.created_at)} UTC, {report.author}
          </Typography>
          <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
            {count} {describeRange(report)}, for {report.groups.map(({ name }) => name).join(', ')}
          </Box>
        </Box>
        <Button variant="outlined" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Close' : 'Open'}
        </Button>
        {report.can_delete && (
          <ConfirmButton
            verb="Delete"
            what={`report ${report.id}`}
            isBusy={isLoading}
            onConfirm={() => void remove(report.id)}
          />
        )}
      </Box>
      {error !== undefined && <ErrorNotice what="Not deleted" error={error} />}
      {isOpen && <ReportItems reportId={report.id} />}
    </Paper>
  );
}

/** Reports of scanning: what groups saved of a night, with what was known of it then. */
export function ScanReportsPage() {
  usePageTitle('Scan reports');
  const [pageNumber, setPageNumber] = useState(1);
  const { data, error, refetch } = useGetScanReportsQuery(pageNumber);
  const hasMore = data !== undefined && pageNumber * data.numPerPage < data.totalMatches;
  return (
    <Stack spacing={1.5} sx={{ maxWidth: 1100, mx: 'auto', pt: 2 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
        <Typography variant="h1" sx={{ flex: 1 }}>
          Scan reports
        </Typography>
        <Button component={Link} to="/candidates">
          To the candidates
        </Button>
      </Box>
      <NewReportForm />
      {error !== undefined && (
        <ErrorNotice what="the reports" error={error} onRetry={() => refetch()} />
      )}
      {data === undefined && error === undefined && <Skeleton variant="rounded" height={160} />}
      {data?.totalMatches === 0 && (
        <Notice
          title="No report yet"
          detail="A report lists what your groups saved of a night's candidates."
        />
      )}
      {data?.reports.map((report) => (
        <ReportCard key={report.id} report={report} />
      ))}
      {(hasMore || pageNumber > 1) && (
        <Box sx={{ display: 'flex', gap: 1 }}>
          <Button disabled={pageNumber === 1} onClick={() => setPageNumber(pageNumber - 1)}>
            Newer
          </Button>
          <Button disabled={!hasMore} onClick={() => setPageNumber(pageNumber + 1)}>
            Older
          </Button>
        </Box>
      )}
    </Stack>
  );
}
