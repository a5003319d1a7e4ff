import { Alert, Button, Stack, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { isApiError } from '../../api/api-error.ts';
import { useLogInMutation } from './session.api.ts';

function explain(error: unknown): string {
  if (isApiError(error) && error.status === 401) {
    return 'This token is not known: it may have been revoked, or a character is missing.';
  }
  return isApiError(error) ? error.message : 'Logging in failed. Try again.';
}

/** Opens a session with a token's permissions. */
export function TokenLoginForm({ isFirst }: { readonly isFirst: boolean }) {
  const [token, setToken] = useState('');
  const [logIn, { isLoading, error }] = useLogInMutation();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (token.trim() !== '') logIn(token.trim());
  };

  return (
    <Stack component="form" spacing={2} onSubmit={submit} noValidate>
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
        autoFocus={isFirst}
        required
        size="medium"
      />
      <Button
        type="submit"
        variant={isFirst ? 'contained' : 'outlined'}
        size="large"
        disabled={isLoading || token.trim() === ''}
      >
        {isLoading ? 'Checking…' : 'Log in'}
      </Button>
    </Stack>
  );
}
