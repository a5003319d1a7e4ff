import TuneIcon from '@mui/icons-material/Tune';
import {
  Button,
  FormControlLabel,
  Popover,
  Stack,
  Switch,
  ToggleButton,
  ToggleButtonGroup,
} from '@mui/material';
import { useState } from 'react';
import { useAppDispatch, useAppSelector } from '../../app/hooks.ts';
import { forcedToggled, timeAxisChosen } from '../../app/preferences-slice.ts';
import { CutoutControls } from '../cutouts/cutout-controls.tsx';

/** How cutouts and light curves are drawn, for all cards at once. */
export function ViewMenu() {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { showForced, timeAxis } = useAppSelector((state) => state.preferences);
  const dispatch = useAppDispatch();
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
          <Stack direction="row" sx={{ gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
            <FormControlLabel
              control={<Switch checked={showForced} onChange={() => dispatch(forcedToggled())} />}
              label="Forced photometry"
            />
            <ToggleButtonGroup
              exclusive
              aria-label="Time axis"
              value={timeAxis}
              onChange={(_event, axis) => axis && dispatch(timeAxisChosen(axis))}
            >
              <ToggleButton value="days">days from now</ToggleButton>
              <ToggleButton value="mjd">MJD</ToggleButton>
            </ToggleButtonGroup>
          </Stack>
        </Stack>
      </Popover>
    </>
  );
}
