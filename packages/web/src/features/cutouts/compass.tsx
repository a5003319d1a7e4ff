import { Box } from '@mui/material';
import { barArcsec } from './stamp-sky.ts';

type CompassProps = {
  /** Of what is seen; null: not known. */
  readonly fieldArcsec: number | null;
  readonly isRed: boolean;
};

/** A bar of so many arcsec, with north and east: in a corner of an image that is north up, east left. */
export function Compass({ fieldArcsec, isRed }: CompassProps) {
  if (fieldArcsec === null) return null;
  const arcsec = barArcsec(fieldArcsec);
  const percent = (arcsec / fieldArcsec) * 100;
  const ink = isRed ? '#ff5a4d' : '#fff';
  // Drawn, not written: it is no part of what a button around it is called.
  return (
    <Box
      component="span"
      aria-hidden="true"
      sx={{
        position: 'absolute',
        left: 4,
        right: 4,
        bottom: 3,
        color: ink,
        fontSize: 10,
        lineHeight: 1.2,
        textAlign: 'left',
        textShadow: '0 0 2px #000, 0 0 2px #000',
        pointerEvents: 'none',
        '&::before': {
          content: `"${arcsec}″"`,
          display: 'block',
          width: `${percent}%`,
          borderBottom: `2px solid ${ink}`,
        },
        '&::after': { content: '"N↑ E←"', position: 'absolute', right: 0, bottom: 0 },
      }}
    />
  );
}
