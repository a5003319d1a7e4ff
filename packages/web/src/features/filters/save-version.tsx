import { Alert, Box, Button, Stack, TextField } from '@mui/material';
import { type RefObject, useState } from 'react';
import { isApiError } from '../../api/api-error.ts';
import { MONO } from '../../app/theme.ts';
import { RunProgress } from './runs/run-progress.tsx';
import type { Run } from './runs/use-run.ts';

type SaveVersionProps = {
  readonly run: Run<unknown>;
  readonly canSave: boolean;
  readonly changelogRef: RefObject<HTMLInputElement | null>;
  readonly onSave: (changelog: string, insist: boolean) => void;
};

function detail(error: unknown, key: 'path' | 'hint'): string | null {
  const value = isApiError(error) ? error.details[key] : undefined;
  return typeof value === 'string' && value !== '' ? value : null;
}

const DOUBTS: readonly string[] = ['passes_too_much', 'fails_too_much'];

type RefusalProps = { readonly error: unknown; readonly onInsist: () => void };

/** What the server says against a version: with the place, or the figures and a way to insist. */
function Refusal({ error, onInsist }: RefusalProps) {
  const path = detail(error, 'path');
  const isDoubt = isApiError(error) && DOUBTS.includes(error.code);
  const action = isDoubt && (
    <Button color="inherit" onClick={onInsist}>
      Save all the same
    </Button>
  );
  return (
    <Alert severity={isDoubt ? 'warning' : 'error'} variant="outlined" action={action}>
      {isApiError(error) ? error.message : 'The version was not saved.'}
      {path !== null && (
        <Box>
          at <code style={{ fontFamily: MONO }}>{path}</code>
        </Box>
      )}
    </Alert>
  );
}

/** Saves what is in the editor as a new version, after the reference night. */
export function SaveVersion({ run, canSave, changelogRef, onSave }: SaveVersionProps) {
  const [changelog, setChangelog] = useState('');
  const { state } = run;
  const isBusy = state.kind === 'running';
  return (
    <Stack spacing={1}>
      <Stack
        component="form"
        direction="row"
        sx={{ gap: 1, flexWrap: 'wrap' }}
        onSubmit={(event) => {
          event.preventDefault();
          onSave(changelog, false);
        }}
      >
        <TextField
          label="What is new"
          value={changelog}
          onChange={(event) => setChangelog(event.target.value)}
          inputRef={changelogRef}
          slotProps={{ htmlInput: { maxLength: 500 } }}
          sx={{ flex: '1 1 220px' }}
        />
        <Button type="submit" variant="contained" disabled={!canSave || isBusy}>
          {isBusy ? 'Trying it …' : 'Save as a new version'}
        </Button>
      </Stack>
      {state.kind === 'running' && <RunProgress progress={state.progress} onCancel={run.cancel} />}
      {state.kind === 'failed' && (
        <Refusal error={state.error} onInsist={() => onSave(changelog, true)} />
      )}
    </Stack>
  );
}
