import { Box, Button, Skeleton, Stack, TextField, Typography } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { GroupPanel } from './group-panel.tsx';
import { useCreateGroupMutation, useGetGroupsQuery } from './groups.api.ts';

function NewGroupForm() {
  const [name, setName] = useState('');
  const [create, { isLoading, error }] = useCreateGroupMutation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create({ name: name.trim() })
      .unwrap()
      .then(
        () => setName(''),
        () => undefined,
      );
  };
  return (
    <Box component="form" onSubmit={submit}>
      <Stack direction="row" spacing={1}>
        <TextField
          label="New group"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" variant="outlined" disabled={isLoading || name.trim() === ''}>
          Make group
        </Button>
      </Stack>
      {error !== undefined && <ErrorNotice what="No group made" error={error} />}
    </Box>
  );
}

/** The viewer's groups with their members. */
export function GroupsPage() {
  usePageTitle('Groups');
  const { data, error, refetch } = useGetGroupsQuery();
  const groups = data?.user_groups.filter((group) => !group.single_user_group) ?? [];
  return (
    <Stack spacing={1.5} sx={{ maxWidth: 960, mx: 'auto', pt: 2 }}>
      <Stack direction="row" sx={{ flexWrap: 'wrap', gap: 1, justifyContent: 'space-between' }}>
        <Typography variant="h1">Groups</Typography>
        <NewGroupForm />
      </Stack>
      {error !== undefined && <ErrorNotice what="Groups" error={error} onRetry={() => refetch()} />}
      {data === undefined && error === undefined && <Skeleton variant="rounded" height={160} />}
      {data && groups.length === 0 && (
        <Notice
          title="You are in no group yet"
          detail="Make one above, or ask the admin of a group to add you."
        />
      )}
      {groups.map((group) => (
        <GroupPanel key={group.id} group={group} />
      ))}
    </Stack>
  );
}
