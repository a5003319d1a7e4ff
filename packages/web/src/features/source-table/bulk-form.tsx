import { Box, Button, MenuItem, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import type { GroupRef } from '../../api/types.ts';
import { ClassifyForm } from '../classifications/classify-form.tsx';
import { GroupsPicker, idsOf } from '../groups/groups-picker.tsx';
import { useGetTagOptionsQuery } from '../tags/tags.api.ts';
import type { BulkAction } from './bulk-actions.ts';

export type BulkKind = BulkAction['kind'];

type FormProps = { readonly onSubmit: (action: BulkAction) => void };

function GroupsForm({ kind, onSubmit }: FormProps & { readonly kind: 'save' | 'unsave' }) {
  const [groups, setGroups] = useState<readonly GroupRef[]>([]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (groups.length > 0) onSubmit({ kind, groupIds: idsOf(groups) });
  };
  return (
    <Box
      component="form"
      onSubmit={submit}
      sx={{ display: 'flex', gap: 1, pt: 1, flexWrap: 'wrap' }}
    >
      <GroupsPicker label="Groups" placeholder="choose" chosen={groups} onChoose={setGroups} />
      <Button
        type="submit"
        variant="contained"
        color={kind === 'unsave' ? 'error' : 'primary'}
        disabled={groups.length === 0}
      >
        {kind === 'save' ? 'Save' : 'Remove'}
      </Button>
    </Box>
  );
}

function TagForm({ onSubmit }: FormProps) {
  const { data } = useGetTagOptionsQuery();
  const [optionId, setOptionId] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (optionId !== '') onSubmit({ kind: 'tag', optionId: Number(optionId) });
  };
  return (
    <Box component="form" onSubmit={submit} sx={{ display: 'flex', gap: 1, pt: 1 }}>
      <TextField
        select
        label="Tag"
        value={optionId}
        helperText={data?.length === 0 ? 'No tag was made yet.' : undefined}
        onChange={(event) => setOptionId(event.target.value)}
        sx={{ flex: 1 }}
      >
        {(data ?? []).map(({ id, name }) => (
          <MenuItem key={id} value={String(id)}>
            {name}
          </MenuItem>
        ))}
      </TextField>
      <Button type="submit" variant="contained" disabled={optionId === ''}>
        Tag
      </Button>
    </Box>
  );
}

function ListForm({ onSubmit }: FormProps) {
  const [listName, setListName] = useState('favorites');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit({ kind: 'list', listName: listName.trim() });
  };
  return (
    <Box component="form" onSubmit={submit} sx={{ display: 'flex', gap: 1, pt: 1 }}>
      <TextField
        label="List of mine"
        value={listName}
        helperText="favorites, watchlist, or a name of your own"
        onChange={(event) => setListName(event.target.value)}
        sx={{ flex: 1 }}
      />
      <Button
        type="submit"
        variant="contained"
        disabled={!/^\w/.test(listName.trim())}
        sx={{ height: 38 }}
      >
        Add
      </Button>
    </Box>
  );
}

/** What is asked before many objects are changed. */
export function BulkForm({ kind, onSubmit }: FormProps & { readonly kind: BulkKind }) {
  if (kind === 'tag') return <TagForm onSubmit={onSubmit} />;
  if (kind === 'list') return <ListForm onSubmit={onSubmit} />;
  if (kind === 'classify') {
    return (
      <ClassifyForm
        objId="the chosen sources"
        onSubmit={async ({ obj_id: _obj, ...said }) => onSubmit({ kind: 'classify', said })}
      />
    );
  }
  return <GroupsForm kind={kind} onSubmit={onSubmit} />;
}
