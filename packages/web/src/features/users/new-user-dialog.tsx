import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { type FieldCodes, fieldProblem, otherProblem } from '../../api/field-problem.ts';
import { CheckLine } from '../../ui/check-line.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { TextLine } from '../../ui/text-line.tsx';
import { GiftSummary } from '../invitations/gift-summary.tsx';
import { type Gifts, NO_GIFTS } from '../invitations/gifts.ts';
import { GroupGifts } from '../invitations/group-gifts.tsx';
import { RoleAndEnd } from '../invitations/role-and-end.tsx';
import { useGroupDetails } from '../invitations/use-group-details.ts';
import { useCreateUserMutation } from './users.api.ts';

const FIELDS = [
  'username',
  'contact_email',
  'groupIDsAndAdmin',
  'roles',
  'expirationDate',
] as const;
const CODES: FieldCodes = {
  username: ['already_exists'],
  groupIDsAndAdmin: ['cannot_enroll', 'missing_streams'],
  roles: ['rights_too_wide'],
};
const PLAIN: Readonly<Record<string, string>> = {
  username: 'Letters, digits and _ . @ - alone',
  contact_email: 'This does not look like an e-mail address.',
};

const EMPTY = { username: '', first_name: '', last_name: '', contact_email: '', is_bot: false };
type Person = typeof EMPTY;
type TextName = Exclude<keyof Person, 'is_bot'>;

const orNull = (text: string) => (text.trim() === '' ? null : text.trim());

function useNewUser(person: Person, gifts: Gifts) {
  const navigate = useNavigate();
  const [create, { isLoading, error }] = useCreateUserMutation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create({
      username: person.username.trim(),
      first_name: orNull(person.first_name),
      last_name: orNull(person.last_name),
      contact_email: orNull(person.contact_email),
      is_bot: person.is_bot,
      roles: [gifts.role],
      groupIDsAndAdmin: gifts.groups.map(({ id, admin }) => [id, admin] as const),
      expirationDate: orNull(gifts.accountEnd),
    })
      .unwrap()
      .then(
        ({ id }) => navigate(`/users/${id}`),
        () => undefined,
      );
  };
  return { submit, isLoading, error };
}

type FieldsProps = {
  readonly person: Person;
  readonly problem: (field: string) => string | null;
  readonly onChange: (part: Partial<Person>) => void;
};

function PersonFields({ person, problem, onChange }: FieldsProps) {
  const text = (field: TextName, label: string) => (
    <TextLine
      label={label}
      isRequired={field === 'username'}
      autoFocus={field === 'username'}
      value={person[field]}
      problem={problem(field)}
      onChange={(value) => onChange({ [field]: value })}
    />
  );
  return (
    <>
      <Stack direction="row" sx={{ flexWrap: 'wrap', gap: 1.5 }}>
        {text('username', 'Username')}
        {text('contact_email', 'E-mail')}
        {text('first_name', 'First name')}
        {text('last_name', 'Last name')}
      </Stack>
      <CheckLine
        label="A program, not a person"
        checked={person.is_bot}
        onChange={(isBot) => onChange({ is_bot: isBot })}
      />
    </>
  );
}

/** What the refusal says of one field. */
function problemOf(error: unknown, field: string): string | null {
  const named = fieldProblem(error, field);
  // The schema speaks of patterns.
  if (named?.includes('pattern')) return PLAIN[field] ?? named;
  return named ?? fieldProblem(error, field, CODES);
}

/** Makes an account, for a program or for somebody who is given a one-time link. */
export function NewUserDialog({ onClose }: { readonly onClose: () => void }) {
  const [person, setPerson] = useState(EMPTY);
  const [gifts, setGifts] = useState(NO_GIFTS);
  const { submit, isLoading, error } = useNewUser(person, gifts);
  const rest = otherProblem(error, FIELDS, CODES);
  const username = person.username.trim();
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="new-user-title">
      <form onSubmit={submit} noValidate>
        <DialogTitle id="new-user-title" sx={{ fontSize: 15 }}>
          Make an account
        </DialogTitle>
        <DialogContent>
          <Stack spacing={2} sx={{ pt: 1 }}>
            <PersonFields
              person={person}
              problem={(field) => problemOf(error, field)}
              onChange={(part) => setPerson({ ...person, ...part })}
            />
            <NewUserGifts
              who={username === '' ? 'the new user' : username}
              gifts={gifts}
              error={error}
              onChange={(part) => setGifts({ ...gifts, ...part })}
            />
            {rest !== undefined && <ErrorNotice what="No account made" error={rest} />}
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="contained" disabled={isLoading || username === ''}>
            Make account
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

type GiftsProps = {
  readonly who: string;
  readonly gifts: Gifts;
  readonly error: unknown;
  readonly onChange: (part: Partial<Gifts>) => void;
};

/** The role and the groups of the account, and what is seen with it. */
function NewUserGifts({ who, gifts, error, onChange }: GiftsProps) {
  const details = useGroupDetails(gifts.groups.map(({ id }) => id));
  return (
    <>
      <RoleAndEnd
        gifts={gifts}
        error={error}
        fields={{ role: 'roles', end: 'expirationDate' }}
        onChange={onChange}
      />
      <GroupGifts
        gifts={gifts.groups}
        hasSaving={false}
        problem={problemOf(error, 'groupIDsAndAdmin')}
        onChange={(groups) => onChange({ groups })}
      />
      <GiftSummary
        who={who}
        gifts={gifts}
        details={details}
        notes={[
          'Nobody can log in to it yet: whoever runs this Fritz makes a one-time link (fritz login-link). To let people in by mail, invite them.',
        ]}
      />
    </>
  );
}
