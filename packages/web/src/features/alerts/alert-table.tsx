import { type Position, separationArcsec } from '@fritz/sky';
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
import { MONO } from '../../app/theme.ts';
import { formatDec, formatRa } from '../../format/angle.ts';
import { formatFixed, formatScore, MISSING } from '../../format/number.ts';
import { formatUtc, mjdToDate } from '../../format/time.ts';
import { shortBand } from '../photometry/light-curve.ts';
import type { FoundAlert } from './alerts.api.ts';

const JD_OF_MJD_ZERO = 2_400_000.5;

export function numberField({ candidate }: FoundAlert, name: string): number | null {
  const value = candidate[name];
  return typeof value === 'number' ? value : null;
}

/** Where an alert's detection is; null where its survey's packet does not say it like this. */
export function placeOfAlert(alert: FoundAlert): Position | null {
  const [ra, dec] = [numberField(alert, 'ra'), numberField(alert, 'dec')];
  return ra === null || dec === null ? null : { ra, dec };
}

export function timeOfAlert(alert: FoundAlert): string {
  const jd = numberField(alert, 'jd');
  return jd === null ? MISSING : formatUtc(mjdToDate(jd - JD_OF_MJD_ZERO));
}

type AlertTableProps = {
  readonly label: string;
  readonly alerts: readonly FoundAlert[];
  /** The place that was asked for: how far is each from it. */
  readonly from?: Position | null;
  readonly hasObject?: boolean;
};

/** Alerts, newest first. */
export function AlertTable({ label, alerts, from = null, hasObject = true }: AlertTableProps) {
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
            {hasObject && <TableCell>Object</TableCell>}
            <TableCell>Taken (UTC)</TableCell>
            <TableCell>Band</TableCell>
            <TableCell align="right">Mag</TableCell>
            <TableCell align="right">Real–bogus</TableCell>
            <TableCell>RA Dec</TableCell>
            {from !== null && <TableCell align="right">Distance (″)</TableCell>}
            <TableCell>Alert</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {alerts.map((alert) => {
            const place = placeOfAlert(alert);
            const { objectId, candid, band, mag } = alert;
            return (
              <TableRow key={`${alert.survey} ${candid}`} hover>
                {hasObject && (
                  <TableCell component="th" scope="row">
                    <MuiLink
                      component={Link}
                      to={`/alerts/${encodeURIComponent(objectId)}`}
                      sx={{ fontWeight: 650 }}
                    >
                      {objectId}
                    </MuiLink>
                  </TableCell>
                )}
                <TableCell>{timeOfAlert(alert)}</TableCell>
                <TableCell>{band === null ? MISSING : shortBand(band)}</TableCell>
                <TableCell align="right">{formatFixed(mag, 2)}</TableCell>
                <TableCell align="right">
                  {formatScore(numberField(alert, 'drb') ?? numberField(alert, 'rb'))}
                </TableCell>
                <TableCell sx={{ fontFamily: MONO, fontSize: 12 }}>
                  {place === null ? MISSING : `${formatRa(place.ra, 2)} ${formatDec(place.dec, 1)}`}
                </TableCell>
                {from !== null && (
                  <TableCell align="right">
                    {place === null ? MISSING : separationArcsec(from, place).toFixed(2)}
                  </TableCell>
                )}
                <TableCell sx={{ fontFamily: MONO, fontSize: 12 }}>{String(candid)}</TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </Paper>
  );
}
