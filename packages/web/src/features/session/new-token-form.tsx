import { Alert, Box, Button, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { MONO } from '../../app/theme.ts';
import { toNaiveUtc } from '../../format/time.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useNow } from '../../ui/use-now.ts';
import { AclChoice } from './acl-choice.tsx';
import { useCreateTokenMutation } from './session.api.ts';
import { LIVES, type Life, lifeEnd, type Scope, scopeAcls, tellToken } from './token-choice.ts';
import { useProfile } from './use-profile.ts';

const NO_ACLS: readonly string[] = [];

/** Makes a token with some of the viewer's permissions and shows its secret once. */
export function NewTokenForm() {
  const mine = useProfile()?.acls ?? NO_ACLS;
  const now = useNow();
  const [name, setName] = useState('');
  const [scope, setScope] = useState<Scope>('some');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [life, setLife] = useState<Life>('90');
  const [create, { data, error, isLoading }] = useCreateTokenMutation();
  const acls = scopeAcls(scope, chosen);
  const end = lifeEnd(life, now);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    create({ name: name.trim(), acls, expires_at: end && toNaiveUtc(end) })
      .unwrap()
      .then(
        () => setName(''),
        () => undefined,
      );
  };

  return (
    <Stack component="form" spacing={1.5} onSubmit={submit}>
      <Stack direction={{ xs: 'column', sm: 'row' }} spacing={1}>
        <TextField
          label="Name of the new token"
          value={name}
          onChange={(event) => setName(event.target.value)}
          slotProps={{ htmlInput: { maxLength: 200 } }}
          sx={{ flex: 2 }}
        />
        <TextField
          select
          label="Ends"
          value={life}
          onChange={(event) => setLife(event.target.value as Life)}
          sx={{ flex: 1, minWidth: 140 }}
        >
          {LIVES.map(({ id, label }) => (
            <MenuItem key={id} value={id}>
              {label}
            </MenuItem>
          ))}
        </TextField>
      </Stack>
      <AclChoice
        mine={mine}
        scope={scope}
        chosen={chosen}
        onScope={setScope}
        onChosen={setChosen}
      />
      <Typography variant="body2" color="textSecondary">
        {tellToken(acls, end)}
      </Typography>
      <Button
        type="submit"
        variant="contained"
        disabled={isLoading || name.trim() === ''}
        sx={{ alignSelf: 'flex-start' }}
      >
        Make token
      </Button>
      {error !== undefined && <ErrorNotice what="No token made" error={error} />}
      {data && (
        <Alert severity="success" variant="outlined">
          Copy it now; it will not be shown again.
          <Box sx={{ fontFamily: MONO, overflowWrap: 'anywhere', mt: 0.5 }}>
            {data.token_id}
            <CopyButton text={data.token_id} label="Copy the token" />
          </Box>
        </Alert>
      )}
    </Stack>
  );
}
