import {
  Box,
  Button,
  Link as MuiLink,
  Skeleton,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  TextField,
} from '@mui/material';
import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import {
  type ScanReportItem,
  useCommentOnItemMutation,
  useGetScanReportItemsQuery,
} from './scan-reports.api.ts';

type ItemProps = { readonly reportId: number; readonly item: ScanReportItem };

function ItemComment({ reportId, item }: ItemProps) {
  const { comment } = item.data;
  const [draft, setDraft] = useState<string | null>(null);
  const [send, { error, isLoading }] = useCommentOnItemMutation();
  if (draft === null) {
    return (
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'center' }}>
        <Box sx={{ flex: 1, overflowWrap: 'anywhere' }}>{comment}</Box>
        <Button
          aria-label={`${comment === null ? 'Add' : 'Change'} the comment on ${item.obj_id}`}
          onClick={() => setDraft(comment ?? '')}
        >
          {comment === null ? 'Add' : 'Change'}
        </Button>
      </Box>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send({ reportId, itemId: item.id, comment: draft.trim() })
      .unwrap()
      .then(
        () => setDraft(null),
        () => undefined,
      );
  };
  return (
    <Box component="form" onSubmit={submit} sx={{ display: 'flex', gap: 1, flexWrap: 'wrap' }}>
      <TextField
        label={`Comment on ${item.obj_id}`}
        value={draft}
        multiline
        autoFocus
        onChange={(event) => setDraft(event.target.value)}
        sx={{ flex: 1, minWidth: 180 }}
      />
      <Button type="submit" variant="contained" disabled={isLoading}>
        Keep
      </Button>
      <Button onClick={() => setDraft(null)}>Cancel</Button>
      {error !== undefined && <ErrorNotice what="Not kept" error={error} />}
    </Box>
  );
}

function magnitudeOf({ current_filter, current_mag, abs_mag }: ScanReportItem['data']): string {
  if (current_mag === null) return '';
  const absolute = abs_mag === null ? '' : ` (M ${abs_mag.toFixed(1)})`;
  return `${current_filter ?? ''} ${current_mag.toFixed(2)}${absolute}`;
}

function classesOf({ classifications }: ScanReportItem['data']): string {
  return (classifications ?? [])
    .map(({ classification, ml }) => (ml ? `${classification} (model)` : classification))
    .join(', ');
}

function ItemRow({ reportId, item }: ItemProps) {
  const { data } = item;
  const savers = (data.saved_info ?? []).map(({ group, saved_by }) =>
    saved_by === null ? group : `${group} by ${saved_by}`,
  );
  return (
    <TableRow hover>
      <TableCell component="th" scope="row">
        <MuiLink component={Link} to={`/source/${item.obj_id}`} sx={{ fontWeight: 650 }}>
          {item.obj_id}
        </MuiLink>
        {data.tns_name !== null && <Box sx={{ fontSize: 12 }}>{data.tns_name}</Box>}
      </TableCell>
      <TableCell>{data.decision === 'saved' ? savers.join(', ') : 'rejected'}</TableCell>
      <TableCell sx={{ whiteSpace: 'nowrap' }}>{magnitudeOf(data)}</TableCell>
      <TableCell align="right">{data.current_age?.toFixed(1) ?? ''}</TableCell>
      <TableCell align="right">{data.host_redshift ?? ''}</TableCell>
      <TableCell>{classesOf(data)}</TableCell>
      <TableCell sx={{ minWidth: 200 }}>
        <ItemComment reportId={reportId} item={item} />
      </TableCell>
    </TableRow>
  );
}

/** The objects of a report, as they were when it was made. */
export function ReportItems({ reportId }: { readonly reportId: number }) {
  const { data, error, refetch } = useGetScanReportItemsQuery(reportId);
  if (error !== undefined) {
    return <ErrorNotice what="the report" error={error} onRetry={() => refetch()} />;
  }
  if (data === undefined) return <Skeleton variant="rounded" height={120} sx={{ mt: 1 }} />;
  if (data.length === 0) {
    return <Box sx={{ pt: 1.5, fontSize: 13 }}>None of its objects is for you to see.</Box>;
  }
  return (
    <Box
      tabIndex={0}
      role="region"
      aria-label={`Objects of report ${reportId}`}
      sx={{ overflowX: 'auto', mt: 1 }}
    >
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>Object</TableCell>
            <TableCell>Decision</TableCell>
            <TableCell>Magnitude</TableCell>
            <TableCell align="right">Age, d</TableCell>
            <TableCell align="right">Redshift</TableCell>
            <TableCell>Classes</TableCell>
            <TableCell>Comment</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {data.map((item) => (
            <ItemRow key={item.id} reportId={reportId} item={item} />
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
