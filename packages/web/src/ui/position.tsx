import { Box } from '@mui/material';
import { MONO } from '../app/theme.ts';
import { formatDec, formatDegrees, formatRa } from '../format/angle.ts';
import { CopyButton } from './copy-button.tsx';

type PositionProps = {
  /** ICRS, degrees. */
  readonly ra: number;
  readonly dec: number;
};

/** A position in sexagesimal and in degrees, each with its copy button. */
export function Position({ ra, dec }: PositionProps) {
  const sexagesimal = `${formatRa(ra)} ${formatDec(dec)}`;
  const degrees = `${formatDegrees(ra)} ${formatDegrees(dec)}`;
  const line = {
    display: 'flex',
    alignItems: 'center',
    height: 20,
    whiteSpace: 'nowrap',
    fontFamily: MONO,
    fontSize: 12,
  };
  return (
    <>
      <Box sx={line}>
        {sexagesimal}
        <CopyButton text={sexagesimal} label="Copy the position in sexagesimal" />
      </Box>
      <Box sx={{ ...line, color: 'text.secondary' }}>
        {degrees}
        <CopyButton text={degrees} label="Copy the position in degrees" />
      </Box>
    </>
  );
}
