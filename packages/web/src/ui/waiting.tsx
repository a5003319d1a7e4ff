import { Box, CircularProgress, keyframes } from '@mui/material';

const appear = keyframes({ from: { opacity: 0 }, to: { opacity: 1 } });

/** Stands in for a page whose code is on its way; seen only where that takes longer than a blink. */
export function Waiting() {
  return (
    <Box
      role="status"
      aria-label="Loading"
      sx={{ display: 'grid', placeItems: 'center', py: 12, animation: `${appear} 0.2s 0.4s both` }}
    >
      <CircularProgress size={28} />
    </Box>
  );
}
