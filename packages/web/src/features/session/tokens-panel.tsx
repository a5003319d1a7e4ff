import { Button, Paper, Skeleton, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import type { Token } from '../../api/types.ts';
import { formatUtc, parseNaiveUtc } from '../../format/time.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { NewTokenForm } from './new-token-form.tsx';
import { useGetTokensQuery, useRevokeTokenMutation } from './session.api.ts';

function TokenRow({ token }: { readonly token: Token }) {
  const [isAsking, setAsking] = useState(false);
  const [revoke, { isLoading, error }] = useRevokeTokenMutation();
  const name = token.name ?? 'unnamed';
  return (
    <Stack component="li" sx={{ borderTop: 1, borderColor: 'divider', py: 1 }}>
      <Stack direction="row" spacing={1} sx={{ alignItems: 'center' }}>
        <Stack sx={{ flex: 1, minWidth: 0 }}>
          <Typography variant="body2" sx={{ fontWeight: 650, overflowWrap: 'anywhere' }}>
            {name}
          </Typography>
          <Typography variant="caption" color="textSecondary">
            made {formatUtc(parseNaiveUtc(token.created_at)).slice(0, 16)} UTC ·{' '}
            {token.acls === null ? 'all of your permissions' : token.acls.join(', ')}
          </Typography>
        </Stack>
        {isAsking && <Button onClick={() => setAsking(false)}>Keep</Button>}
        <Button
          color="error"
          variant={isAsking ? 'contained' : 'outlined'}
          disabled={isLoading}
          aria-label={isAsking ? `Really revoke ${name}` : `Revoke ${name}`}
          onClick={() => (isAsking ? revoke(token.id) : setAsking(true))}
        >
          {isAsking ? 'Really revoke' : 'Revoke'}
        </Button>
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
