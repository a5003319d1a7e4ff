import { Stack, Typography } from '@mui/material';
import { type FieldCodes, fieldProblem, otherProblem } from '../../api/field-problem.ts';
import type { User } from '../../api/types.ts';
import { CheckLine } from '../../ui/check-line.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SaveRow } from '../../ui/save-row.tsx';
import { TextLine, type TextType } from '../../ui/text-line.tsx';
import { changedFields, useEdit } from '../../ui/use-edit.ts';
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

function AccountForm({ user }: { readonly user: User }) {
  const [update, { isLoading, error, isSuccess }] = useUpdateUserMutation();
  const before = read(user);
  const form = useEdit(before, (edit) =>
    update({ id: user.id, revision: user.revision, ...changedFields(edit, before) }).unwrap(),
  );
  const text = (field: (typeof FIELDS)[number], label: string, type: TextType = 'text') => (
    <TextLine
      label={label}
      type={type}
      value={form.edit[field]}
      problem={fieldProblem(error, field, CODES)}
      onChange={(value) => form.change({ [field]: value })}
    />
  );
  const rest = otherProblem(error, FIELDS, CODES);
  return (
    <Stack component="form" spacing={1.5} onSubmit={form.submit} noValidate sx={{ pt: 1 }}>
      <Stack direction="row" sx={{ flexWrap: 'wrap', columnGap: 1.5, rowGap: 2 }}>
        {text('username', 'Username')}
        {text('first_name', 'First name')}
        {text('last_name', 'Last name')}
        {text('contact_email', 'E-mail', 'email')}
        {text('expirationDate', 'Account ends (UTC)', 'date')}
      </Stack>
      <CheckLine
        label="A program, not a person"
        checked={form.edit.is_bot}
        onChange={(isBot) => form.change({ is_bot: isBot })}
      />
      <Typography variant="body2" color="textSecondary">
        Everyone here sees the name; the e-mail is seen by who manages users. When the account ends,
        its sessions and tokens end with it; what it made stays.
      </Typography>
      {rest !== undefined && <ErrorNotice what="Not saved" error={rest} />}
      <SaveRow
        verb="Save account"
        isChanged={form.isChanged}
        isComplete={form.edit.username.trim() !== ''}
        isBusy={isLoading}
        isSaved={isSuccess}
        onUndo={form.undo}
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
