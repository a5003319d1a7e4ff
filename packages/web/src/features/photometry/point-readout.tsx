import { Box } from '@mui/material';
import { formatMag } from '../../format/number.ts';
import { formatUtc, mjdToDate } from '../../format/time.ts';
import type { PlotPoint } from './light-curve.ts';

function describe(point: PlotPoint): string {
  if (point.kind === 'limit') return `${point.band} > ${point.mag.toFixed(2)}`;
  const value = `${point.band} ${formatMag(point.mag, point.magErr)}`;
  return point.kind === 'negative' ? `${value} below the reference` : value;
}

/** The numbers of the point under the cursor. */
export function PointReadout({ point }: { readonly point: PlotPoint }) {
  return (
    <Box sx={{ fontSize: 11, whiteSpace: 'nowrap' }}>
      <b>
        {point.survey ? `${point.survey} ` : ''}
        {describe(point)}
      </b>
      {point.isForced ? ' forced' : ''} · {formatUtc(mjdToDate(point.mjd)).slice(0, 16)} UTC ·{' '}
      {point.mjd.toFixed(4)}
    </Box>
  );
}
