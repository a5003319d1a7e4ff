import {
  Link as MuiLink,
  Paper,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
} from '@mui/material';
import { Link } from 'react-router';
import { formatFixed, MISSING } from '../../format/number.ts';
import { formatUtc, parseNaiveUtc } from '../../format/time.ts';
import type { SkyMapObject } from './sky-maps.api.ts';

const time = (iso: string | null) =>
  iso === null ? MISSING : formatUtc(parseNaiveUtc(iso)).slice(0, 16);

type ObjectsTableProps = { readonly label: string; readonly objects: readonly SkyMapObject[] };

/** What lies in a region, the most probable first. */
export function ObjectsTable({ label, objects }: ObjectsTableProps) {
  return (
    <Paper
      variant="outlined"
      role="region"
      aria-label={label}
      tabIndex={0}
      sx={{ overflowX: 'auto' }}
    >
      <Table size="small" sx={{ '& td, & th': { whiteSpace: 'nowrap' } }}>
        <TableHead>
          <TableRow>
            <TableCell>Object</TableCell>
            <TableCell align="right">Within (%)</TableCell>
            <TableCell>First seen (UTC)</TableCell>
            <TableCell>Last seen (UTC)</TableCell>
            <TableCell align="right">Redshift</TableCell>
            <TableCell align="right">Map’s distance (Mpc)</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {objects.map((one) => (
            <TableRow key={one.id} hover>
              <TableCell component="th" scope="row">
                <MuiLink
                  component={Link}
                  to={`/source/${encodeURIComponent(one.id)}`}
                  sx={{ fontWeight: 650 }}
                >
                  {one.id}
                </MuiLink>
                {one.tns_name !== null && ` ${one.tns_name}`}
              </TableCell>
              <TableCell align="right">{one.credible_level.toFixed(1)}</TableCell>
              <TableCell>{time(one.first_detected)}</TableCell>
              <TableCell>{time(one.last_detected)}</TableCell>
              <TableCell align="right">{formatFixed(one.redshift, 4)}</TableCell>
              <TableCell align="right">
                {one.distance_mean === null
                  ? MISSING
                  : `${one.distance_mean.toFixed(0)} ± ${(one.distance_std ?? 0).toFixed(0)}`}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Paper>
  );
}
