import {
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControlLabel,
  Stack,
  TextField,
} from '@mui/material';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { type FieldCodes, fieldProblem, otherProblem } from '../../api/field-problem.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
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

/** Makes an account, for a program or for somebody who is given a one-time link. */
export function NewUserDialog({ onClose }: { readonly onClose: () => void }) {
  const [person, setPerson] = useState(EMPTY);
  const [gifts, setGifts] = useState(NO_GIFTS);
  const details = useGroupDetails(gifts.groups.map(({ id }) => id));
  const { submit, isLoading, error } = useNewUser(person, gifts);
  const rest = otherProblem(error, FIELDS, CODES);
  const problem = (field: string) => {
    const named = fieldProblem(error, field);
    // The schema speaks of patterns.
    if (named?.includes('pattern')) return PLAIN[field] ?? named;
    return named ?? fieldProblem(error, field, CODES);
  };
  const text = (
    field: 'username' | 'first_name' | 'last_name' | 'contact_email',
    label: string,
  ) => (
    <TextField
      label={label}
      required={field === 'username'}
      autoFocus={field === 'username'}
      value={person[field]}
      error={problem(field) !== null}
      helperText={problem(field)}
      onChange={(event) => setPerson({ ...person, [field]: event.target.value })}
      sx={{ flex: '1 1 200px' }}
    />
  );
  const change = (part: Partial<Gifts>) => setGifts({ ...gifts, ...part });
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="new-user-title">
      <form onSubmit={submit} noValidate>
        <DialogTitle id="new-user-title" sx={{ fontSize: 15 }}>
          Make an account
        </DialogTitle>
        <DialogContent>
          <Stack spacing={2} sx={{ pt: 1 }}>
            <Stack direction="row" sx={{ flexWrap: 'wrap', gap: 1.5 }}>
              {text('username', 'Username')}
              {text('contact_email', 'E-mail')}
              {text('first_name', 'First name')}
              {text('last_name', 'Last name')}
            </Stack>
            <FormControlLabel
              sx={{ ml: '-9px !important' }}
              control={
                <Checkbox
                  size="small"
                  checked={person.is_bot}
                  onChange={(_event, isBot) => setPerson({ ...person, is_bot: isBot })}
                />
              }
              label="A program, not a person"
            />
            <RoleAndEnd
              gifts={gifts}
              error={error}
              fields={{ role: 'roles', end: 'expirationDate' }}
              onChange={change}
            />
            <GroupGifts
              gifts={gifts.groups}
              hasSaving={false}
              problem={problem('groupIDsAndAdmin')}
              onChange={(groups) => change({ groups })}
            />
            <GiftSummary
              who={person.username.trim() === '' ? 'the new user' : person.username.trim()}
              gifts={gifts}
              details={details}
              notes={[
                'Nobody can log in to it yet: whoever runs this Fritz makes a one-time link (fritz login-link). To let people in by mail, invite them.',
              ]}
            />
            {rest !== undefined && <ErrorNotice what="No account made" error={rest} />}
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="contained"
            disabled={isLoading || person.username.trim() === ''}
          >
            Make account
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
