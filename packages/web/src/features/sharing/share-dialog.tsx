import {
  Alert,
  Autocomplete,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Stack,
  TextField,
} from '@mui/material';
import { useId, useState } from 'react';
import type { Group, PhotometryPoint } from '../../api/types.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { WhoSees } from '../../ui/who-sees.tsx';
import { useGetGroupsQuery } from '../groups/groups.api.ts';
import { tellSharing } from './sharable.ts';
import { useSharePhotometryMutation } from './sharing.api.ts';

const NO_GROUPS: readonly Group[] = [];

function GroupChoice(props: {
  readonly chosen: readonly Group[];
  readonly onChoose: (groups: readonly Group[]) => void;
}) {
  const { chosen, onChoose } = props;
  const { data, error } = useGetGroupsQuery();
  const groups = data?.all_groups.filter((group) => !group.single_user_group) ?? NO_GROUPS;
  return (
    <Autocomplete
      multiple
      options={groups}
      value={[...chosen]}
      autoHighlight
      getOptionLabel={({ name }) => name}
      getOptionKey={({ id }) => id}
      isOptionEqualToValue={(option, value) => option.id === value.id}
      noOptionsText="No such group"
      onChange={(_event, picked) => onChoose(picked)}
      renderInput={(params) => (
        <TextField
          {...params}
          label="Share with"
          error={error !== undefined}
          helperText={error && 'The groups could not be fetched.'}
        />
      )}
      size="small"
    />
  );
}

type ShareDialogProps = {
  readonly objId: string;
  readonly points: readonly PhotometryPoint[];
  readonly onClose: () => void;
};

/** Shares an object's points with groups, after it has said who will see them. */
export function ShareDialog({ objId, points, onClose }: ShareDialogProps) {
  const [chosen, setChosen] = useState<readonly Group[]>([]);
  const [share, { data, error, isLoading, reset }] = useSharePhotometryMutation();
  const titleId = useId();
  const choose = (groups: readonly Group[]) => {
    reset();
    setChosen(groups);
  };
  const submit = () =>
    share({ groupIds: chosen.map(({ id }) => id), pointIds: points.flatMap(({ id }) => id ?? []) });
  const what = points.length === 1 ? 'a point' : `${points.length} points`;
  return (
    <Dialog
      open
      onClose={onClose}
      fullWidth
      maxWidth="sm"
      aria-labelledby={titleId}
      // Keys of the page behind it are not meant for it.
      onKeyDown={(event) => event.stopPropagation()}
    >
      <DialogTitle id={titleId} sx={{ fontSize: 15 }}>
        Share {what} of {objId}
      </DialogTitle>
      <DialogContent>
        <Stack spacing={2} sx={{ pt: 1 }}>
          <GroupChoice chosen={chosen} onChoose={choose} />
          <WhoSees>
            {tellSharing(chosen, points.length).map((text) => (
              <p key={text}>{text}</p>
            ))}
          </WhoSees>
          {error !== undefined && <ErrorNotice what="Not shared" error={error} />}
          {data && (
            <Alert severity="success" variant="outlined">
              {data.shared === 0
                ? 'They all were shared so already.'
                : `Shared: ${data.shared} of ${points.length}.`}
            </Alert>
          )}
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Close</Button>
        <Button
          variant="contained"
          disabled={chosen.length === 0 || isLoading || data !== undefined}
          onClick={submit}
        >
          Share
        </Button>
      </DialogActions>
    </Dialog>
  );
}
