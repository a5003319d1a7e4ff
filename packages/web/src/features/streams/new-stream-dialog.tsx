import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { otherProblem } from '../../api/field-problem.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { fieldsOf, NO_STREAM } from './stream-edit.ts';
import { STREAM_CODES, STREAM_FIELDS, StreamForm } from './stream-form.tsx';
import { useCreateStreamMutation } from './streams.api.ts';

/** Makes a stream. */
export function NewStreamDialog({ onClose }: { readonly onClose: () => void }) {
  const navigate = useNavigate();
  const [edit, setEdit] = useState(NO_STREAM);
  const [create, { isLoading, error }] = useCreateStreamMutation();
  const fields = fieldsOf(edit);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (fields === null) return;
    create(fields)
      .unwrap()
      .then(
        ({ id }) => navigate(`/streams/${id}`),
        () => undefined,
      );
  };
  const rest = otherProblem(error, STREAM_FIELDS, STREAM_CODES);
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="new-stream-title">
      <form onSubmit={submit}>
        <DialogTitle id="new-stream-title" sx={{ fontSize: 15 }}>
          New stream
        </DialogTitle>
        <DialogContent>
          <StreamForm
            edit={edit}
            before={null}
            error={error}
            onChange={(change) => setEdit({ ...edit, ...change })}
          />
          {rest !== undefined && <ErrorNotice what="No stream made" error={rest} />}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="contained" disabled={isLoading || fields === null}>
            Make stream
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
