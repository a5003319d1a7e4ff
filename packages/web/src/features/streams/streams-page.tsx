import { Box, Button, Chip, Link as MuiLink, Skeleton, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Stream } from '../../api/types.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel, RowList } from '../../ui/panel.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { AdminPage } from '../users/admin-tabs.tsx';
import { NewStreamDialog } from './new-stream-dialog.tsx';
import { describeStream } from './stream-words.ts';
import { useGetStreamQuery, useGetStreamsQuery } from './streams.api.ts';

function StreamRow({ stream }: { readonly stream: Stream }) {
  const { data } = useGetStreamQuery(stream.id);
  const readers = data?.users?.length;
  const groups = data?.groups?.length;
  return (
    <Box component="li">
      <Stack direction="row" sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
        <MuiLink
          component={Link}
          to={`/streams/${stream.id}`}
          sx={{ fontWeight: 650, fontSize: 14 }}
        >
          {stream.name}
        </MuiLink>
        {stream.auto_join && <Chip label="everyone reads it" variant="outlined" />}
      </Stack>
      <Typography variant="caption" color="textSecondary">
        {describeStream(stream)}
        {readers !== undefined && ` · ${readers} ${readers === 1 ? 'reader' : 'readers'}`}
        {groups !== undefined && ` · ${groups} ${groups === 1 ? 'group' : 'groups'}`}
      </Typography>
    </Box>
  );
}

function Streams() {
  const { data, error, refetch } = useGetStreamsQuery(undefined, {
    refetchOnMountOrArgChange: true,
  });
  const [isNewOpen, setNewOpen] = useState(false);
  return (
    <Stack spacing={1.5} sx={{ pt: 2 }}>
      <Stack direction="row" sx={{ alignItems: 'center' }}>
        <Typography variant="h1" sx={{ flex: 1 }}>
          Streams
        </Typography>
        <Button variant="contained" onClick={() => setNewOpen(true)}>
          New stream
        </Button>
      </Stack>
      <Typography variant="body2" color="textSecondary">
        A stream is some programmes of a survey. Who reads it sees their alerts; a group's filters
        read the streams that the group has, and its members must read them, too.
      </Typography>
      {error !== undefined && (
        <ErrorNotice what="Streams" error={error} onRetry={() => refetch()} />
      )}
      {data === undefined && error === undefined && <Skeleton variant="rounded" height={120} />}
      {data?.length === 0 && (
        <Notice
          title="There is no stream yet"
          detail="Without one nobody sees alerts and no group can have a filter."
        />
      )}
      {data && data.length > 0 && (
        <Panel title={`All streams (${data.length})`}>
          <RowList label="Streams">
            {data.map((stream) => (
              <StreamRow key={stream.id} stream={stream} />
            ))}
          </RowList>
        </Panel>
      )}
      {isNewOpen && <NewStreamDialog onClose={() => setNewOpen(false)} />}
    </Stack>
  );
}

/** Which programmes of which surveys people can be let read. */
export function StreamsPage() {
  usePageTitle('Streams');
  return (
    <AdminPage path="/streams">
      <Streams />
    </AdminPage>
  );
}
