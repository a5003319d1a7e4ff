import { Box, Button, FormControlLabel, Link as MuiLink, Switch, Typography } from '@mui/material';
import { useState } from 'react';
import { Link } from 'react-router';
import type { GroupDetail, GroupMember } from '../../api/types.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { nameOf } from '../users/person-name.ts';
import { type MemberFlags, useUpdateMemberMutation } from './groups.api.ts';
import { tellFlags } from './member-words.ts';
import { RemoveMemberDialog } from './remove-member-dialog.tsx';

type Flag = {
  readonly body: keyof MemberFlags;
  readonly field: 'admin' | 'can_save' | 'can_share_photometry';
  readonly label: string;
  readonly title: string;
};

const FLAGS: readonly Flag[] = [
  {
    body: 'admin',
    field: 'admin',
    label: 'Admin',
    title: 'Changes the group, its members and its streams',
  },
  { body: 'canSave', field: 'can_save', label: 'Saves', title: 'Saves sources to the group' },
  {
    body: 'canSharePhotometry',
    field: 'can_share_photometry',
    label: 'Shares photometry',
    title: "Shares the group's photometry with other groups",
  },
];

const LAST_ADMIN = 'A group keeps an admin: name another one first';

function isLastAdmin({ group, member }: MemberRowProps): boolean {
  const admins = group.users?.filter(({ admin }) => admin) ?? [];
  return member.admin && admins.length === 1 && !group.sitewide;
}

function FlagSwitches({ group, member }: MemberRowProps) {
  const [update, { isLoading, error }] = useUpdateMemberMutation();
  const isLast = isLastAdmin({ group, member });
  return (
    <>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          columnGap: 2,
          pl: 1.5,
          gridColumn: { xs: '1 / -1', md: 'auto' },
          order: { xs: 1, md: 0 },
        }}
      >
        {FLAGS.map(({ body, field, label, title }) => {
          const isFixed = field === 'admin' && isLast;
          return (
            <FormControlLabel
              key={field}
              title={isFixed ? LAST_ADMIN : title}
              sx={{ mr: 0, '& .MuiFormControlLabel-label': { fontSize: 13 } }}
              control={
                <Switch
                  size="small"
                  checked={member[field]}
                  disabled={isLoading || isFixed}
                  slotProps={{ input: { 'aria-label': `${member.username}: ${label}` } }}
                  onChange={(_event, checked) =>
                    update({ groupId: group.id, userId: member.id, [body]: checked })
                  }
                />
              }
              label={label}
            />
          );
        })}
      </Box>
      {error !== undefined && (
        <Box sx={{ gridColumn: '1 / -1', order: 2 }}>
          <ErrorNotice what="Not changed" error={error} />
        </Box>
      )}
    </>
  );
}

type MemberRowProps = {
  readonly group: GroupDetail;
  readonly member: GroupMember;
};

/** One member, with what he may do. */
export function MemberRow({ group, member }: MemberRowProps) {
  const [isAsking, setAsking] = useState(false);
  const name = nameOf(member);
  const flags = tellFlags(member);
  const isLast = isLastAdmin({ group, member });
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gridTemplateColumns: { xs: '1fr auto', md: '1fr auto auto' },
        alignItems: 'center',
        columnGap: 2,
      }}
    >
      <Typography variant="body2" component="span" sx={{ overflowWrap: 'anywhere' }}>
        <MuiLink component={Link} to={`/users/${member.id}`}>
          {name}
        </MuiLink>
        {!group.can_manage && flags !== '' && ` · ${flags}`}
        {group.can_manage && isLast && (
          <Typography component="span" variant="caption" color="textSecondary" sx={{ ml: 1 }}>
            the only admin, and so stays
          </Typography>
        )}
      </Typography>
      {group.can_manage && (
        <>
          <FlagSwitches group={group} member={member} />
          {!group.sitewide && (
            <Button
              color="error"
              disabled={isLast}
              aria-label={`Remove ${name}`}
              onClick={() => setAsking(true)}
            >
              Remove
            </Button>
          )}
        </>
      )}
      {isAsking && (
        <RemoveMemberDialog group={group} member={member} onClose={() => setAsking(false)} />
      )}
    </Box>
  );
}
