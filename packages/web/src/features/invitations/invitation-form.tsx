import { Alert, Button, MenuItem, Stack, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { type FieldCodes, fieldProblem, otherProblem } from '../../api/field-problem.ts';
import { formatUtc, toNaiveUtc } from '../../format/time.ts';
import { CheckLine } from '../../ui/check-line.tsx';
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

type AddressProps = {
  readonly email: string;
  readonly days: number;
  readonly hasProblem: boolean;
  readonly onEmail: (email: string) => void;
  readonly onDays: (days: number) => void;
};

/** To whom, and how long he has to accept. */
function AddressAndLife({ email, days, hasProblem, onEmail, onDays }: AddressProps) {
  return (
    <Stack direction={{ xs: 'column', sm: 'row' }} spacing={1.5}>
      <TextField
        type="email"
        label="E-mail"
        required
        value={email}
        error={hasProblem}
        helperText={hasProblem ? 'This does not look like an e-mail address.' : null}
        onChange={(event) => onEmail(event.target.value)}
        sx={{ flex: 2 }}
      />
      <TextField
        select
        label="Can be accepted for"
        value={days}
        onChange={(event) => onDays(Number(event.target.value))}
        sx={{ flex: 1, minWidth: 160 }}
      >
        {LIVES.map(([choice, label]) => (
          <MenuItem key={choice} value={choice}>
            {label}
          </MenuItem>
        ))}
      </TextField>
    </Stack>
  );
}

type GiftFieldsProps = {
  readonly gifts: Gifts;
  readonly details: ReturnType<typeof useGroupDetails>;
  readonly error: unknown;
  readonly onChange: (part: Partial<Gifts>) => void;
};

/** What the invited gets: his role, his groups and his streams. */
function GiftFields({ gifts, details, error, onChange }: GiftFieldsProps) {
  return (
    <>
      <RoleAndEnd
        gifts={gifts}
        error={error}
        fields={{ role: 'role', end: 'userExpirationDate' }}
        onChange={onChange}
      />
      <GroupGifts
        gifts={gifts.groups}
        hasSaving
        problem={fieldProblem(error, 'groupIDs', CODES)}
        onChange={(groups) => onChange({ groups })}
      />
      <StreamGifts
        gifts={gifts}
        details={details}
        onChange={(streamIds) => onChange({ streamIds })}
      />
    </>
  );
}

/** What became of the invitation: a link to pass on, or a mail on its way. */
function Sent({ email, link }: { readonly email: string; readonly link: string | null }) {
  if (link !== null) return <LinkShown email={email} link={link} />;
  return (
    <Alert severity="success" variant="outlined">
      The invitation to {email} is on its way: its state stands below.
    </Alert>
  );
}

/** Invites somebody by e-mail, and says what he will see before he is. */
export function InvitationForm({ sendsMail }: { readonly sendsMail: boolean }) {
  const [wantsMail, setWantsMail] = useState(true);
  const byMail = sendsMail && wantsMail;
  const form = useInvitationForm(byMail);
  const { email, gifts, details, sent, error } = form;
  const rest = otherProblem(error, FIELDS, CODES);
  const setEmail = (text: string) => {
    if (error !== undefined || sent) form.reset();
    form.setEmail(text);
  };
  return (
    <Stack component="form" noValidate spacing={2} onSubmit={form.submit} sx={{ pt: 1 }}>
      <AddressAndLife
        email={email}
        days={form.days}
        hasProblem={fieldProblem(error, 'userEmail', CODES) !== null}
        onEmail={setEmail}
        onDays={form.setDays}
      />
      <GiftFields gifts={gifts} details={details} error={error} onChange={form.change} />
      {sendsMail && (
        <CheckLine label="Send it by mail" checked={wantsMail} onChange={setWantsMail} />
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
      {sent && <Sent email={sent.email} link={sent.link} />}
    </Stack>
  );
}
