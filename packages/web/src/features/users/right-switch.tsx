import { Box, FormControlLabel, Switch, Typography } from '@mui/material';

type RightSwitchProps = {
  readonly name: string;
  readonly words: string;
  readonly isOn: boolean;
  /** Why it stays as it is; null where it can be changed. */
  readonly why: string | null;
  readonly isBusy: boolean;
  readonly onChange: (isOn: boolean) => void;
};

/** One role or permission: what it allows, and why it cannot be changed where it cannot. */
export function RightSwitch({ name, words, isOn, why, isBusy, onChange }: RightSwitchProps) {
  return (
    <FormControlLabel
      sx={{ alignItems: 'flex-start', mr: 0, ml: -0.5, gap: 0.5 }}
      control={
        <Switch
          size="small"
          checked={isOn}
          disabled={why !== null || isBusy}
          slotProps={{ input: { 'aria-label': name } }}
          onChange={(_event, checked) => onChange(checked)}
        />
      }
      label={
        <Box sx={{ pb: 0.75 }}>
          <Typography variant="body2" color="textPrimary">
            {name}
          </Typography>
          <Typography variant="caption" color="textSecondary" component="p">
            {words}
            {why !== null && ` · ${why}`}
          </Typography>
        </Box>
      }
    />
  );
}
