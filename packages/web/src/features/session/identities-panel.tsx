import { Button, MenuItem, Paper, Skeleton, Stack, TextField, Typography } from '@mui/material';
import type { Identity } from '../../api/types.ts';
import { formatAgo, formatUtc, parseNaiveUtc } from '../../format/time.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useNow } from '../../ui/use-now.ts';
import {
  useGetIdentitiesQuery,
  useGetLoginProvidersQuery,
  useLinkIdentityMutation,
  useUnlinkIdentityMutation,
} from './session.api.ts';

function IdentityRow({ identity }: { readonly identity: Identity }) {
  const now = useNow();
  const [unlink, { isLoading, error }] = useUnlinkIdentityMutation();
  const { provider_name, label, subject, created_at, last_used_at } = identity;
  const used =
    last_used_at === null ? 'not used yet' : `used ${formatAgo(parseNaiveUtc(last_used_at), now)}`;
  return (
    <Stack component="li" sx={{ borderTop: 1, borderColor: 'divider', py: 1 }}>
      <Stack direction="row" spacing={1} sx={{ alignItems: 'center' }}>
        <Stack sx={{ flex: 1, minWidth: 0 }}>
          <Typography variant="body2" sx={{ fontWeight: 650, overflowWrap: 'anywhere' }}>
            {provider_name} · {label ?? subject}
          </Typography>
          <Typography variant="caption" color="textSecondary">
            linked {formatUtc(parseNaiveUtc(created_at)).slice(0, 10)} · {used}
          </Typography>
        </Stack>
        <ConfirmButton
          verb="Unlink"
          what={`${provider_name}, ${label ?? subject}`}
          isBusy={isLoading}
          onConfirm={() => unlink(identity.id)}
        />
      </Stack>
      {error !== undefined && <ErrorNotice what="Not unlinked" error={error} />}
    </Stack>
  );
}

function LinkButtons() {
  const { data } = useGetLoginProvidersQuery();
  const [link, { isLoading, error }] = useLinkIdentityMutation();
  const providers = data?.providers ?? [];
  const go = (provider: string) => {
    link(provider)
      .unwrap()
      .then(
        ({ location }) => window.location.assign(location),
        () => undefined,
      );
  };
  if (providers.length === 0) return null;
  return (
    <>
      {providers.length > 3 ? (
        <TextField
          select
          label="Link an account"
          value=""
          disabled={isLoading}
          onChange={(event) => go(event.target.value)}
          sx={{ minWidth: 220, mt: 1 }}
        >
          {providers.map(({ id, name }) => (
            <MenuItem key={id} value={id}>
              {name}
            </MenuItem>
          ))}
        </TextField>
      ) : (
        <Stack direction="row" sx={{ flexWrap: 'wrap', gap: 1, mt: 1 }}>
          {providers.map(({ id, name }) => (
            <Button key={id} variant="outlined" disabled={isLoading} onClick={() => go(id)}>
              Link {name}
            </Button>
          ))}
        </Stack>
      )}
      {error !== undefined && <ErrorNotice what="Not linked" error={error} />}
    </>
  );
}

/** The providers' accounts that the viewer logs in with; nothing where there are no providers. */
export function IdentitiesPanel() {
  const { data, error, refetch } = useGetIdentitiesQuery();
  const providers = useGetLoginProvidersQuery().data?.providers;
  if (providers?.length === 0 && data?.length === 0) return null;
  return (
    <Paper variant="outlined" sx={{ p: 2 }}>
      <Typography variant="h2" gutterBottom>
        Ways to log in
      </Typography>
      <Typography variant="body2" color="textSecondary" sx={{ mb: 2 }}>
        Whoever has one of these accounts logs in as you: link your own alone. Only you see them
        here.
      </Typography>
      {error !== undefined && (
        <ErrorNotice what="Ways to log in" error={error} onRetry={() => refetch()} />
      )}
      {data === undefined && error === undefined && <Skeleton height={60} />}
      <Stack component="ul" sx={{ listStyle: 'none', p: 0, m: 0 }}>
        {data?.map((identity) => (
          <IdentityRow key={identity.id} identity={identity} />
        ))}
      </Stack>
      <LinkButtons />
    </Paper>
  );
}
