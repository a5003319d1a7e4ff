import { Box, Checkbox, Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import { MONO } from '../../app/theme.ts';
import { shortBand } from '../photometry/light-curve.ts';
import type { ArchiveCurve } from './archive.api.ts';
import { curveKey, describeDistance } from './neighbour-curves.ts';

type CurveTableProps = {
  readonly curves: readonly ArchiveCurve[];
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
};

function without(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  return new Set([...set].filter((one) => one !== key));
}

/** The light curves around a place; those that are ticked are drawn, and may be saved. */
export function CurveTable({ curves, chosen, onChange }: CurveTableProps) {
  return (
    <Box
      tabIndex={0}
      role="region"
      aria-label="Light curves of the archive"
      sx={{ maxHeight: 260, overflow: 'auto' }}
    >
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell padding="checkbox" />
            <TableCell align="right">Dist.</TableCell>
            <TableCell>Band</TableCell>
            <TableCell align="right">Mean mag</TableCell>
            <TableCell align="right">Points</TableCell>
            <TableCell>Light curve</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {curves.map((curve) => {
            const key = curveKey(curve);
            const isChosen = chosen.has(key);
            const name = `${shortBand(curve.band)} at ${describeDistance(curve)}`;
            return (
              <TableRow key={key} hover selected={isChosen}>
                <TableCell padding="checkbox">
                  <Checkbox
                    size="small"
                    checked={isChosen}
                    onChange={() =>
                      onChange(isChosen ? without(chosen, key) : new Set([...chosen, key]))
                    }
                    slotProps={{ input: { 'aria-label': `Draw ${name}, ${key}` } }}
                  />
                </TableCell>
                <TableCell align="right">{describeDistance(curve)}</TableCell>
                <TableCell>{shortBand(curve.band)}</TableCell>
                <TableCell align="right">{curve.meanmag?.toFixed(2) ?? ''}</TableCell>
                <TableCell align="right">{curve.nobs}</TableCell>
                <TableCell sx={{ fontFamily: MONO, fontSize: 12 }}>{key}</TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </Box>
  );
}
