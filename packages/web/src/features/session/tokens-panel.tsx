import { Paper, Skeleton, Stack, Typography } from '@mui/material';
import type { Token } from '../../api/types.ts';
import { formatAgo, formatUtc, parseNaiveUtc } from '../../format/time.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useNow } from '../../ui/use-now.ts';
import { NewTokenForm } from './new-token-form.tsx';
import { useGetTokensQuery, useRevokeTokenMutation } from './session.api.ts';

const day = (time: string) => formatUtc(parseNaiveUtc(time)).slice(0, 10);

function scopeOf(acls: readonly string[] | null): string {
  if (acls === null) return 'all of your permissions';
  return acls.length === 0 ? 'reading alone' : acls.join(', ');
}

function endOf(expiresAt: string | null, now: Date): string {
  if (expiresAt === null) return 'never ends';
  return `${parseNaiveUtc(expiresAt) <= now ? 'ended' : 'ends'} ${day(expiresAt)}`;
}

function TokenRow({ token }: { readonly token: Token }) {
  const now = useNow();
  const [revoke, { isLoading, error }] = useRevokeTokenMutation();
  const name = token.name ?? 'unnamed';
  const { acls, created_at, expires_at, last_used_at } = token;
  const facts = [
    scopeOf(acls),
    `made ${day(created_at)}`,
    last_used_at === null ? 'never used' : `used ${formatAgo(parseNaiveUtc(last_used_at), now)}`,
    endOf(expires_at, now),
  ];
  return (
    <Stack component="li" sx={{ borderTop: 1, borderColor: 'divider', py: 1 }}>
      <Stack direction="row" spacing={1} sx={{ alignItems: 'center' }}>
        <Stack sx={{ flex: 1, minWidth: 0 }}>
          <Typography variant="body2" sx={{ fontWeight: 650, overflowWrap: 'anywhere' }}>
            {name}
          </Typography>
          <Typography variant="caption" color="textSecondary">
            {facts.join(' · ')}
          </Typography>
        </Stack>
        <ConfirmButton
          verb="Revoke"
          what={name}
          isBusy={isLoading}
          onConfirm={() => revoke(token.id)}
        />
      </Stack>
      {error !== undefined && <ErrorNotice what="Not revoked" error={error} />}
    </Stack>
  );
}

/** The viewer's tokens: make, copy once, revoke. */
export function TokensPanel() {
  const { data, error, refetch } = useGetTokensQuery();
  return (
    <Paper variant="outlined" sx={{ p: 2 }}>
      <Typography variant="h2" gutterBottom>
        Tokens
      </Typography>
      <Typography variant="body2" color="textSecondary" sx={{ mb: 2 }}>
        A token lets a script act as you. It is shown once, when it is made.
      </Typography>
      <NewTokenForm />
      {error !== undefined && <ErrorNotice what="Tokens" error={error} onRetry={() => refetch()} />}
      {data === undefined && error === undefined && <Skeleton height={60} />}
      {data?.length === 0 && (
        <Typography variant="body2" sx={{ mt: 2 }}>
          No tokens yet: name one above.
        </Typography>
      )}
      <Stack component="ul" sx={{ listStyle: 'none', p: 0, m: 0, mt: 2 }}>
        {data?.map((token) => (
          <TokenRow key={token.id} token={token} />
        ))}
      </Stack>
    </Paper>
  );
}
