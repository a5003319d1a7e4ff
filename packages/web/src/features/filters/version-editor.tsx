import { Alert, Box, Button, Stack } from '@mui/material';
import { useId, useState } from 'react';
import { isApiError } from '../../api/api-error.ts';
import { MONO } from '../../app/theme.ts';
import { useAddVersionMutation } from './filters.api.ts';
import { PipelineEditor } from './pipeline-editor.tsx';
import { checkPipelineText, tidyPipelineText } from './pipeline-text.ts';

type VersionEditorProps = {
  readonly filterId: number;
  readonly initialText: string;
  readonly onSaved: () => void;
};

function detail(error: unknown, key: 'path' | 'hint'): string | null {
  const value = isApiError(error) ? error.details[key] : undefined;
  if (Array.isArray(value)) return value.join('.');
  return typeof value === 'string' && value !== '' ? value : null;
}

/** What the server says against a pipeline, with the place and what may help. */
function ServerRefusal({ error }: { readonly error: unknown }) {
  const path = detail(error, 'path');
  const hint = detail(error, 'hint');
  return (
    <Alert severity="error" variant="outlined">
      {isApiError(error) ? error.message : 'The version was not saved.'}
      {path !== null && (
        <Box>
          at <code style={{ fontFamily: MONO }}>{path}</code>
        </Box>
      )}
      {hint !== null && <Box>{hint}</Box>}
    </Alert>
  );
}

/** Edits a pipeline and saves it as a new version; old versions never change. */
export function VersionEditor({ filterId, initialText, onSaved }: VersionEditorProps) {
  const [text, setText] = useState(initialText);
  const [addVersion, { isLoading, error, reset }] = useAddVersionMutation();
  const messageId = useId();
  const problem = text.trim() === '' ? null : checkPipelineText(text);
  const canSave = text.trim() !== '' && text !== initialText && problem === null;

  const edit = (next: string) => {
    setText(next);
    if (error !== undefined) reset();
  };
  const save = () =>
    addVersion({ id: filterId, pipeline: text })
      .unwrap()
      .then(onSaved, () => undefined);

  return (
    <Stack spacing={1} sx={{ minWidth: 0 }}>
      <PipelineEditor
        value={text}
        onChange={edit}
        badLine={problem?.line ?? null}
        describedBy={messageId}
      />
      <Box id={messageId} role="status" sx={{ minHeight: 20, fontSize: 13, color: 'error.main' }}>
        {problem &&
          (problem.line === null
            ? problem.message
            : `Line ${problem.line}, column ${problem.column}: ${problem.message}`)}
      </Box>
      {error !== undefined && <ServerRefusal error={error} />}
      <Stack direction="row" spacing={1}>
        <Button variant="contained" onClick={save} disabled={!canSave || isLoading}>
          {isLoading ? 'Saving…' : 'Save as a new version'}
        </Button>
        <Button onClick={() => edit(tidyPipelineText(text))} disabled={problem !== null}>
          Tidy
        </Button>
        <Button onClick={() => edit(initialText)} disabled={text === initialText}>
          Discard
        </Button>
      </Stack>
    </Stack>
  );
}
