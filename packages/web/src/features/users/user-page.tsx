import { Box, Button, Chip, Link as MuiLink, Skeleton, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { isApiError } from '../../api/api-error.ts';
import type { User } from '../../api/types.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { useProfile } from '../session/use-profile.ts';
import { AccountPanel } from './account-panel.tsx';
import { fullName } from './person-name.ts';
import { RightsPanel } from './rights-panel.tsx';
import { dayOf, tellSeen, tellState } from './user-words.ts';
import { useGetUserQuery } from './users.api.ts';

function Head({ user }: { readonly user: User }) {
  const acls = useProfile()?.acls ?? [];
  const managesUsers = acls.includes('Manage users');
  const name = fullName(user);
  const facts = [
    user.username,
    managesUsers ? tellState(user) : user.is_active ? '' : 'account ended',
    `here since ${dayOf(user.created_at)}`,
    managesUsers ? `last seen ${tellSeen(user)}` : '',
    user.contact_email ?? '',
    ...user.affiliations,
  ].filter((fact) => fact !== '');
  return (
    <Box>
      {managesUsers && (
        <MuiLink component={Link} to="/users" variant="body2">
          Users
        </MuiLink>
      )}
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        <Typography variant="h1" sx={{ overflowWrap: 'anywhere' }}>
          {name === '' ? user.username : name}
        </Typography>
        {user.is_bot && <Chip label="a program" variant="outlined" />}
        {!user.is_active && <Chip label="cannot log in" color="error" variant="outlined" />}
        <Box sx={{ flex: 1 }} />
        <Button component={Link} to={`/history?user=${user.id}`}>
          History
        </Button>
      </Stack>
      <Typography variant="body2" color="textSecondary" sx={{ overflowWrap: 'anywhere' }}>
        {facts.join(' · ')}
      </Typography>
      {user.bio !== null && (
        <Typography variant="body2" sx={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
          {user.bio}
        </Typography>
      )}
    </Box>
  );
}

type LinksProps = {
  readonly title: string;
  readonly empty: string;
  readonly note: string;
  readonly links: readonly { readonly to: string | null; readonly label: string }[];
};

function LinksPanel({ title, empty, note, links }: LinksProps) {
  const show = (to: string | null, label: string): ReactNode =>
    to === null ? (
      label
    ) : (
      <MuiLink component={Link} to={to}>
        {label}
      </MuiLink>
    );
  return (
    <Panel title={title}>
      {links.length === 0 ? (
        <Typography variant="body2" color="textSecondary">
          {empty}
        </Typography>
      ) : (
        <Box
          component="ul"
          sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2, rowGap: 0.5, p: 0, m: 0 }}
        >
          {links.map(({ to, label }) => (
            <Typography key={label} component="li" variant="body2" sx={{ listStyle: 'none' }}>
              {show(to, label)}
            </Typography>
          ))}
        </Box>
      )}
      <Typography variant="caption" color="textSecondary" component="p" sx={{ mt: 1 }}>
        {note}
      </Typography>
    </Panel>
  );
}

function UserShown({ user }: { readonly user: User }) {
  usePageTitle(user.username);
  const acls = useProfile()?.acls ?? [];
  const isSystemAdmin = acls.includes('System admin');
  return (
    <>
      <Head user={user} />
      {user.can_manage && <AccountPanel user={user} />}
      {user.roles !== null && acls.includes('Manage users') && <RightsPanel user={user} />}
      <LinksPanel
        title="Groups"
        empty="In no group that you see."
        note="Members are taken in and out on the page of the group. You see here the groups that you may know of."
        links={user.groups.map(({ id, name, admin }) => ({
          to: `/groups/${id}`,
          label: admin ? `${name} (admin)` : name,
        }))}
      />
      {user.streams !== null && (
        <LinksPanel
          title="Streams"
          empty="Reads no stream."
          note="Whose alerts this user reads. Streams are given and taken on the page of the stream."
          links={user.streams.map(({ id, name }) => ({
            to: isSystemAdmin ? `/streams/${id}` : null,
            label: name,
          }))}
        />
      )}
    </>
  );
}

/** One user: everyone sees the name; those who manage users, the rest. */
export function UserPage() {
  const id = Number(useParams().id);
  const { currentData, error, refetch } = useGetUserQuery(id, { refetchOnMountOrArgChange: true });
  const isGone = isApiError(error) && (error.status === 404 || error.status === 422);
  return (
    <Stack spacing={1.5} sx={{ maxWidth: 960, mx: 'auto', pt: 2 }}>
      {isGone && (
        <Notice isPage title="There is no such user">
          <Button component={Link} to="/candidates" variant="contained">
            Go to the candidates
          </Button>
        </Notice>
      )}
      {error !== undefined && !isGone && (
        <ErrorNotice what="User" error={error} onRetry={() => refetch()} />
      )}
      {currentData === undefined && error === undefined && (
        <Skeleton variant="rounded" height={240} />
      )}
      {currentData && !isGone && <UserShown key={currentData.id} user={currentData} />}
    </Stack>
  );
}
