import { Button, Skeleton, Stack, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import type { Group, GroupLists } from '../../api/types.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel, RowList } from '../../ui/panel.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { useMyGroups, useProfile } from '../session/use-profile.ts';
import { useWaitingRequests } from './admission.api.ts';
import { GroupRow } from './group-row.tsx';
import { useGetGroupsQuery } from './groups.api.ts';
import { JoinButton } from './join-button.tsx';
import { NewGroupDialog } from './new-group-dialog.tsx';
import { CountPill, tellWaiting } from './waiting-count.tsx';

function matches(group: Group, search: string): boolean {
  const text = `${group.name} ${group.nickname ?? ''} ${group.description ?? ''}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function MyGroups({ groups }: { readonly groups: readonly Group[] }) {
  const admins = new Set(
    useMyGroups()
      .filter(({ admin }) => admin)
      .map(({ id }) => id),
  );
  const waiting = useWaitingRequests();
  return (
    <RowList label="My groups">
      {groups.map((group) => {
        const count = waiting.filter(({ group_id }) => group_id === group.id).length;
        const notes = [
          group.sitewide ? 'everyone' : '',
          group.private ? 'private' : '',
          admins.has(group.id) ? 'you are admin' : '',
        ];
        return (
          <GroupRow
            key={group.id}
            group={group}
            hasCounts
            notes={notes.filter((note) => note !== '')}
            pill={<CountPill count={count} label={tellWaiting(count)} />}
          />
        );
      })}
    </RowList>
  );
}

function OtherGroups({ groups }: { readonly groups: readonly Group[] }) {
  const waiting = useWaitingRequests();
  return (
    <RowList label="Other groups">
      {groups.map((group) => {
        const count = waiting.filter(({ group_id }) => group_id === group.id).length;
        return (
          <GroupRow
            key={group.id}
            group={group}
            hasCounts={false}
            notes={group.private ? ['private'] : []}
            pill={<CountPill count={count} label={tellWaiting(count)} />}
            action={group.sitewide ? undefined : <JoinButton group={group} />}
          />
        );
      })}
    </RowList>
  );
}

function GroupsFound({ lists, search }: { readonly lists: GroupLists; readonly search: string }) {
  const mine = lists.user_groups.filter((group) => !group.single_user_group);
  const myIds = new Set(mine.map(({ id }) => id));
  const others = lists.all_groups.filter(({ id, single_user_group }) => {
    return !(myIds.has(id) || single_user_group);
  });
  const [myHits, otherHits] = [mine, others].map((groups) =>
    groups.filter((group) => matches(group, search)),
  );
  if (search !== '' && myHits?.length === 0 && otherHits?.length === 0) {
    return (
      <Notice
        title="No such group"
        detail="Private groups are seen by their members alone: ask an admin of the group to add you."
      />
    );
  }
  return (
    <>
      {mine.length === 0 && others.length > 0 && (
        <Typography variant="body2">
          You are in no group yet: ask to join one of these, make one, or ask the admin of a group
          to add you.
        </Typography>
      )}
      {mine.length === 0 && others.length === 0 && (
        <Notice
          title="You are in no group yet"
          detail="Make one, or ask the admin of a group to add you."
        />
      )}
      {myHits && myHits.length > 0 && (
        <Panel title="My groups">
          <MyGroups groups={myHits} />
        </Panel>
      )}
      {otherHits && otherHits.length > 0 && (
        <Panel title="Other groups">
          <Typography variant="body2" color="textSecondary">
            Who asks to join is seen by the group's admins. You can join where you may read every
            stream that the group reads.
          </Typography>
          <OtherGroups groups={otherHits} />
        </Panel>
      )}
    </>
  );
}

/** All groups that the viewer knows of: his own, and those that he can ask to join. */
export function GroupsPage() {
  usePageTitle('Groups');
  const { data, error, refetch } = useGetGroupsQuery(undefined, {
    refetchOnMountOrArgChange: true,
  });
  const [search, setSearch] = useState('');
  const [isNewOpen, setNewOpen] = useState(false);
  const mayMake = useProfile()?.acls.includes('Upload data') ?? false;
  return (
    <Stack spacing={1.5} sx={{ maxWidth: 960, mx: 'auto', pt: 2 }}>
      <Stack direction="row" sx={{ flexWrap: 'wrap', gap: 1, alignItems: 'center' }}>
        <Typography variant="h1" sx={{ flex: 1 }}>
          Groups
        </Typography>
        <TextField
          type="search"
          label="Find a group"
          sx={{ flex: { xs: '1 1 100%', sm: 'none' }, order: { xs: 1, sm: 0 } }}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        {mayMake && (
          <Button variant="contained" onClick={() => setNewOpen(true)}>
            New group
          </Button>
        )}
      </Stack>
      {error !== undefined && <ErrorNotice what="Groups" error={error} onRetry={() => refetch()} />}
      {data === undefined && error === undefined && <Skeleton variant="rounded" height={160} />}
      {data && <GroupsFound lists={data} search={search.trim()} />}
      {isNewOpen && <NewGroupDialog onClose={() => setNewOpen(false)} />}
    </Stack>
  );
}
