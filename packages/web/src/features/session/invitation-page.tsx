import { Alert, Box, Button, LinearProgress, Stack, Typography } from '@mui/material';
import { type ReactNode, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { describeError, isApiError } from '../../api/api-error.ts';
import type { InvitationPreview, Profile } from '../../api/types.ts';
import { formatUtc, parseNaiveUtc } from '../../format/time.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { describeRole } from './acl-words.ts';
import { DoorPage } from './door-page.tsx';
import { ProviderButtons } from './provider-buttons.tsx';
import {
  useAcceptInvitationMutation,
  useGetLoginProvidersQuery,
  useGetProfileQuery,
  usePreviewInvitationQuery,
} from './session.api.ts';

const day = (time: string) => formatUtc(parseNaiveUtc(time)).slice(0, 10);

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <Box>
      <Typography component="dt" variant="caption" color="textSecondary">
        {name}
      </Typography>
      <Typography component="dd" variant="body2" sx={{ m: 0, overflowWrap: 'anywhere' }}>
        {children}
      </Typography>
    </Box>
  );
}

/** What one gets, and who will see what. */
function Terms({ invitation }: { readonly invitation: InvitationPreview }) {
  const { invited_by, role, groups, streams, expires_at, user_expires_at } = invitation;
  return (
    <>
      <Typography variant="body2">
        <b>{invited_by}</b> invites you to this Fritz, where astronomers scan alerts and follow up
        sources together.
      </Typography>
      <Stack component="dl" spacing={1} sx={{ m: 0 }}>
        <Fact name={groups.length === 1 ? 'Group' : 'Groups'}>{groups.join(', ') || 'none'}</Fact>
        <Fact name="Alerts that you will read">
          {streams.length > 0 ? streams.join(', ') : 'those that everyone here reads'}
        </Fact>
        <Fact name="You will be">
          {role}: you may {describeRole(role)}
        </Fact>
        {user_expires_at !== null && <Fact name="Until">{day(user_expires_at)}</Fact>}
      </Stack>
      <Typography variant="body2" color="textSecondary">
        Everyone here will see your name. The members of these groups will see what you do in them,
        and you what they do. The invitation works once, until {day(expires_at)}.
      </Typography>
    </>
  );
}

/** For who has an account: one more place, not one more account. */
function Acceptance({ token, profile }: { readonly token: string; readonly profile: Profile }) {
  const [accept, { isLoading, isSuccess, error }] = useAcceptInvitationMutation();
  if (isSuccess) {
    return (
      <>
        <Alert severity="success" variant="outlined">
          You are in.
        </Alert>
        <Button component={Link} to="/candidates" variant="contained" size="large">
          Go to the candidates
        </Button>
      </>
    );
  }
  return (
    <>
      {error !== undefined && <ErrorNotice what="Not accepted" error={error} />}
      <Button variant="contained" size="large" disabled={isLoading} onClick={() => accept(token)}>
        Accept as {profile.username}
      </Button>
      <Button component={Link} to="/candidates">
        Not now
      </Button>
    </>
  );
}

function WaysIn({ token, inviter }: { readonly token: string; readonly inviter: string }) {
  const { data } = useGetLoginProvidersQuery();
  if (data?.providers.length === 0) {
    return (
      <Alert severity="info" variant="outlined">
        This Fritz has no provider to log in at yet. Ask {inviter} for a one-time link; with it open
        in this browser, come back to this page.
      </Alert>
    );
  }
  return (
    <>
      <ProviderButtons next="/" inviteToken={token} verb="Accept with" />
      <Typography variant="body2" color="textSecondary">
        You confirm there who you are; Fritz gets your name and e-mail address, and no password. If
        you have an account here, take the one that you log in with.
      </Typography>
    </>
  );
}

function Unusable({ error }: { readonly error: unknown }) {
  const isOver = isApiError(error) && error.code === 'invitation_unusable';
  return (
    <>
      <Alert severity={isOver ? 'warning' : 'error'} variant="outlined">
        {describeError(error)}
      </Alert>
      {isOver && (
        <Typography variant="body2" color="textSecondary">
          If you accepted it before, you have an account already.
        </Typography>
      )}
      <Button component={Link} to="/" variant="outlined" size="large">
        Log in
      </Button>
    </>
  );
}

/** Who invites to what, and how to accept. */
export function InvitationPage() {
  usePageTitle('Invitation');
  const [search] = useSearchParams();
  // Kept as it was when the page was opened: what comes of it does not change the page.
  const [token] = useState(() => search.get('token') ?? '');
  const { data, error, isLoading } = usePreviewInvitationQuery(token);
  const profile = useGetProfileQuery();
  const isWaiting = isLoading || profile.isLoading;
  return (
    <DoorPage title={error === undefined ? 'You are invited' : 'This invitation cannot be used'}>
      {isWaiting && <LinearProgress aria-label="Loading" />}
      {!isWaiting && error !== undefined && <Unusable error={error} />}
      {!isWaiting && data && (
        <>
          <Terms invitation={data} />
          {profile.data ? (
            <Acceptance token={token} profile={profile.data} />
          ) : (
            <WaysIn token={token} inviter={data.invited_by} />
          )}
        </>
      )}
    </DoorPage>
  );
}
