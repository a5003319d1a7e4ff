import { Alert, Button, Chip, Paper, Skeleton, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import type { LoginSession } from '../../api/types.ts';
import { formatAgo, formatUtc, parseNaiveUtc } from '../../format/time.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useNow } from '../../ui/use-now.ts';
import {
  useEndOtherSessionsMutation,
  useEndSessionMutation,
  useGetSessionsQuery,
} from './session.api.ts';

const OPENED: Readonly<Record<LoginSession['kind'], string>> = {
  link: 'opened with a one-time link',
  token: 'opened with a token',
  provider: 'opened with',
  unknown: 'opened',
};

function SessionRow({ session }: { readonly session: LoginSession }) {
  const now = useNow();
  const [end, { isLoading, error }] = useEndSessionMutation();
  const { kind, opened_by, created_at, last_used_at, ip_address, browser, acls, current } = session;
  const facts = [
    `${OPENED[kind]}${kind === 'provider' ? ` ${opened_by}` : ''} ${formatUtc(parseNaiveUtc(created_at)).slice(0, 16)} UTC`,
    last_used_at === null ? null : `used ${formatAgo(parseNaiveUtc(last_used_at), now)}`,
    ip_address === null ? null : `from ${ip_address}`,
    acls === null ? null : `narrowed to ${acls.length === 0 ? 'reading' : acls.join(', ')}`,
  ].filter((fact) => fact !== null);
  return (
    <Stack component="li" sx={{ borderTop: 1, borderColor: 'divider', py: 1 }}>
      <Stack direction="row" spacing={1} sx={{ alignItems: 'center' }}>
        <Stack sx={{ flex: 1, minWidth: 0 }}>
          <Typography variant="body2" sx={{ fontWeight: 650 }}>
            {browser}
          </Typography>
          <Typography variant="caption" color="textSecondary" sx={{ overflowWrap: 'anywhere' }}>
            {facts.join(' · ')}
          </Typography>
        </Stack>
        {current ? (
          <Chip label="This one" color="primary" variant="outlined" />
        ) : (
          <ConfirmButton
            verb="Log out"
            what={`${browser}, ${formatUtc(parseNaiveUtc(created_at)).slice(0, 16)}`}
            isBusy={isLoading}
            onConfirm={() => end(session.id)}
          />
        )}
      </Stack>
      {error !== undefined && <ErrorNotice what="Not logged out" error={error} />}
    </Stack>
  );
}

// Scripts that log in afresh each time leave many.
const SHOWN_AT_FIRST = 8;

function SessionList({ sessions }: { readonly sessions: readonly LoginSession[] }) {
  const [isWhole, setWhole] = useState(false);
  // The present one is always shown.
  const first = [...sessions].sort((a, b) => Number(b.current) - Number(a.current));
  const shown = isWhole ? first : first.slice(0, SHOWN_AT_FIRST);
  return (
    <>
      <Stack component="ul" sx={{ listStyle: 'none', p: 0, m: 0 }}>
        {shown.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </Stack>
      {shown.length < sessions.length && (
        <Button onClick={() => setWhole(true)}>Show all {sessions.length}</Button>
      )}
    </>
  );
}

/** Where the viewer is logged in, with the way out. */
export function SessionsPanel() {
  const { data, error, refetch } = useGetSessionsQuery();
  const [endOthers, others] = useEndOtherSessionsMutation();
  const hasOthers = data?.some(({ current }) => !current) ?? false;
  return (
    <Paper variant="outlined" sx={{ p: 2 }}>
      <Stack
        direction="row"
        sx={{
          alignItems: 'flex-start',
          justifyContent: 'space-between',
          columnGap: 1,
          flexWrap: 'wrap',
          mb: 1,
        }}
      >
        <Typography variant="h2" gutterBottom>
          Where you are logged in
        </Typography>
        {hasOthers && (
          <ConfirmButton
            verb="Log out everywhere else"
            what=""
            isBusy={others.isLoading}
            onConfirm={() => endOthers()}
          />
        )}
      </Stack>
      <Typography variant="body2" color="textSecondary" sx={{ mb: 2 }}>
        A browser that you do not know? Log it out. Tokens stay: revoke them below. A session ends
        by itself after a week unused, and after 30 days.
      </Typography>
      {others.data && (
        <Alert severity="success" variant="outlined" sx={{ mb: 1 }}>
          {others.data.ended === 1 ? 'One session was' : `${others.data.ended} sessions were`}{' '}
          ended.
        </Alert>
      )}
      {others.error !== undefined && <ErrorNotice what="Not logged out" error={others.error} />}
      {error !== undefined && (
        <ErrorNotice what="Sessions" error={error} onRetry={() => refetch()} />
      )}
      {data === undefined && error === undefined && <Skeleton height={60} />}
      {data && <SessionList sessions={data} />}
    </Paper>
  );
}
