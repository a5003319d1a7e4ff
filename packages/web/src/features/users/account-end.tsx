import { Button, Stack } from '@mui/material';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { User } from '../../api/types.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useProfile } from '../session/use-profile.ts';
import { useDeleteUserMutation, useUpdateUserMutation } from './users.api.ts';

type EndDialogProps = { readonly user: User; readonly onClose: () => void };

function ActivityDialog({ user, onClose }: EndDialogProps) {
  const isOff = user.deactivated_at !== null;
  const isSelf = useProfile()?.id === user.id;
  const [update, { isLoading, error }] = useUpdateUserMutation();
  const name = user.username;
  const confirm = () =>
    update({ id: user.id, deactivated: !isOff })
      .unwrap()
      .then(onClose, () => undefined);
  return (
    <ConfirmDialog
      title={isOff ? `Activate ${name} again?` : `Deactivate ${isSelf ? 'yourself' : name}?`}
      verb={isOff ? 'Activate' : 'Deactivate'}
      failure="Not done"
      isBusy={isLoading}
      error={error}
      onConfirm={confirm}
      onClose={onClose}
    >
      {isOff ? (
        <span>
          {name} can log in again, and sees and may do what the roles, groups and streams of the
          account give. Tokens must be made anew.
        </span>
      ) : (
        <>
          <span>
            {isSelf ? 'You are' : `${name} is`} logged out everywhere at once, and{' '}
            {isSelf ? 'your' : 'all'} tokens end for good.
          </span>
          <span>
            All that the account made stays, and so do its groups and roles: they are there when it
            is activated again.
          </span>
        </>
      )}
    </ConfirmDialog>
  );
}

function DeleteDialog({ user, onClose }: EndDialogProps) {
  const navigate = useNavigate();
  const [remove, { isLoading, error }] = useDeleteUserMutation();
  const confirm = () => {
    remove(user.id)
      .unwrap()
      .then(
        () => navigate('/users', { replace: true }),
        () => undefined,
      );
  };
  return (
    <ConfirmDialog
      title={`Delete ${user.username} for good?`}
      verb="Delete"
      failure="Not deleted"
      isBusy={isLoading}
      error={error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <span>
        Only an account that made nothing can be deleted; others are deactivated. This cannot be
        undone.
      </span>
    </ConfirmDialog>
  );
}

/** Ends an account, or begins it again. */
export function AccountEnd({ user }: { readonly user: User }) {
  const [open, setOpen] = useState<'activity' | 'deletion' | null>(null);
  const close = () => setOpen(null);
  const isOff = user.deactivated_at !== null;
  return (
    <Stack direction="row" spacing={1}>
      <Button
        color={isOff ? 'primary' : 'error'}
        variant="outlined"
        onClick={() => setOpen('activity')}
      >
        {isOff ? 'Activate' : 'Deactivate'}
      </Button>
      <Button color="error" onClick={() => setOpen('deletion')}>
        Delete
      </Button>
      {open === 'activity' && <ActivityDialog user={user} onClose={close} />}
      {open === 'deletion' && <DeleteDialog user={user} onClose={close} />}
    </Stack>
  );
}
