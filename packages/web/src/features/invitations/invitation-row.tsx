import { Box, Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import type { Invitation } from '../../api/types.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useNow } from '../../ui/use-now.ts';
import { useProfile } from '../session/use-profile.ts';
import { nameOf } from '../users/person-name.ts';
import { tellGifts, tellInvitation } from './invitation-words.ts';
import { useSendAgainMutation, useWithdrawInvitationMutation } from './invitations.api.ts';
import { LinkShown } from './link-shown.tsx';

const TONES = { good: 'success.main', bad: 'error.main', quiet: 'text.secondary' } as const;

/** By mail where there is a mail server, and by hand. */
const WAYS: readonly (readonly [verb: string, byMail: boolean])[] = [
  ['Send again', true],
  ['New link', false],
];

type InvitationRowProps = { readonly invitation: Invitation; readonly sendsMail: boolean };

function Withdrawal({ invitation }: { readonly invitation: Invitation }) {
  const [isAsking, setAsking] = useState(false);
  const [withdraw, { isLoading, error, reset }] = useWithdrawInvitationMutation();
  const close = () => {
    reset();
    setAsking(false);
  };
  return (
    <>
      <Button
        color="error"
        aria-label={`Withdraw the invitation of ${invitation.user_email}`}
        onClick={() => setAsking(true)}
      >
        Withdraw
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={`Withdraw the invitation of ${invitation.user_email}?`}
          verb="Withdraw"
          failure="Not withdrawn"
          isBusy={isLoading}
          error={error}
          onConfirm={() =>
            withdraw(invitation.id)
              .unwrap()
              .then(close, () => undefined)
          }
          onClose={close}
        >
          <span>Its link stops working at once. To invite the person later, make a new one.</span>
        </ConfirmDialog>
      )}
    </>
  );
}

/** One invitation: to whom, to what, and how it stands. */
export function InvitationRow({ invitation, sendsMail }: InvitationRowProps) {
  const now = useNow();
  const viewerId = useProfile()?.id;
  const [sendAgain, { data, error, isLoading }] = useSendAgainMutation();
  const { user_email, invited_by } = invitation;
  const state = tellInvitation(invitation, now);
  const ways = sendsMail ? WAYS : WAYS.filter(([, byMail]) => !byMail);
  return (
    <Box component="li">
      <Box
        sx={{
          display: 'flex',
          flexDirection: { xs: 'column', sm: 'row' },
          alignItems: { sm: 'center' },
          gap: 1,
        }}
      >
        <Stack sx={{ flex: 1, minWidth: 0 }}>
          <Typography variant="body2" sx={{ overflowWrap: 'anywhere' }}>
            <b>{user_email}</b>{' '}
            <Box component="span" sx={{ color: TONES[state.tone] }}>
              {state.text}
            </Box>
          </Typography>
          <Typography variant="caption" color="textSecondary" sx={{ overflowWrap: 'anywhere' }}>
            {tellGifts(invitation)}
            {invited_by.id !== viewerId && ` · by ${nameOf(invited_by)}`}
          </Typography>
        </Stack>
        {state.isOpen && (
          <Stack direction="row" spacing={1}>
            {ways.map(([verb, byMail]) => (
              <Button
                key={verb}
                variant={byMail ? 'outlined' : 'text'}
                disabled={isLoading}
                title="The link before stops working"
                aria-label={`${verb}: ${user_email}`}
                onClick={() => sendAgain({ id: invitation.id, byMail })}
              >
                {verb}
              </Button>
            ))}
            <Withdrawal invitation={invitation} />
          </Stack>
        )}
      </Box>
      {error !== undefined && <ErrorNotice what="Not sent" error={error} />}
      {data && data.link !== null && state.isOpen && (
        <LinkShown email={user_email} link={data.link} />
      )}
    </Box>
  );
}
