import TuneIcon from '@mui/icons-material/Tune';
import { Button, Popover, Stack } from '@mui/material';
import { useState } from 'react';
import { CutoutControls } from '../cutouts/cutout-controls.tsx';
import { PlotControls } from '../photometry/plot-controls.tsx';

/** How cutouts and light curves are drawn, for all cards at once. */
export function ViewMenu() {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <Button
        color="inherit"
        startIcon={<TuneIcon />}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        View
      </Button>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        slotProps={{ paper: { 'aria-label': 'View', role: 'dialog', sx: { p: 2, maxWidth: 420 } } }}
      >
        <Stack spacing={2}>
          <CutoutControls />
          <PlotControls />
        </Stack>
      </Popover>
    </>
  );
}
