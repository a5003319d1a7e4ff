import { Popover, Stack } from '@mui/material';
import { CutoutControls } from '../cutouts/cutout-controls.tsx';
import { PlotControls } from '../photometry/plot-controls.tsx';

type ViewPopoverProps = { readonly anchor: HTMLElement; readonly onClose: () => void };

/** How cutouts and light curves are drawn, for all cards at once. */
export function ViewPopover({ anchor, onClose }: ViewPopoverProps) {
  return (
    <Popover
      open
      anchorEl={anchor}
      onClose={onClose}
      anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
      transformOrigin={{ vertical: 'top', horizontal: 'right' }}
      slotProps={{ paper: { 'aria-label': 'View', role: 'dialog', sx: { p: 2, maxWidth: 420 } } }}
    >
      <Stack spacing={2}>
        <CutoutControls />
        <PlotControls />
      </Stack>
    </Popover>
  );
}
