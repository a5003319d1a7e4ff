import { Box, Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import { formatMag } from '../../format/number.ts';
import { formatUtc, mjdToDate } from '../../format/time.ts';
import { describeRate, explainRate } from './feature-words.ts';
import type { Features, Rate } from './features.api.ts';

type Line = {
  readonly name: string;
  readonly points: number;
  readonly peak_mjd: number;
  readonly peak_mag: number;
  readonly peak_mag_err: number;
  readonly rise: Rate;
  readonly decline: Rate;
};

function linesOf({ bands, all_bands: all }: Features): readonly Line[] {
  const lines = bands.map((band) => ({ ...band, name: band.filter }));
  // Of one band alone "all" would say the same again.
  return all !== null && bands.length > 1 ? [...lines, { ...all, name: 'all' }] : lines;
}

/** On a phone an error goes under its value. */
const VALUE = { whiteSpace: { xs: 'normal', sm: 'nowrap' } };
const WIDE_ONLY = { display: { xs: 'none', sm: 'table-cell' } };

function RateCell({ rate }: { readonly rate: Rate }) {
  return (
    <TableCell align="right" title={explainRate(rate)} sx={VALUE}>
      {describeRate(rate)}
    </TableCell>
  );
}

/** Peak and rates, band by band and of all together. */
export function FeaturesTable({ features }: { readonly features: Features }) {
  return (
    <Box tabIndex={0} role="region" aria-label="Features by band" sx={{ overflowX: 'auto' }}>
      <Table size="small" sx={{ '& td, & th': { px: { xs: 0.75, sm: 2 } } }}>
        <TableHead>
          <TableRow>
            <TableCell>Band</TableCell>
            <TableCell align="right" sx={WIDE_ONLY}>
              Points
            </TableCell>
            <TableCell align="right">Peak / mag</TableCell>
            <TableCell sx={WIDE_ONLY}>Peak, UTC</TableCell>
            <TableCell align="right">Rise / mag d⁻¹</TableCell>
            <TableCell align="right">Decline / mag d⁻¹</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {linesOf(features).map((line) => (
            <TableRow key={line.name}>
              <TableCell>{line.name}</TableCell>
              <TableCell align="right" sx={WIDE_ONLY}>
                {line.points}
              </TableCell>
              <TableCell align="right" sx={{ whiteSpace: 'nowrap' }}>
                {formatMag(line.peak_mag, line.peak_mag_err)}
              </TableCell>
              <TableCell sx={{ ...WIDE_ONLY, whiteSpace: 'nowrap' }}>
                {formatUtc(mjdToDate(line.peak_mjd)).slice(0, 16)}
              </TableCell>
              <RateCell rate={line.rise} />
              <RateCell rate={line.decline} />
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
