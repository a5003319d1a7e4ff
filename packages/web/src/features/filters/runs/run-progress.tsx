import { Box, Button, LinearProgress, Stack } from '@mui/material';
import { progressWords } from './progress-words.ts';
import type { RunProgress as Progress } from './run-stream.ts';

type RunProgressProps = {
  readonly progress: Progress | null;
  readonly onCancel?: () => void;
};

/** How far a run is, and a way to end it. */
export function RunProgress({ progress, onCancel }: RunProgressProps) {
  const share = progress && progress.total > 0 ? progress.done / progress.total : null;
  return (
    <Stack direction="row" role="status" sx={{ gap: 1.5, alignItems: 'center', fontSize: 13 }}>
      <LinearProgress
        aria-label="Progress of the run"
        variant={share === null ? 'indeterminate' : 'determinate'}
        value={share === null ? 0 : 100 * share}
        sx={{ flex: 1, height: 6, borderRadius: 3 }}
      />
      <Box sx={{ minWidth: 120, textAlign: 'right' }}>
        {progress ? progressWords(progress) : 'Begins …'}
      </Box>
      {onCancel && <Button onClick={onCancel}>Stop</Button>}
    </Stack>
  );
}
