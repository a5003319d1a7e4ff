import { Alert, Box, Button, Paper, Stack, TextField, Typography } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { isApiError } from '../../api/api-error.ts';
import { BrandMark } from '../../ui/brand-mark.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { useLogInMutation } from './session.api.ts';

function explain(error: unknown): string {
  if (isApiError(error) && error.status === 401) {
    return 'This token is not known: it may have been revoked, or a character is missing.';
  }
  return isApiError(error) ? error.message : 'Logging in failed. Try again.';
}

/** Log in with a token; the one-time link needs no page of its own. */
export function LoginPage({ wasLoggedIn }: { readonly wasLoggedIn: boolean }) {
  usePageTitle('Log in');
  const [token, setToken] = useState('');
  const [logIn, { isLoading, error }] = useLogInMutation();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (token.trim() !== '') logIn(token.trim());
  };

  return (
    <Box component="main" sx={{ display: 'grid', placeItems: 'center', minHeight: '100vh', p: 2 }}>
      <Paper variant="outlined" sx={{ width: '100%', maxWidth: 400, p: 3 }}>
        <Stack component="form" spacing={2} onSubmit={submit} noValidate>
          <BrandMark />
          <Typography variant="h1">{wasLoggedIn ? 'Your session has ended' : 'Log in'}</Typography>
          <Typography variant="body2" color="textSecondary">
            Open the one-time link that <code>npm start</code> printed, or paste a token from your
            profile.
          </Typography>
          {error !== undefined && (
            <Alert severity="error" variant="outlined">
              {explain(error)}
            </Alert>
          )}
          <TextField
            label="Token"
            name="token"
            type="password"
            autoComplete="current-password"
            value={token}
            onChange={(event) => setToken(event.target.value)}
            autoFocus
            required
            size="medium"
          />
          <Button
            type="submit"
            variant="contained"
            size="large"
            disabled={isLoading || token.trim() === ''}
          >
            {isLoading ? 'Checking…' : 'Log in'}
          </Button>
        </Stack>
      </Paper>
    </Box>
  );
}
