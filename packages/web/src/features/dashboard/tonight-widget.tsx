import {
  Box,
  Link as MuiLink,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { StreamStatus } from '../../api/types.ts';
import { formatCount, MISSING } from '../../format/number.ts';
import { formatSpan } from '../../format/time.ts';
import { useStreamStatus, useTonight } from '../stream/stream.api.ts';
import { WidgetBody } from './widget-body.tsx';

function Figure({ value, label }: { readonly value: ReactNode; readonly label: string }) {
  return (
    <Box sx={{ flex: '1 1 80px' }}>
      <Box sx={{ fontSize: 20, fontWeight: 700 }}>{value}</Box>
      <Box sx={{ fontSize: 12, color: 'text.secondary' }}>{label}</Box>
    </Box>
  );
}

function FilterTable({ filters }: Pick<StreamStatus, 'filters'>) {
  return (
    <Box sx={{ overflowX: 'auto' }}>
      <Table size="small" aria-label="Filters tonight">
        <TableHead>
          <TableRow>
            <TableCell>Filter</TableCell>
            <TableCell align="right">Looked at</TableCell>
            <TableCell align="right">Passed</TableCell>
            <TableCell align="right">Failed</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {filters.map((filter) => (
            <TableRow key={`${filter.filter_id} ${filter.fid}`}>
              <TableCell component="th" scope="row">
                <MuiLink component={Link} to={`/filters/${filter.filter_id}`}>
                  {filter.name}
                </MuiLink>
              </TableCell>
              <TableCell align="right">{formatCount(filter.evaluated)}</TableCell>
              <TableCell align="right">
                <MuiLink component={Link} to={`/alerts?filter=${filter.filter_id}`}>
                  {formatCount(filter.passed)}
                </MuiLink>
              </TableCell>
              <TableCell align="right" title={filter.failure ?? ''}>
                {formatCount(filter.failed)}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}

/** Tonight's stream: how much, how fast, and what each filter let through. */
export function TonightWidget() {
  const tonight = useTonight();
  const status = useStreamStatus();
  return (
    <WidgetBody
      data={status ?? undefined}
      error={undefined}
      what="Tonight"
      onRetry={() => undefined}
      isEmpty={({ surveys, filters }) => surveys.length === 0 && filters.length === 0}
      empty="No alert has come tonight."
    >
      {({ filters }) => (
        <>
          <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mb: 1 }}>
            <Figure
              value={tonight?.read == null ? MISSING : formatCount(tonight.read)}
              label="alerts"
            />
            <Figure
              value={tonight?.ratePerS == null ? MISSING : tonight.ratePerS.toFixed(1)}
              label="per second"
            />
            <Figure value={formatCount(tonight?.passed ?? 0)} label="passes" />
            <Figure
              value={tonight?.lagS == null ? MISSING : formatSpan(tonight.lagS / 86_400)}
              label="behind the sky"
            />
          </Box>
          {filters.length === 0 ? (
            <Typography variant="body2" color="textSecondary">
              No filter of your groups ran tonight. <Link to="/filters">See the filters.</Link>
            </Typography>
          ) : (
            <FilterTable filters={filters} />
          )}
        </>
      )}
    </WidgetBody>
  );
}
