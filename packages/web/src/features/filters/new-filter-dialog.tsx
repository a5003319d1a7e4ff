import {
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  MenuItem,
  Stack,
  TextField,
} from '@mui/material';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useGetGroupQuery } from '../groups/groups.api.ts';
import { useMyGroups } from '../session/use-profile.ts';
import { useCreateFilterMutation } from './filters.api.ts';

type PickOneProps = {
  readonly label: string;
  readonly value: number | null;
  readonly options: readonly { readonly id: number; readonly name: string }[];
  readonly emptyText: string;
  readonly onChoose: (id: number) => void;
};

function PickOne({ label, value, options, emptyText, onChoose }: PickOneProps) {
  return (
    <TextField
      select
      required
      label={label}
      value={value ?? ''}
      onChange={(event) => onChoose(Number(event.target.value))}
      helperText={options.length === 0 ? emptyText : undefined}
    >
      {options.map((option) => (
        <MenuItem key={option.id} value={option.id}>
          {option.name}
        </MenuItem>
      ))}
    </TextField>
  );
}

/** Name, group and stream of a new filter; its pipeline comes next. */
export function NewFilterDialog({ onClose }: { readonly onClose: () => void }) {
  const navigate = useNavigate();
  const groups = useMyGroups();
  const [name, setName] = useState('');
  const [groupId, setGroupId] = useState<number | null>(null);
  const [chosenStream, setStreamId] = useState<number | null>(null);
  const group = useGetGroupQuery(groupId ?? 0, { skip: groupId === null }).currentData;
  const [create, { isLoading, error }] = useCreateFilterMutation();
  const streams = group?.streams ?? [];
  // One stream leaves nothing to choose.
  const streamId = chosenStream ?? (streams.length === 1 ? (streams[0]?.id ?? null) : null);
  const isComplete = name.trim() !== '' && groupId !== null && streamId !== null;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (groupId === null || streamId === null) return;
    create({ name: name.trim(), group_id: groupId, stream_id: streamId })
      .unwrap()
      .then(
        ({ id }) => navigate(`/filters/${id}`),
        () => undefined,
      );
  };
  const chooseGroup = (id: number) => {
    setGroupId(id);
    setStreamId(null);
  };
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="xs" aria-labelledby="new-filter-title">
      <form onSubmit={submit}>
        <DialogTitle id="new-filter-title">New filter</DialogTitle>
        <DialogContent>
          <Stack spacing={2} sx={{ pt: 1 }}>
            <TextField
              label="Name"
              required
              autoFocus
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
            <PickOne
              label="Group"
              value={groupId}
              options={groups}
              emptyText="You are in no group yet"
              onChoose={chooseGroup}
            />
            <PickOne
              label="Stream"
              value={streamId}
              options={streams}
              emptyText={group ? 'This group reads no stream yet' : 'Choose a group first'}
              onChoose={setStreamId}
            />
            {error !== undefined && <ErrorNotice what="No filter made" error={error} />}
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="contained" disabled={!isComplete || isLoading}>
            Make filter
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
