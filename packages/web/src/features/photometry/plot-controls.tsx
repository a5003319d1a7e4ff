import { Box, FormControlLabel, Switch, ToggleButton, ToggleButtonGroup } from '@mui/material';
import { useAppDispatch, useAppSelector } from '../../app/hooks.ts';
import { forcedToggled, timeAxisChosen } from '../../app/preferences-slice.ts';

/** Forced photometry on or off, and what the time axis counts; for every light curve. */
export function PlotControls() {
  const { showForced, timeAxis } = useAppSelector((state) => state.preferences);
  const dispatch = useAppDispatch();
  return (
    <Box sx={{ display: 'flex', gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
      <FormControlLabel
        control={
          <Switch size="small" checked={showForced} onChange={() => dispatch(forcedToggled())} />
        }
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
    </Box>
  );
}
