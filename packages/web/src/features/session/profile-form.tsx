import { Checkbox, FormControlLabel, Stack, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { type FieldCodes, fieldProblem, otherProblem } from '../../api/field-problem.ts';
import type { Profile } from '../../api/types.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SaveRow } from '../../ui/save-row.tsx';
import { WhoSees } from '../../ui/who-sees.tsx';
import { changedFields, type ProfileEdit, readProfile } from './profile-edit.ts';
import { useUpdateProfileMutation } from './session.api.ts';

const CODES: FieldCodes = { username: ['already_exists'] };
const FIELDS = [
  'username',
  'first_name',
  'last_name',
  'contact_email',
  'contact_phone',
  'affiliations',
  'bio',
] as const;

type FieldsProps = {
  readonly edit: ProfileEdit;
  readonly error: unknown;
  readonly onChange: (change: Partial<ProfileEdit>) => void;
};

function ProfileFields({ edit, error, onChange }: FieldsProps) {
  const text = (field: (typeof FIELDS)[number], label: string, hint = '', isLong = false) => {
    const problem = fieldProblem(error, field, CODES);
    return (
      <TextField
        label={label}
        value={edit[field]}
        multiline={isLong}
        error={problem !== null}
        helperText={problem ?? hint}
        onChange={(event) => onChange({ [field]: event.target.value })}
        sx={{ flex: isLong ? '1 1 100%' : '1 1 220px' }}
      />
    );
  };
  return (
    <Stack direction="row" sx={{ flexWrap: 'wrap', columnGap: 1.5, rowGap: 2 }}>
      {text('first_name', 'First name')}
      {text('last_name', 'Last name')}
      {text('username', 'Username', 'Letters, digits and _ . @ -')}
      {text('contact_email', 'E-mail')}
      {text('contact_phone', 'Telephone', 'With its country: +1 626 395 6811')}
      {text('affiliations', 'Affiliations', 'One a line', true)}
      {text('bio', 'About me', '', true)}
    </Stack>
  );
}

/** What others know of the viewer, for himself to change. */
export function ProfileForm({ profile }: { readonly profile: Profile }) {
  const [edited, setEdited] = useState<Partial<ProfileEdit>>({});
  const [update, { isLoading, error, isSuccess }] = useUpdateProfileMutation();
  const before = readProfile(profile);
  const edit = { ...before, ...edited };
  const changes = changedFields(edit, before);
  const isChanged = Object.keys(changes).length > 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update({ revision: profile.revision, ...changes })
      .unwrap()
      .then(
        () => setEdited({}),
        () => undefined,
      );
  };
  const rest = otherProblem(error, FIELDS, CODES);
  return (
    <Panel title="About you">
      <Stack component="form" spacing={1.5} onSubmit={submit} noValidate sx={{ pt: 1 }}>
        <ProfileFields
          edit={edit}
          error={error}
          onChange={(change) => setEdited({ ...edited, ...change })}
        />
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
        <WhoSees>
          Everyone with an account sees your names, affiliations and what is about you. Your e-mail
          and telephone are seen by who manages users.
        </WhoSees>
        {rest !== undefined && <ErrorNotice what="Not saved" error={rest} />}
        <SaveRow
          verb="Save profile"
          isChanged={isChanged}
          isComplete={edit.username.trim() !== ''}
          isBusy={isLoading}
          isSaved={isSuccess}
          onUndo={() => setEdited({})}
        />
      </Stack>
    </Panel>
  );
}
