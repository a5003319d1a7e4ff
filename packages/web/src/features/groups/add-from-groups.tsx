import {
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Stack,
  Typography,
} from '@mui/material';
import { useState } from 'react';
import type { GroupDetail } from '../../api/types.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { WhoSees } from '../../ui/who-sees.tsx';
import { PickMany } from '../candidates/pick-many.tsx';
import { useMyGroups } from '../session/use-profile.ts';
import { useAddMembersOfMutation } from './groups.api.ts';
import { tellShared } from './member-words.ts';

type AddFromGroupsProps = { readonly group: GroupDetail; readonly onClose: () => void };

/** Takes the members of other groups in, all of them or none. */
export function AddFromGroupsDialog({ group, onClose }: AddFromGroupsProps) {
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [add, { data, error, isLoading }] = useAddMembersOfMutation();
  const options = useMyGroups().filter(({ id, single_user_group }) => {
    return id !== group.id && !single_user_group;
  });
  const titleId = 'add-from-groups-title';
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby={titleId}>
      <DialogTitle id={titleId} sx={{ fontSize: 15 }}>
        Add the members of other groups
      </DialogTitle>
      <DialogContent>
        <Stack spacing={2} sx={{ pt: 1 }}>
          <PickMany
            id="add-from-groups"
            label="Groups"
            allLabel="Choose groups"
            options={options}
            chosen={chosen}
            onChoose={setChosen}
          />
          <WhoSees>
            Every present member of these groups who is not in {group.name} yet will see{' '}
            {tellShared(group)}, and may save to it. Who joins them later is not added. If one of
            them may not read a stream of this group, nobody is added, and you are told who.
          </WhoSees>
          {error !== undefined && <ErrorNotice what="Nobody added" error={error} />}
          {data && (
            <Typography variant="body2" role="status">
              {data.added.length === 0
                ? 'They were all in it already.'
                : `${data.added.length} added.`}
            </Typography>
          )}
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Close</Button>
        <Button
          variant="contained"
          disabled={chosen.length === 0 || isLoading}
          onClick={() => add({ groupId: group.id, fromIds: chosen })}
        >
          Add them
        </Button>
      </DialogActions>
    </Dialog>
  );
}
