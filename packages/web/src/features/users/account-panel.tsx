import { Checkbox, FormControlLabel, Stack, TextField, Typography } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { type FieldCodes, fieldProblem, otherProblem } from '../../api/field-problem.ts';
import type { User } from '../../api/types.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SaveRow } from '../../ui/save-row.tsx';
import { AccountEnd } from './account-end.tsx';
import { dayOf } from './user-words.ts';
import { useUpdateUserMutation } from './users.api.ts';

const CODES: FieldCodes = { username: ['already_exists'] };
const FIELDS = ['username', 'first_name', 'last_name', 'contact_email', 'expirationDate'] as const;

type Edit = {
  readonly username: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly contact_email: string;
  readonly is_bot: boolean;
  readonly expirationDate: string;
};

function read(user: User): Edit {
  return {
    username: user.username,
    first_name: user.first_name ?? '',
    last_name: user.last_name ?? '',
    contact_email: user.contact_email ?? '',
    is_bot: user.is_bot,
    expirationDate: user.expiration_date === null ? '' : dayOf(user.expiration_date),
  };
}

/** What was changed, as the API takes it: an emptied field is null. */
function changesOf(edit: Edit, before: Edit) {
  return Object.fromEntries(
    Object.entries(edit).flatMap(([name, value]) => {
      const old: unknown = Reflect.get(before, name);
      if (value === old) return [];
      return [[name, typeof value === 'string' && value.trim() === '' ? null : value]];
    }),
  );
}

function AccountForm({ user }: { readonly user: User }) {
  const [edited, setEdited] = useState<Partial<Edit>>({});
  const [update, { isLoading, error, isSuccess }] = useUpdateUserMutation();
  const before = read(user);
  const edit = { ...before, ...edited };
  const changes = changesOf(edit, before);
  const isChanged = Object.keys(changes).length > 0;
  const text = (field: keyof Edit & (typeof FIELDS)[number], label: string, type = 'text') => (
    <TextField
      label={label}
      type={type}
      value={edit[field]}
      error={fieldProblem(error, field, CODES) !== null}
      helperText={fieldProblem(error, field, CODES)}
      onChange={(event) => setEdited({ ...edited, [field]: event.target.value })}
      slotProps={type === 'date' ? { inputLabel: { shrink: true } } : {}}
      sx={{ flex: '1 1 200px' }}
    />
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update({ id: user.id, revision: user.revision, ...changes })
      .unwrap()
      .then(
        () => setEdited({}),
        () => undefined,
      );
  };
  const rest = otherProblem(error, FIELDS, CODES);
  return (
    <Stack component="form" spacing={1.5} onSubmit={submit} noValidate sx={{ pt: 1 }}>
      <Stack direction="row" sx={{ flexWrap: 'wrap', columnGap: 1.5, rowGap: 2 }}>
        {text('username', 'Username')}
        {text('first_name', 'First name')}
        {text('last_name', 'Last name')}
        {text('contact_email', 'E-mail', 'email')}
        {text('expirationDate', 'Account ends (UTC)', 'date')}
      </Stack>
      <FormControlLabel
        sx={{ ml: '-9px !important' }}
        control={
          <Checkbox
            size="small"
            checked={edit.is_bot}
            onChange={(_event, isBot) => setEdited({ ...edited, is_bot: isBot })}
          />
        }
        label="A program, not a person"
      />
      <Typography variant="body2" color="textSecondary">
        Everyone here sees the name; the e-mail is seen by who manages users. When the account ends,
        its sessions and tokens end with it; what it made stays.
      </Typography>
      {rest !== undefined && <ErrorNotice what="Not saved" error={rest} />}
      <SaveRow
        verb="Save account"
        isChanged={isChanged}
        isComplete={edit.username.trim() !== ''}
        isBusy={isLoading}
        isSaved={isSuccess}
        onUndo={() => setEdited({})}
      />
    </Stack>
  );
}

/** Names, e-mail and end of an account, and whether it can be used. */
export function AccountPanel({ user }: { readonly user: User }) {
  return (
    <Panel title="Account" action={<AccountEnd user={user} />}>
      <AccountForm user={user} />
    </Panel>
  );
}
