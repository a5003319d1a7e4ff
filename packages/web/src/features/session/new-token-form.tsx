import { Alert, Box, Button, Checkbox, FormControlLabel, Stack, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { MONO } from '../../app/theme.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useCreateTokenMutation } from './session.api.ts';
import { useProfile } from './use-profile.ts';

const NO_ACLS: readonly string[] = [];

/** Makes a token with some of the viewer's permissions and shows its secret once. */
export function NewTokenForm() {
  const acls = useProfile()?.acls ?? NO_ACLS;
  const [name, setName] = useState('');
  const [dropped, setDropped] = useState<readonly string[]>([]);
  const [create, { data, error, isLoading }] = useCreateTokenMutation();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    create({ name: name.trim(), acls: acls.filter((acl) => !dropped.includes(acl)) })
      .unwrap()
      .then(
        () => setName(''),
        () => undefined,
      );
  };
  const toggle = (acl: string) =>
    setDropped(dropped.includes(acl) ? dropped.filter((item) => item !== acl) : [...dropped, acl]);

  return (
    <Stack component="form" spacing={1} onSubmit={submit}>
      <Stack direction="row" spacing={1}>
        <TextField
          label="Name of the new token"
          value={name}
          onChange={(event) => setName(event.target.value)}
          sx={{ flex: 1, maxWidth: 360 }}
        />
        <Button type="submit" variant="contained" disabled={isLoading || name.trim() === ''}>
          Make token
        </Button>
      </Stack>
      <Box component="details" sx={{ fontSize: 13 }}>
        <summary>
          May do {acls.length - dropped.length} of the {acls.length} things that you may
        </summary>
        {acls.map((acl) => (
          <FormControlLabel
            key={acl}
            control={
              <Checkbox
                size="small"
                checked={!dropped.includes(acl)}
                onChange={() => toggle(acl)}
              />
            }
            label={acl}
          />
        ))}
      </Box>
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
