import { Box, Button, Chip, Paper, Skeleton, Stack, Typography } from '@mui/material';
import { Link } from 'react-router';
import type { GroupLists, GroupMember } from '../../api/types.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { GroupAdditions } from './group-additions.tsx';
import { useGetGroupQuery } from './groups.api.ts';
import { nameOf } from './use-known-people.ts';

function describeMember(member: GroupMember): string {
  const roles = [member.admin ? 'admin' : '', member.can_save ? '' : 'may not save'];
  const notes = roles.filter((role) => role !== '').join(', ');
  return notes === '' ? nameOf(member) : `${nameOf(member)} · ${notes}`;
}

type GroupPanelProps = { readonly group: GroupLists['user_groups'][number] };

/** One group: its streams and members. */
export function GroupPanel({ group }: GroupPanelProps) {
  const { data, error, refetch } = useGetGroupQuery(group.id);
  return (
    <Paper variant="outlined" component="section" sx={{ p: 2 }}>
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center', mb: 1 }}>
        <Typography variant="h2">{group.name}</Typography>
        {group.nickname !== null && (
          <Typography variant="caption" color="textSecondary">
            {group.nickname}
          </Typography>
        )}
        {data?.streams.map((stream) => (
          <Chip key={stream.id} label={stream.name} variant="outlined" />
        ))}
        {data?.can_manage && (
          <Button component={Link} to={`/history?group=${group.id}`} sx={{ ml: 'auto' }}>
            History
          </Button>
        )}
      </Stack>
      {group.description !== null && <Typography variant="body2">{group.description}</Typography>}
      {error !== undefined && (
        <ErrorNotice what="Members" error={error} onRetry={() => refetch()} />
      )}
      {data === undefined && error === undefined && <Skeleton width={240} />}
      <Box
        component="ul"
        aria-label={`Members of ${group.name}`}
        sx={{
          listStyle: 'none',
          p: 0,
          m: 0,
          display: 'grid',
          gridTemplateColumns: 'repeat(auto-fill, minmax(240px, 1fr))',
          gap: 0.5,
          fontSize: 13,
        }}
      >
        {data?.users?.map((member) => (
          <li key={member.id}>{describeMember(member)}</li>
        ))}
      </Box>
      {data?.can_manage && <GroupAdditions group={data} />}
    </Paper>
  );
}
