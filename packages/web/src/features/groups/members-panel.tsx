import { Button, Stack, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import type { GroupDetail, GroupMember } from '../../api/types.ts';
import { Panel, RowList } from '../../ui/panel.tsx';
import { matchesPerson } from '../users/person-name.ts';
import { AddFromGroupsDialog } from './add-from-groups.tsx';
import { AddMember } from './add-member.tsx';
import { MemberRow } from './member-row.tsx';

/** From so many on there is a search. */
const MANY = 12;

const NOBODY: readonly GroupMember[] = [];

/** Who is in a group and what each may do there. */
export function MembersPanel({ group }: { readonly group: GroupDetail }) {
  const [search, setSearch] = useState('');
  const [isCopyOpen, setCopyOpen] = useState(false);
  const members = group.users ?? NOBODY;
  const found = members.filter((member) => matchesPerson(member, search.trim()));
  // The group of all users takes everyone in by itself.
  const canAdd = group.can_manage && !group.sitewide;
  return (
    <Panel
      title={`Members (${members.length})`}
      action={
        canAdd && (
          <Button variant="outlined" onClick={() => setCopyOpen(true)}>
            Add from other groups
          </Button>
        )
      }
    >
      <Stack spacing={1.5}>
        {canAdd && <AddMember group={group} />}
        {members.length > MANY && (
          <TextField
            type="search"
            label="Find a member"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        )}
        {found.length === 0 && (
          <Typography variant="body2" color="textSecondary">
            {members.length === 0 ? 'Nobody whom you may know of.' : 'No member has such a name.'}
          </Typography>
        )}
        <RowList label={`Members of ${group.name}`}>
          {found.map((member) => (
            <MemberRow key={member.id} group={group} member={member} />
          ))}
        </RowList>
      </Stack>
      {isCopyOpen && <AddFromGroupsDialog group={group} onClose={() => setCopyOpen(false)} />}
    </Panel>
  );
}
