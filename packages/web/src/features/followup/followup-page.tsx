import { Box, MenuItem, Pagination, Skeleton, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { RowList } from '../../ui/panel.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { AllocationHours } from './allocation-hours.tsx';
import { ClassRules } from './class-rules.tsx';
import { useGetFollowupsQuery } from './followup.api.ts';
import { RequestLine } from './request-line.tsx';

const perPage = 50;

/** Which states one looks for, by what one means. */
const VIEWS = [
  ['All of them', ''],
  ['Under way', 'waiting,submitted,accepted,observed,cancelling'],
  ['Done', 'completed'],
  ['To ask about', 'unknown'],
  ['Came to nothing', 'rejected,failed,expired,cancelled'],
] as const;

/** All that the viewer's groups asked facilities for. */
export function FollowupPage() {
  usePageTitle('Follow-up');
  const [state, setState] = useState('');
  const [name, setName] = useState('');
  const [pageNumber, setPage] = useState(1);
  const { currentData, data, error, refetch } = useGetFollowupsQuery({
    pageNumber,
    numPerPage: perPage,
    ...(state === '' ? {} : { state }),
    ...(name.trim() === '' ? {} : { sourceID: name.trim() }),
  });
  const shown = currentData ?? data;
  const pages = Math.ceil((shown?.totalMatches ?? 0) / perPage);
  return (
    <Box sx={{ display: 'grid', gap: 1.5, pt: 2, maxWidth: 1200, mx: 'auto' }}>
      <Typography variant="h1">Follow-up requests</Typography>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        <TextField
          select
          label="Show"
          value={state}
          onChange={({ target }) => {
            setState(target.value);
            setPage(1);
          }}
          sx={{ minWidth: 180 }}
          slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
        >
          {VIEWS.map(([label, value]) => (
            <MenuItem key={label} value={value}>
              {label}
            </MenuItem>
          ))}
        </TextField>
        <TextField
          label="Object"
          value={name}
          onChange={({ target }) => {
            setName(target.value);
            setPage(1);
          }}
        />
      </Box>
      {error !== undefined && (
        <ErrorNotice what="Not known" error={error} onRetry={() => refetch()} />
      )}
      {shown === undefined && error === undefined && <Skeleton variant="rounded" height={160} />}
      {shown !== undefined && (
        <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
          {shown.totalMatches === 1 ? '1 request' : `${shown.totalMatches} requests`}
        </Box>
      )}
      {shown !== undefined && shown.followup_requests.length > 0 && (
        <RowList label="Follow-up requests">
          {shown.followup_requests.map((request) => (
            <RequestLine key={request.id} request={request} showsObj />
          ))}
        </RowList>
      )}
      {pages > 1 && (
        <Pagination count={pages} page={pageNumber} onChange={(_event, page) => setPage(page)} />
      )}
      <AllocationHours />
      <ClassRules />
    </Box>
  );
}
