import { Box, FormControlLabel, Switch, ToggleButton, ToggleButtonGroup } from '@mui/material';
import { useAppDispatch, useAppSelector } from '../../app/hooks.ts';
import { forcedToggled, magnitudesChosen, timeAxisChosen } from '../../app/preferences-slice.ts';

/** Forced photometry on or off, difference or total magnitudes, and what the time axis counts; for every light curve. */
export function PlotControls() {
  const { showForced, timeAxis, magnitudes } = useAppSelector((state) => state.preferences);
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
        aria-label="Magnitudes"
        value={magnitudes}
        onChange={(_event, kind) => kind && dispatch(magnitudesChosen(kind))}
      >
        <ToggleButton value="difference">difference</ToggleButton>
        <ToggleButton value="total">total mag</ToggleButton>
      </ToggleButtonGroup>
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
