import { Box, Button, Chip, Link as MuiLink, Skeleton, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { isApiError } from '../../api/api-error.ts';
import type { GroupDetail } from '../../api/types.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { useProfile } from '../session/use-profile.ts';
import { useOwnRequest } from './admission.api.ts';
import { GroupExport } from './group-export.tsx';
import { GroupSettingsPanel } from './group-settings-panel.tsx';
import { GroupStreamsPanel } from './group-streams-panel.tsx';
import { useGetGroupQuery } from './groups.api.ts';
import { JoinButton } from './join-button.tsx';
import { MembersPanel } from './members-panel.tsx';
import { RemoveMemberDialog } from './remove-member-dialog.tsx';
import { RequestsPanel } from './requests-panel.tsx';

// Somebody else may change it while one looks at it.
const LOOK_AGAIN_MS = 30_000;

function Standing({ group }: { readonly group: GroupDetail }) {
  const navigate = useNavigate();
  const profile = useProfile();
  const [isLeaving, setLeaving] = useState(false);
  const request = useOwnRequest(group.id);
  const isAsking = group.can_request || request?.status === 'pending';
  return (
    <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
      {group.can_manage && (
        <Button component={Link} to={`/history?group=${group.id}`}>
          History
        </Button>
      )}
      {group.is_member && <GroupExport groupId={group.id} />}
      {isAsking && <JoinButton group={group} />}
      {group.can_leave && (
        <Button color="error" variant="outlined" onClick={() => setLeaving(true)}>
          Leave
        </Button>
      )}
      {isLeaving && profile && (
        <RemoveMemberDialog
          group={group}
          member={profile}
          onClose={() => setLeaving(false)}
          onDone={() => navigate('/groups')}
        />
      )}
    </Stack>
  );
}

/** Why one who is not in it can do nothing here. */
function whyNoDoor(group: GroupDetail): string | null {
  if (group.is_member || group.can_request || group.pending_request_id !== null) return null;
  if (group.sitewide || group.single_user_group) return null;
  return 'You cannot ask to join: the group reads a stream that you may not read. A System admin can give it to you.';
}

function Head({ group }: { readonly group: GroupDetail }) {
  const notes = [
    group.sitewide ? 'everyone is in it' : '',
    group.private ? 'private' : '',
    group.auto_accept_requests && !group.private ? 'takes in who asks' : '',
    group.is_member || group.sitewide ? '' : 'you are not in it',
  ].filter((note) => note !== '');
  const why = whyNoDoor(group);
  return (
    <Box>
      <MuiLink component={Link} to="/groups" variant="body2">
        Groups
      </MuiLink>
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        <Typography variant="h1" sx={{ overflowWrap: 'anywhere' }}>
          {group.name}
        </Typography>
        {notes.map((note) => (
          <Chip key={note} label={note} variant="outlined" />
        ))}
        <Box sx={{ flex: 1 }} />
        <Standing group={group} />
      </Stack>
      {group.description !== null && (
        <Typography variant="body2" sx={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
          {group.description}
        </Typography>
      )}
      {why !== null && (
        <Typography variant="body2" color="textSecondary">
          {why}
        </Typography>
      )}
    </Box>
  );
}

function FiltersPanel({ group }: { readonly group: GroupDetail }) {
  if (!group.is_member) return null;
  return (
    <Panel
      title="Filters"
      action={
        <Button component={Link} to="/filters">
          All filters
        </Button>
      }
    >
      {group.filters.length === 0 ? (
        <Typography variant="body2" color="textSecondary">
          It has no filter yet.
        </Typography>
      ) : (
        <Stack direction="row" sx={{ flexWrap: 'wrap', columnGap: 2, rowGap: 0.5, fontSize: 13 }}>
          {group.filters.map(({ id, name }) => (
            <MuiLink key={id} component={Link} to={`/filters/${id}`}>
              {name}
            </MuiLink>
          ))}
        </Stack>
      )}
    </Panel>
  );
}

function GroupShown({ group }: { readonly group: GroupDetail }) {
  usePageTitle(group.name);
  return (
    <>
      <Head group={group} />
      <RequestsPanel group={group} />
      <MembersPanel group={group} />
      <GroupStreamsPanel group={group} />
      <FiltersPanel group={group} />
      {group.can_manage && <GroupSettingsPanel group={group} />}
    </>
  );
}

/** One group: who is in it, what it reads, and what its admins change. */
export function GroupPage() {
  const id = Number(useParams().id);
  const { currentData, error, refetch } = useGetGroupQuery(id, {
    refetchOnMountOrArgChange: true,
    pollingInterval: LOOK_AGAIN_MS,
    skipPollingIfUnfocused: true,
  });
  const isGone = isApiError(error) && (error.status === 404 || error.status === 422);
  // What one may not see any more is not shown any more.
  const group = isGone ? undefined : currentData;
  return (
    <Stack spacing={1.5} sx={{ maxWidth: 960, mx: 'auto', pt: 2 }}>
      {isGone && (
        <Notice
          isPage
          title="There is no such group"
          detail="Or it is private and you are not in it (any more)."
        >
          <Button component={Link} to="/groups" variant="contained">
            Go to the groups
          </Button>
        </Notice>
      )}
      {error !== undefined && !isGone && (
        <ErrorNotice what="Group" error={error} onRetry={() => refetch()} />
      )}
      {currentData === undefined && error === undefined && (
        <Skeleton variant="rounded" height={240} />
      )}
      {group && <GroupShown key={group.id} group={group} />}
    </Stack>
  );
}
