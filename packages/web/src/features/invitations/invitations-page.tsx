import {
  Box,
  Checkbox,
  FormControlLabel,
  Pagination,
  Skeleton,
  Stack,
  TextField,
  Typography,
} from '@mui/material';
import { useDeferredValue, useState } from 'react';
import type { InvitationList } from '../../api/types.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Panel, RowList } from '../../ui/panel.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { AdminPage } from '../users/admin-tabs.tsx';
import { InvitationForm } from './invitation-form.tsx';
import { InvitationRow } from './invitation-row.tsx';
import { INVITATIONS_PER_PAGE, useGetInvitationsQuery } from './invitations.api.ts';

// What is being sent is sent, or not, within seconds.
const SENDING_POLL_MS = 2000;

function isSending(list: InvitationList | undefined): boolean {
  return list?.invitations.some(({ mail_status }) => mail_status === 'sending') ?? false;
}

function useInvitations(email: string, includeUsed: boolean, pageNumber: number) {
  const [pollingInterval, setPolling] = useState(0);
  const result = useGetInvitationsQuery(
    { email, includeUsed, pageNumber },
    { refetchOnMountOrArgChange: true, pollingInterval },
  );
  const wanted = isSending(result.data) ? SENDING_POLL_MS : 0;
  if (wanted !== pollingInterval) setPolling(wanted);
  return result;
}

function Invitations() {
  const [email, setEmail] = useState('');
  const [includeUsed, setIncludeUsed] = useState(false);
  const [pageNumber, setPageNumber] = useState(1);
  const search = useDeferredValue(email.trim());
  const { data, error, refetch } = useInvitations(search, includeUsed, pageNumber);
  const pageCount = Math.ceil((data?.totalMatches ?? 0) / INVITATIONS_PER_PAGE);
  return (
    <Panel title="Invitations">
      <Stack direction="row" sx={{ flexWrap: 'wrap', gap: 1, alignItems: 'center' }}>
        <TextField
          type="search"
          label="Find an e-mail"
          value={email}
          onChange={(event) => {
            setEmail(event.target.value);
            setPageNumber(1);
          }}
        />
        <FormControlLabel
          control={
            <Checkbox
              size="small"
              checked={includeUsed}
              onChange={(_event, isOn) => {
                setIncludeUsed(isOn);
                setPageNumber(1);
              }}
            />
          }
          label="accepted and withdrawn ones, too"
        />
      </Stack>
      {error !== undefined && (
        <ErrorNotice what="Invitations" error={error} onRetry={() => refetch()} />
      )}
      {data === undefined && error === undefined && <Skeleton height={120} />}
      {data?.invitations.length === 0 && (
        <Typography variant="body2" color="textSecondary" sx={{ mt: 1 }}>
          {search === '' ? 'No invitation waits for its answer.' : 'No invitation to such a one.'}
        </Typography>
      )}
      <RowList label="Invitations">
        {data?.invitations.map((invitation) => (
          <InvitationRow key={invitation.id} invitation={invitation} sendsMail={data.sends_mail} />
        ))}
      </RowList>
      {pageCount > 1 && (
        <Box sx={{ display: 'flex', justifyContent: 'center' }}>
          <Pagination
            count={pageCount}
            page={pageNumber}
            onChange={(_event, page) => setPageNumber(page)}
          />
        </Box>
      )}
    </Panel>
  );
}

/** Whether this Fritz sends mail; as long as it is not known, it does not. */
function useSendsMail(): boolean {
  const search = { email: '', includeUsed: false, pageNumber: 1 };
  return useGetInvitationsQuery(search).data?.sends_mail ?? false;
}

/** Who is invited to what, and inviting. */
export function InvitationsPage() {
  usePageTitle('Invitations');
  return (
    <AdminPage path="/invitations">
      <InvitationParts />
    </AdminPage>
  );
}

function InvitationParts() {
  const sendsMail = useSendsMail();
  return (
    <Stack spacing={1.5} sx={{ pt: 2 }}>
      <Typography variant="h1">Invitations</Typography>
      <Panel title="Invite somebody">
        <InvitationForm sendsMail={sendsMail} />
      </Panel>
      <Invitations />
    </Stack>
  );
}
