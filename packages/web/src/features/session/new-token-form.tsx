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

type NameProps = {
  readonly name: string;
  readonly life: Life;
  readonly onName: (name: string) => void;
  readonly onLife: (life: Life) => void;
};

function NameAndLife({ name, life, onName, onLife }: NameProps) {
  return (
    <Stack direction={{ xs: 'column', sm: 'row' }} spacing={1}>
      <TextField
        label="Name of the new token"
        value={name}
        onChange={(event) => onName(event.target.value)}
        slotProps={{ htmlInput: { maxLength: 200 } }}
        sx={{ flex: 2 }}
      />
      <TextField
        select
        label="Ends"
        value={life}
        onChange={(event) => onLife(event.target.value as Life)}
        sx={{ flex: 1, minWidth: 140 }}
      >
        {LIVES.map(({ id, label }) => (
          <MenuItem key={id} value={id}>
            {label}
          </MenuItem>
        ))}
      </TextField>
    </Stack>
  );
}

/** The secret, this once. */
function SecretShown({ secret }: { readonly secret: string }) {
  return (
    <Alert severity="success" variant="outlined">
      Copy it now; it will not be shown again.
      <Box sx={{ fontFamily: MONO, overflowWrap: 'anywhere', mt: 0.5 }}>
        {secret}
        <CopyButton text={secret} label="Copy the token" />
      </Box>
    </Alert>
  );
}

/** The form's state, and what is sent of it. */
function useNewToken() {
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
  return {
    ...{ name, setName, scope, setScope, chosen, setChosen, life, setLife },
    ...{ acls, end, submit, data, error, isLoading },
  };
}

/** Makes a token with some of the viewer's permissions and shows its secret once. */
export function NewTokenForm() {
  const mine = useProfile()?.acls ?? NO_ACLS;
  const form = useNewToken();
  return (
    <Stack component="form" spacing={1.5} onSubmit={form.submit}>
      <NameAndLife name={form.name} life={form.life} onName={form.setName} onLife={form.setLife} />
      <AclChoice
        mine={mine}
        scope={form.scope}
        chosen={form.chosen}
        onScope={form.setScope}
        onChosen={form.setChosen}
      />
      <Typography variant="body2" color="textSecondary">
        {tellToken(form.acls, form.end)}
      </Typography>
      <Button
        type="submit"
        variant="contained"
        disabled={form.isLoading || form.name.trim() === ''}
        sx={{ alignSelf: 'flex-start' }}
      >
        Make token
      </Button>
      {form.error !== undefined && <ErrorNotice what="No token made" error={form.error} />}
      {form.data && <SecretShown secret={form.data.token_id} />}
    </Stack>
  );
}
