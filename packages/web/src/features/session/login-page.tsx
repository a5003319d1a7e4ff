import { Divider, LinearProgress, Stack, Typography } from '@mui/material';
import { useEndOpening } from '../../ui/use-end-opening.ts';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { DoorPage } from './door-page.tsx';
import { ProviderButtons } from './provider-buttons.tsx';
import { useGetLoginProvidersQuery } from './session.api.ts';
import { TokenLoginForm } from './token-login-form.tsx';

/** Where one wanted to go, to be there after a log-in at a provider. */
function wantedPage(): string {
  const { pathname, search, hash } = window.location;
  return pathname === '/login' ? '/' : `${pathname}${search}${hash}`;
}

/** Log in at a provider or with a token; the one-time link needs no page of its own. */
export function LoginPage({ wasLoggedIn }: { readonly wasLoggedIn: boolean }) {
  usePageTitle('Log in');
  useEndOpening(true);
  const { data, isLoading } = useGetLoginProvidersQuery();
  const hasProviders = data !== undefined && data.providers.length > 0;
  return (
    <DoorPage title={wasLoggedIn ? 'Your session has ended' : 'Log in'}>
      {isLoading ? (
        <LinearProgress aria-label="Loading" />
      ) : (
        <Stack spacing={2}>
          {hasProviders ? (
            <>
              <ProviderButtons next={wantedPage()} />
              <Typography variant="body2" color="textSecondary">
                {data.registration === 'open'
                  ? 'Your first time here? Log in, and you have an account.'
                  : 'Your first time here? Open the link of your invitation, or ask for one.'}
              </Typography>
              <Divider>or</Divider>
              <Typography variant="body2" color="textSecondary">
                Open a one-time link (<code>npx fritz login-link</code> prints one), or paste a
                token from your profile.
              </Typography>
            </>
          ) : (
            <Typography variant="body2" color="textSecondary">
              Open the one-time link that <code>npm start</code> printed, or a new one of{' '}
              <code>npx fritz login-link</code>. If you do not run this Fritz yourself, ask who
              does. A token from your profile works, too.
            </Typography>
          )}
          <TokenLoginForm isFirst={!hasProviders} />
        </Stack>
      )}
    </DoorPage>
  );
}
