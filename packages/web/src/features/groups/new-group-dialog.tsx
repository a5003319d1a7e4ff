import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { otherProblem } from '../../api/field-problem.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { GROUP_FIELD_CODES, GROUP_FIELDS, GroupForm, NO_GROUP } from './group-form.tsx';
import { useCreateGroupMutation } from './groups.api.ts';

/** Makes a group, whose first admin the viewer is. */
export function NewGroupDialog({ onClose }: { readonly onClose: () => void }) {
  const navigate = useNavigate();
  const [fields, setFields] = useState(NO_GROUP);
  const [create, { isLoading, error }] = useCreateGroupMutation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create({ ...fields, name: fields.name.trim() })
      .unwrap()
      .then(
        ({ id }) => navigate(`/groups/${id}`),
        () => undefined,
      );
  };
  const rest = otherProblem(error, GROUP_FIELDS, GROUP_FIELD_CODES);
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="new-group-title">
      <form onSubmit={submit}>
        <DialogTitle id="new-group-title" sx={{ fontSize: 15 }}>
          New group
        </DialogTitle>
        <DialogContent>
          <Stack sx={{ pt: 1 }}>
            <GroupForm
              fields={fields}
              error={error}
              autoFocus
              onChange={(change) => setFields({ ...fields, ...change })}
            />
            {rest !== undefined && <ErrorNotice what="No group made" error={rest} />}
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="contained"
            disabled={isLoading || fields.name.trim() === ''}
          >
            Make group
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
