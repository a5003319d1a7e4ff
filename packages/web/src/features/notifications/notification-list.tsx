import { Box, Button, Link, Skeleton, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { Link as RouterLink } from 'react-router';
import { formatUtc, parseNaiveUtc } from '../../format/time.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { RowList } from '../../ui/panel.tsx';
import {
  type Notification,
  useDeleteNotificationsMutation,
  useGetNotificationsQuery,
  useMarkNotificationMutation,
} from './notifications.api.ts';

const shownAtFirst = 12;

type RowProps = { readonly told: Notification; readonly onLeave: () => void };

function Row({ told, onLeave }: RowProps) {
  const [mark] = useMarkNotificationMutation();
  const see = () => {
    if (!told.viewed) void mark(told.id);
  };
  const go = () => {
    see();
    onLeave();
  };
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        gap: 1,
        alignItems: 'baseline',
        fontSize: 13,
        overflowWrap: 'anywhere',
      }}
    >
      <Box sx={{ flex: 1, minWidth: 0, fontWeight: told.viewed ? 400 : 650 }}>
        {told.url === null ? (
          told.text
        ) : (
          <Link component={RouterLink} to={told.url} onClick={go} color="inherit">
            {told.text}
          </Link>
        )}
        <Box sx={{ fontSize: 12, fontWeight: 400, color: 'text.secondary' }}>
          {formatUtc(parseNaiveUtc(told.created_at)).slice(0, 16)} UTC
          {told.viewed ? '' : ' · not seen yet'}
        </Box>
      </Box>
      {!told.viewed && (
        <Button size="small" onClick={see} aria-label={`Seen: ${told.text}`} sx={{ py: 0 }}>
          Seen
        </Button>
      )}
    </Box>
  );
}

/** What the viewer was told, the last first. */
export function NotificationList({ onLeave }: { readonly onLeave: () => void }) {
  const { data, error, refetch } = useGetNotificationsQuery();
  const [most, setMost] = useState(shownAtFirst);
  const [mark, marking] = useMarkNotificationMutation();
  const [forget, forgetting] = useDeleteNotificationsMutation();
  const problem = marking.error ?? forgetting.error;
  return (
    <>
      <Stack direction="row" sx={{ alignItems: 'center', gap: 0.5, flexWrap: 'wrap' }}>
        <Typography variant="h2" sx={{ flex: 1 }}>
          Notifications
        </Typography>
        {data?.some(({ viewed }) => !viewed) === true && (
          <Button onClick={() => void mark('all')} disabled={marking.isLoading}>
            All seen
          </Button>
        )}
        {data !== undefined && data.length > 0 && (
          <Button onClick={() => void forget('all')} disabled={forgetting.isLoading}>
            Forget all
          </Button>
        )}
      </Stack>
      {error !== undefined && (
        <ErrorNotice what="Not known" error={error} onRetry={() => refetch()} />
      )}
      {problem !== undefined && <ErrorNotice what="Not changed" error={problem} />}
      {data === undefined && error === undefined && <Skeleton variant="rounded" height={80} />}
      {data?.length === 0 && (
        <Box sx={{ fontSize: 13, color: 'text.secondary', mt: 0.5 }}>
          Nothing yet. You are told what becomes of your follow-up requests and those that you
          watch, and who names you in a comment.
        </Box>
      )}
      {data !== undefined && data.length > 0 && (
        <Box sx={{ maxHeight: '60vh', overflowY: 'auto' }}>
          <RowList label="Notifications">
            {data.slice(0, most).map((told) => (
              <Row key={told.id} told={told} onLeave={onLeave} />
            ))}
          </RowList>
          {data.length > most && <Button onClick={() => setMost(data.length)}>Older ones</Button>}
        </Box>
      )}
      <Link
        component={RouterLink}
        to="/profile#notifications"
        onClick={onLeave}
        sx={{ fontSize: 12 }}
      >
        What you are told, and how
      </Link>
    </>
  );
}
