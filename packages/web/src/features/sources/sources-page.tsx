import {
  Box,
  Button,
  Link as MuiLink,
  Pagination,
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
import type { Source } from '../../api/types.ts';
import { MONO } from '../../app/theme.ts';
import { formatDec, formatRa } from '../../format/angle.ts';
import { formatUtc, parseNaiveUtc } from '../../format/time.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { SOURCES_PER_PAGE, useGetSourcesQuery } from './sources.api.ts';

function SourceRow({ source }: { readonly source: Source }) {
  const lastSaved = source.groups
    .map((group) => group.saved_at)
    .sort()
    .at(-1);
  return (
    <TableRow hover>
      <TableCell component="th" scope="row">
        <MuiLink component={Link} to={`/source/${source.id}`} sx={{ fontWeight: 650 }}>
          {source.id}
        </MuiLink>
      </TableCell>
      <TableCell sx={{ fontFamily: MONO, fontSize: 12, whiteSpace: 'nowrap' }}>
        {formatRa(source.ra)} {formatDec(source.dec)}
      </TableCell>
      <TableCell>{source.groups.map((group) => group.name).join(', ')}</TableCell>
      <TableCell sx={{ whiteSpace: 'nowrap' }}>
        {lastSaved === undefined ? '' : formatUtc(parseNaiveUtc(lastSaved)).slice(0, 16)}
      </TableCell>
    </TableRow>
  );
}

/** What the viewer's groups have saved, last saved first. */
export function SourcesPage() {
  usePageTitle('Saved');
  const [pageNumber, setPageNumber] = useState(1);
  const { data, error, refetch } = useGetSourcesQuery({ groupIds: [], pageNumber });
  const pageCount = Math.ceil((data?.totalMatches ?? 0) / SOURCES_PER_PAGE);
  return (
    <Stack spacing={1.5} sx={{ maxWidth: 960, mx: 'auto', pt: 2 }}>
      <Typography variant="h1">Saved</Typography>
      {error !== undefined && <ErrorNotice what="Saved" error={error} onRetry={() => refetch()} />}
      {data === undefined && error === undefined && <Skeleton variant="rounded" height={240} />}
      {data?.sources.length === 0 && (
        <Notice
          title="Nothing saved yet"
          detail="Save a candidate while scanning and it appears here for your group."
        >
          <Button component={Link} to="/candidates" variant="contained">
            Scan candidates
          </Button>
        </Notice>
      )}
      {data && data.sources.length > 0 && (
        <Paper variant="outlined" sx={{ overflowX: 'auto' }}>
          <Table size="small">
            <TableHead>
              <TableRow>
                <TableCell>Object</TableCell>
                <TableCell>RA Dec</TableCell>
                <TableCell>Groups</TableCell>
                <TableCell>Saved (UTC)</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {data.sources.map((source) => (
                <SourceRow key={source.id} source={source} />
              ))}
            </TableBody>
          </Table>
        </Paper>
      )}
      {pageCount > 1 && (
        <Box sx={{ display: 'flex', justifyContent: 'center' }}>
          <Pagination
            count={pageCount}
            page={pageNumber}
            onChange={(_event, page) => setPageNumber(page)}
          />
        </Box>
      )}
    </Stack>
  );
}
