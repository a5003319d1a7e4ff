import { Box, Button, Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import type { PhotometryPoint } from '../../../api/types.ts';
import { formatFixed, formatMag } from '../../../format/number.ts';
import { saveFile } from '../../../ui/save-file.ts';
import { shortBand } from '../light-curve.ts';
import { writePointsCsv } from './study-csv.ts';

type SelectedPointsProps = {
  readonly objId: string;
  readonly rows: readonly PhotometryPoint[];
  readonly onClose: () => void;
};

const MOST_SHOWN = 200;

function describe({ mag, magerr, limiting_mag: limit }: PhotometryPoint): string {
  if (typeof mag === 'number') return formatMag(mag, magerr ?? null);
  return limit === null ? '–' : `> ${limit.toFixed(2)}`;
}

/** The points in the box that was drawn. */
export function SelectedPoints({ objId, rows, onClose }: SelectedPointsProps) {
  const save = () =>
    saveFile(`${objId}-selected.csv`, new Blob([writePointsCsv(rows)], { type: 'text/csv' }));
  return (
    <Box sx={{ mt: 1 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, fontSize: 13 }}>
        <b role="status">{rows.length === 1 ? '1 point' : `${rows.length} points`} chosen</b>
        <Box sx={{ flex: 1 }} />
        <Button disabled={rows.length === 0} onClick={save}>
          CSV of these
        </Button>
        <Button onClick={onClose}>Close</Button>
      </Box>
      {rows.length > 0 && (
        <Box
          tabIndex={0}
          role="region"
          aria-label="Chosen points"
          sx={{ maxHeight: 240, overflow: 'auto' }}
        >
          <Table size="small">
            <TableHead>
              <TableRow>
                <TableCell>MJD</TableCell>
                <TableCell>Band</TableCell>
                <TableCell align="right">Mag or limit</TableCell>
                <TableCell align="right">Flux / µJy</TableCell>
                <TableCell>Instrument</TableCell>
                <TableCell>Origin</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {rows.slice(0, MOST_SHOWN).map((row, index) => (
                <TableRow key={row.id ?? `${row.mjd} ${row.filter} ${index}`}>
                  <TableCell>{row.mjd.toFixed(5)}</TableCell>
                  <TableCell>{shortBand(row.filter)}</TableCell>
                  <TableCell align="right">{describe(row)}</TableCell>
                  <TableCell align="right">{formatFixed(row.flux, 1)}</TableCell>
                  <TableCell>{row.instrument_name}</TableCell>
                  <TableCell>{row.origin}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </Box>
      )}
    </Box>
  );
}
