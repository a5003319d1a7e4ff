import { Box, Button, Stack, Typography } from '@mui/material';
import type { AdmissionRequest, GroupDetail } from '../../api/types.ts';
import { formatAgo, parseNaiveUtc } from '../../format/time.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Panel, RowList } from '../../ui/panel.tsx';
import { useNow } from '../../ui/use-now.ts';
import { nameOf } from '../users/person-name.ts';
import { useDecideRequestMutation, useWaitingRequests } from './admission.api.ts';

function RequestRow({ request }: { readonly request: AdmissionRequest }) {
  const now = useNow();
  const [decide, { isLoading, error }] = useDecideRequestMutation();
  const name = nameOf(request.user);
  return (
    <Box component="li">
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        <Typography variant="body2" sx={{ flex: 1, minWidth: 160, overflowWrap: 'anywhere' }}>
          <b>{name}</b>{' '}
          <Typography component="span" variant="caption" color="textSecondary">
            asked {formatAgo(parseNaiveUtc(request.created_at), now)}
          </Typography>
        </Typography>
        <Button
          variant="contained"
          disabled={isLoading}
          aria-label={`Accept ${name}`}
          onClick={() => decide({ id: request.id, status: 'accepted' })}
        >
          Accept
        </Button>
        <Button
          variant="outlined"
          disabled={isLoading}
          aria-label={`Decline ${name}`}
          onClick={() => decide({ id: request.id, status: 'declined' })}
        >
          Decline
        </Button>
      </Stack>
      {error !== undefined && <ErrorNotice what="Not done" error={error} />}
    </Box>
  );
}

/** Who asks to join; nothing where nobody does. */
export function RequestsPanel({ group }: { readonly group: GroupDetail }) {
  const requests = useWaitingRequests().filter(({ group_id }) => group_id === group.id);
  if (requests.length === 0) return null;
  return (
    <Panel title={requests.length === 1 ? '1 person asks to join' : 'People who ask to join'}>
      <Typography variant="body2" color="textSecondary">
        Who is accepted sees at once what members see: the group's filters, their candidates and
        what is saved, and may save to it.
      </Typography>
      <RowList label="Requests to join">
        {requests.map((request) => (
          <RequestRow key={request.id} request={request} />
        ))}
      </RowList>
    </Panel>
  );
}
