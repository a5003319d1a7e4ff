import { Button, Stack } from '@mui/material';
import { useGetLoginProvidersQuery } from './session.api.ts';

type ProviderButtonsProps = {
  /** Page of this site to come to. */
  readonly next: string;
  readonly inviteToken?: string;
  readonly verb?: string;
};

/** The address that begins a sign-in; the whole page goes there. */
function signInAddress(provider: string, { next, inviteToken }: ProviderButtonsProps): string {
  const query = new URLSearchParams();
  if (next !== '/') query.set('next', next);
  if (inviteToken !== undefined) query.set('invite_token', inviteToken);
  const search = query.size > 0 ? `?${query}` : '';
  return `/login/${encodeURIComponent(provider)}${search}`;
}

/** One button for each provider that one can sign in at; nothing where there is none. */
export function ProviderButtons(props: ProviderButtonsProps) {
  const { data } = useGetLoginProvidersQuery();
  if (data === undefined || data.providers.length === 0) return null;
  return (
    <Stack spacing={1}>
      {data.providers.map(({ id, name }, index) => (
        <Button
          key={id}
          component="a"
          href={signInAddress(id, props)}
          variant={index === 0 ? 'contained' : 'outlined'}
          size="large"
        >
          {props.verb ?? 'Log in with'} {name}
        </Button>
      ))}
    </Stack>
  );
}
