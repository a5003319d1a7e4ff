import {
  Button,
  Link as MuiLink,
  Paper,
  Skeleton,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import { useState } from 'react';
import { Link } from 'react-router';
import type { FilterSummary } from '../../api/types.ts';
import { formatCount, MISSING } from '../../format/number.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { useMyGroups } from '../session/use-profile.ts';
import { useStreamStatus } from '../stream/stream.api.ts';
import { useGetFiltersQuery } from './filters.api.ts';
import { NewFilterDialog } from './new-filter-dialog.tsx';

function FilterRow({ filter }: { readonly filter: FilterSummary }) {
  const groups = useMyGroups();
  const tonight = useStreamStatus()?.filters.find((row) => row.filter_id === filter.id);
  const group = groups.find(({ id }) => id === filter.group_id);
  return (
    <TableRow hover>
      <TableCell component="th" scope="row">
        <MuiLink component={Link} to={`/filters/${filter.id}`} sx={{ fontWeight: 650 }}>
          {filter.name}
        </MuiLink>
      </TableCell>
      <TableCell>{group?.name ?? MISSING}</TableCell>
      <TableCell
        sx={{ color: filter.active ? 'success.main' : 'text.secondary', whiteSpace: 'nowrap' }}
      >
        {filter.active ? '● active' : '○ off'}
      </TableCell>
      <TableCell align="right">{tonight ? formatCount(tonight.passed) : MISSING}</TableCell>
      <TableCell align="right">{tonight ? formatCount(tonight.evaluated) : MISSING}</TableCell>
    </TableRow>
  );
}

/** The filters of the viewer's groups, with tonight's counts. */
export function FiltersPage() {
  usePageTitle('Filters');
  const { data, error, refetch } = useGetFiltersQuery();
  const [isNewOpen, setNewOpen] = useState(false);
  const makeOne = (
    <Button variant="contained" onClick={() => setNewOpen(true)}>
      New filter
    </Button>
  );
  return (
    <Stack spacing={1.5} sx={{ maxWidth: 960, mx: 'auto', pt: 2 }}>
      <Stack direction="row" sx={{ justifyContent: 'space-between' }}>
        <Typography variant="h1">Filters</Typography>
        {makeOne}
      </Stack>
      {error !== undefined && (
        <ErrorNotice what="Filters" error={error} onRetry={() => refetch()} />
      )}
      {data === undefined && error === undefined && <Skeleton variant="rounded" height={160} />}
      {data?.length === 0 && (
        <Notice
          title="Your groups have no filter yet"
          detail="A filter chooses which alerts become candidates. Make one, then paste its pipeline."
        />
      )}
      {data && data.length > 0 && (
        <Paper variant="outlined" sx={{ overflowX: 'auto' }}>
          <Table size="small">
            <TableHead>
              <TableRow>
                <TableCell>Filter</TableCell>
                <TableCell>Group</TableCell>
                <TableCell>State</TableCell>
                <TableCell align="right">Passed tonight</TableCell>
                <TableCell align="right">Evaluated</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {data.map((filter) => (
                <FilterRow key={filter.id} filter={filter} />
              ))}
            </TableBody>
          </Table>
        </Paper>
      )}
      {isNewOpen && <NewFilterDialog onClose={() => setNewOpen(false)} />}
    </Stack>
  );
}
