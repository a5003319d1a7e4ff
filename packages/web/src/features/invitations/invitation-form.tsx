import {
  Alert,
  Button,
  Checkbox,
  FormControlLabel,
  MenuItem,
  Stack,
  TextField,
} from '@mui/material';
import { type FormEvent, useState } from 'react';
import { type FieldCodes, fieldProblem, otherProblem } from '../../api/field-problem.ts';
import { formatUtc, toNaiveUtc } from '../../format/time.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useNow } from '../../ui/use-now.ts';
import { GiftSummary } from './gift-summary.tsx';
import { type Gifts, NO_GIFTS, streamsOfGroups } from './gifts.ts';
import { GroupGifts } from './group-gifts.tsx';
import { useInviteMutation } from './invitations.api.ts';
import { LinkShown } from './link-shown.tsx';
import { RoleAndEnd } from './role-and-end.tsx';
import { StreamGifts } from './stream-gifts.tsx';
import { useGroupDetails } from './use-group-details.ts';

const DAY_MS = 86_400_000;
const LIVES: readonly (readonly [days: number, label: string])[] = [
  [2, '2 days'],
  [7, '1 week'],
  [14, '2 weeks'],
  [60, '2 months'],
];
const FIELDS = ['userEmail', 'groupIDs', 'role', 'userExpirationDate'] as const;
const CODES: FieldCodes = {
  userEmail: ['already_exists'],
  groupIDs: ['cannot_enroll', 'missing_streams'],
  role: ['rights_too_wide'],
};

function notesOf(end: string, byMail: boolean): readonly string[] {
  return [
    'The names of all who have an account here, and of groups that are not private. They see the new name.',
    byMail
      ? `The mail has a link that works once, until ${end}, for whoever opens it.`
      : `You get a link to pass on. It works once, until ${end}, for whoever opens it.`,
  ];
}

/** The form's state, and what is sent of it. */
function useInvitationForm(byMail: boolean) {
  const now = useNow();
  const [email, setEmail] = useState('');
  const [days, setDays] = useState(14);
  const [gifts, setGifts] = useState(NO_GIFTS);
  const details = useGroupDetails(gifts.groups.map(({ id }) => id));
  const [invite, { data, error, isLoading, originalArgs, reset }] = useInviteMutation();
  const end = new Date(now.getTime() + days * DAY_MS);
  // Until the groups have come it is not known what they bring along.
  const isComplete = email.trim() !== '' && details.length === gifts.groups.length;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isComplete || isLoading) return;
    const brought = [...streamsOfGroups(details).keys()];
    invite({
      userEmail: email.trim(),
      role: gifts.role,
      groupIDs: gifts.groups.map(({ id }) => id),
      groupAdmin: gifts.groups.map(({ admin }) => admin),
      canSave: gifts.groups.map(({ canSave }) => canSave),
      streamIDs: [...new Set([...gifts.streamIds, ...brought])],
      expires_at: toNaiveUtc(end),
      userExpirationDate: gifts.accountEnd === '' ? null : gifts.accountEnd,
      sendEmail: byMail,
    })
      .unwrap()
      .then(
        () => setEmail(''),
        () => undefined,
      );
  };
  const change = (part: Partial<Gifts>) => setGifts({ ...gifts, ...part });
  const sent = data && originalArgs && { ...data, email: originalArgs.userEmail };
  return {
    ...{ email, setEmail, days, setDays, gifts, change, details, end },
    ...{ submit, isComplete, sent, error, isLoading, reset },
  };
}

/** Invites somebody by e-mail, and says what he will see before he is. */
export function InvitationForm({ sendsMail }: { readonly sendsMail: boolean }) {
  const [wantsMail, setWantsMail] = useState(true);
  const byMail = sendsMail && wantsMail;
  const form = useInvitationForm(byMail);
  const { email, gifts, details, sent, error, change } = form;
  const problem = (field: string) => fieldProblem(error, field, CODES);
  const rest = otherProblem(error, FIELDS, CODES);
  const emailProblem =
    problem('userEmail') === null ? null : 'This does not look like an e-mail address.';
  const setEmail = (text: string) => {
    if (error !== undefined || sent) form.reset();
    form.setEmail(text);
  };
  return (
    <Stack component="form" noValidate spacing={2} onSubmit={form.submit} sx={{ pt: 1 }}>
      <Stack direction={{ xs: 'column', sm: 'row' }} spacing={1.5}>
        <TextField
          type="email"
          label="E-mail"
          required
          value={email}
          error={emailProblem !== null}
          helperText={emailProblem}
          onChange={(event) => setEmail(event.target.value)}
          sx={{ flex: 2 }}
        />
        <TextField
          select
          label="Can be accepted for"
          value={form.days}
          onChange={(event) => form.setDays(Number(event.target.value))}
          sx={{ flex: 1, minWidth: 160 }}
        >
          {LIVES.map(([days, label]) => (
            <MenuItem key={days} value={days}>
              {label}
            </MenuItem>
          ))}
        </TextField>
      </Stack>
      <RoleAndEnd
        gifts={gifts}
        error={error}
        fields={{ role: 'role', end: 'userExpirationDate' }}
        onChange={change}
      />
      <GroupGifts
        gifts={gifts.groups}
        hasSaving
        problem={problem('groupIDs')}
        onChange={(groups) => change({ groups })}
      />
      <StreamGifts
        gifts={gifts}
        details={details}
        onChange={(streamIds) => change({ streamIds })}
      />
      {sendsMail && (
        <FormControlLabel
          sx={{ ml: '-9px !important' }}
          control={
            <Checkbox
              size="small"
              checked={wantsMail}
              onChange={(_event, wants) => setWantsMail(wants)}
            />
          }
          label="Send it by mail"
        />
      )}
      <GiftSummary
        who={email.trim() === '' ? 'the invited' : email.trim()}
        gifts={gifts}
        details={details}
        notes={notesOf(`${formatUtc(form.end).slice(0, 10)} (UTC)`, byMail)}
      />
      {rest !== undefined && <ErrorNotice what="Not invited" error={rest} />}
      <Button
        type="submit"
        variant="contained"
        disabled={form.isLoading || !form.isComplete}
        sx={{ alignSelf: 'flex-start' }}
      >
        {byMail ? 'Send invitation' : 'Make invitation link'}
      </Button>
      {sent && sent.link !== null && <LinkShown email={sent.email} link={sent.link} />}
      {sent && sent.link === null && (
        <Alert severity="success" variant="outlined">
          The invitation to {sent.email} is on its way: its state stands below.
        </Alert>
      )}
    </Stack>
  );
}
