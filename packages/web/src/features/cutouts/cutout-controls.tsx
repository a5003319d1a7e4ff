import { MenuItem, Stack, TextField } from '@mui/material';
import { useAppDispatch, useAppSelector } from '../../app/hooks.ts';
import { cutoutDisplayChanged } from '../../app/preferences-slice.ts';
import { COLORMAPS, INTERVAL_LABELS, INTERVALS, STRETCHES, ZOOMS } from './cutout-display.ts';

type ChoiceProps<T extends string> = {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly T[];
  readonly labels?: Readonly<Record<T, string>>;
  readonly onChoose: (value: T) => void;
};

function Choice<T extends string>({ label, value, choices, labels, onChoose }: ChoiceProps<T>) {
  const pick = (text: string) => {
    const choice = choices.find((item) => item === text);
    if (choice !== undefined) onChoose(choice);
  };
  return (
    <TextField
      select
      label={label}
      value={value}
      onChange={(event) => pick(event.target.value)}
      sx={{ minWidth: 116 }}
    >
      {choices.map((choice) => (
        <MenuItem key={choice} value={choice}>
          {labels ? labels[choice] : choice}
        </MenuItem>
      ))}
    </TextField>
  );
}

/** Stretch, interval and colour map of every cutout at once; remembered. */
export function CutoutControls() {
  const display = useAppSelector((state) => state.preferences.cutouts);
  const dispatch = useAppDispatch();
  return (
    <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
      <Choice
        label="Stretch"
        value={display.stretch}
        choices={STRETCHES}
        onChoose={(stretch) => dispatch(cutoutDisplayChanged({ stretch }))}
      />
      <Choice
        label="Interval"
        value={display.interval}
        choices={INTERVALS}
        labels={INTERVAL_LABELS}
        onChoose={(interval) => dispatch(cutoutDisplayChanged({ interval }))}
      />
      <Choice
        label="Colours"
        value={display.cmap}
        choices={COLORMAPS}
        onChoose={(cmap) => dispatch(cutoutDisplayChanged({ cmap }))}
      />
      <Choice
        label="Zoom"
        value={String(display.zoom)}
        choices={ZOOMS.map(String)}
        onChoose={(text) => {
          const zoom = ZOOMS.find((one) => String(one) === text);
          if (zoom) dispatch(cutoutDisplayChanged({ zoom }));
        }}
      />
    </Stack>
  );
}
