import { Stack } from '@mui/material';
import { type FieldCodes, fieldProblem, otherProblem } from '../../api/field-problem.ts';
import type { Profile } from '../../api/types.ts';
import { CheckLine } from '../../ui/check-line.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SaveRow } from '../../ui/save-row.tsx';
import { TextLine } from '../../ui/text-line.tsx';
import { useEdit } from '../../ui/use-edit.ts';
import { WhoSees } from '../../ui/who-sees.tsx';
import { changedProfile, type ProfileEdit, readProfile } from './profile-edit.ts';
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
  const text = (field: (typeof FIELDS)[number], label: string, hint = '', isLong = false) => (
    <TextLine
      label={label}
      value={edit[field]}
      problem={fieldProblem(error, field, CODES)}
      hint={hint}
      isLong={isLong}
      onChange={(value) => onChange({ [field]: value })}
    />
  );
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
  const [update, { isLoading, error, isSuccess }] = useUpdateProfileMutation();
  const before = readProfile(profile);
  const form = useEdit(before, (edit) =>
    update({ revision: profile.revision, ...changedProfile(edit, before) }).unwrap(),
  );
  const rest = otherProblem(error, FIELDS, CODES);
  return (
    <Panel title="About you">
      <Stack component="form" spacing={1.5} onSubmit={form.submit} noValidate sx={{ pt: 1 }}>
        <ProfileFields edit={form.edit} error={error} onChange={form.change} />
        <CheckLine
          label="A program, not a person"
          checked={form.edit.is_bot}
          onChange={(isBot) => form.change({ is_bot: isBot })}
        />
        <WhoSees>
          Everyone with an account sees your names, affiliations and what is about you. Your e-mail
          and telephone are seen by who manages users.
        </WhoSees>
        {rest !== undefined && <ErrorNotice what="Not saved" error={rest} />}
        <SaveRow
          verb="Save profile"
          isChanged={form.isChanged}
          isComplete={form.edit.username.trim() !== ''}
          isBusy={isLoading}
          isSaved={isSuccess}
          onUndo={form.undo}
        />
      </Stack>
    </Panel>
  );
}
