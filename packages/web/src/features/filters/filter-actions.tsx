import { Button, Stack, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import type { FilterHistory } from '../../api/types.ts';
import { useAppDispatch } from '../../app/hooks.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { AccessButton } from '../access/access-button.tsx';
import { searchChanged } from '../candidates/scan-slice.ts';
import { useMyGroups } from '../session/use-profile.ts';
import { useDeleteFilterMutation, useRenameFilterMutation } from './filters.api.ts';

type RenameFormProps = { readonly filter: FilterHistory; readonly onDone: () => void };

function RenameForm({ filter, onDone }: RenameFormProps) {
  const [name, setName] = useState(filter.name);
  const [rename, { isLoading, error }] = useRenameFilterMutation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rename({ id: filter.id, name: name.trim() })
      .unwrap()
      .then(onDone, () => undefined);
  };
  return (
    <>
      <Stack component="form" direction="row" spacing={1} onSubmit={submit}>
        <TextField
          label="New name"
          autoFocus
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" variant="contained" disabled={isLoading || name.trim() === ''}>
          Rename
        </Button>
        <Button onClick={onDone}>Cancel</Button>
      </Stack>
      {error !== undefined && <ErrorNotice what="Not renamed" error={error} />}
    </>
  );
}

function DeleteQuestion({ filter, onDone }: RenameFormProps) {
  const navigate = useNavigate();
  const [remove, { isLoading, error }] = useDeleteFilterMutation();
  const confirm = () =>
    remove(filter.id)
      .unwrap()
      .then(
        () => navigate('/filters'),
        () => undefined,
      );
  return (
    <>
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center', fontSize: 13 }}>
        Its versions and its candidates go with it; what is saved stays.
        <Button onClick={onDone}>Keep</Button>
        <Button color="error" variant="contained" onClick={confirm} disabled={isLoading}>
          Really delete
        </Button>
      </Stack>
      {error !== undefined && <ErrorNotice what="Not deleted" error={error} />}
    </>
  );
}

/** To the filter's candidates; another name; away with it. */
export function FilterActions({ filter }: { readonly filter: FilterHistory }) {
  const [open, setOpen] = useState<'rename' | 'delete' | null>(null);
  const dispatch = useAppDispatch();
  const navigate = useNavigate();
  const isAdmin = useMyGroups().find(({ id }) => id === filter.group_id)?.admin ?? false;
  const close = () => setOpen(null);
  const scan = () => {
    const search = { groupIds: [filter.group_id], filterIds: [filter.id] };
    dispatch(searchChanged({ search, nowMs: Date.now() }));
    navigate('/candidates');
  };
  if (open === 'rename') return <RenameForm filter={filter} onDone={close} />;
  if (open === 'delete') return <DeleteQuestion filter={filter} onDone={close} />;
  return (
    <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
      <Button variant="outlined" onClick={scan}>
        Scan its candidates
      </Button>
      <Button onClick={() => setOpen('rename')}>Rename</Button>
      <AccessButton kind="filter" id={String(filter.id)} name={filter.name} />
      {isAdmin && (
        <Button color="error" onClick={() => setOpen('delete')}>
          Delete
        </Button>
      )}
    </Stack>
  );
}
