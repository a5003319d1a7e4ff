import { Button, Stack, Typography } from '@mui/material';

type SaveRowProps = {
  readonly verb: string;
  /** Whether there is something to save. */
  readonly isChanged: boolean;
  /** Whether what was typed can be saved at all. */
  readonly isComplete?: boolean;
  readonly isBusy: boolean;
  /** Whether the last save succeeded. */
  readonly isSaved: boolean;
  readonly onUndo: () => void;
};

/** The end of a form that changes something: save, undo, and that it is saved. */
export function SaveRow(props: SaveRowProps) {
  const { verb, isChanged, isComplete = true, isBusy, isSaved, onUndo } = props;
  return (
    <Stack direction="row" spacing={1} sx={{ alignItems: 'center' }}>
      <Button type="submit" variant="contained" disabled={isBusy || !isChanged || !isComplete}>
        {verb}
      </Button>
      {isChanged && <Button onClick={onUndo}>Undo</Button>}
      {isSaved && !isChanged && (
        <Typography variant="caption" color="textSecondary" role="status">
          Saved
        </Typography>
      )}
    </Stack>
  );
}
