import { Box, Button, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import type { GroupDetail, Stream } from '../../api/types.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Panel, RowList } from '../../ui/panel.tsx';
import { WhoSees } from '../../ui/who-sees.tsx';
import { describeStream } from '../streams/stream-words.ts';
import { useGetStreamsQuery } from '../streams/streams.api.ts';
import { useAddGroupStreamMutation, useRemoveGroupStreamMutation } from './groups.api.ts';

type StreamRowProps = { readonly group: GroupDetail; readonly stream: Stream };

function StreamRow({ group, stream }: StreamRowProps) {
  const [isAsking, setAsking] = useState(false);
  const [remove, { isLoading, error, reset }] = useRemoveGroupStreamMutation();
  const close = () => {
    reset();
    setAsking(false);
  };
  const confirm = () =>
    remove({ groupId: group.id, streamId: stream.id })
      .unwrap()
      .then(close, () => undefined);
  return (
    <Box component="li" sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
      <Typography variant="body2" sx={{ flex: 1, minWidth: 0 }}>
        <b>{stream.name}</b> · {describeStream(stream)}
      </Typography>
      {group.can_manage && (
        <Button
          color="error"
          aria-label={`Remove the stream ${stream.name}`}
          onClick={() => setAsking(true)}
        >
          Remove
        </Button>
      )}
      {isAsking && (
        <ConfirmDialog
          title={`Take ${stream.name} from ${group.name}?`}
          verb="Remove"
          failure="Not removed"
          isBusy={isLoading}
          error={error}
          onConfirm={confirm}
          onClose={close}
        >
          <span>
            The group can have no new filter on it. Its members still read the stream: that right is
            each one's own. While a filter of the group reads it, it stays.
          </span>
        </ConfirmDialog>
      )}
    </Box>
  );
}

function AddStream({ group }: { readonly group: GroupDetail }) {
  const { data = [], error: listError } = useGetStreamsQuery();
  const [streamId, setStreamId] = useState<number | null>(null);
  const [add, { isLoading, error, reset }] = useAddGroupStreamMutation();
  const held = new Set(group.streams.map(({ id }) => id));
  const options = data.filter(({ id }) => !held.has(id));
  const chosen = options.find(({ id }) => id === streamId);
  const choose = (id: number | null) => {
    reset();
    setStreamId(id);
  };
  if (options.length === 0 && listError === undefined) return null;
  return (
    <Stack spacing={1} sx={{ mt: 1 }}>
      {listError !== undefined && <ErrorNotice what="Streams" error={listError} />}
      <TextField
        select
        label="Add a stream"
        value={chosen?.id ?? ''}
        onChange={(event) => choose(Number(event.target.value))}
        sx={{ maxWidth: 360 }}
      >
        {options.map((stream) => (
          <MenuItem key={stream.id} value={stream.id}>
            {stream.name}
          </MenuItem>
        ))}
      </TextField>
      {chosen && (
        <>
          <WhoSees>
            The group's filters will read {describeStream(chosen)}; its members see what passes.
            This takes in nobody to the stream: all members must be able to read it already, and so
            must everyone who joins later.
          </WhoSees>
          {error !== undefined && <ErrorNotice what="Not added" error={error} />}
          <Stack direction="row" spacing={1}>
            <Button
              variant="contained"
              disabled={isLoading}
              onClick={() =>
                add({ groupId: group.id, streamId: chosen.id })
                  .unwrap()
                  .then(
                    () => choose(null),
                    () => undefined,
                  )
              }
            >
              Add {chosen.name}
            </Button>
            <Button onClick={() => choose(null)}>Cancel</Button>
          </Stack>
        </>
      )}
    </Stack>
  );
}

/** Which streams a group's filters read. */
export function GroupStreamsPanel({ group }: { readonly group: GroupDetail }) {
  const isKnown = group.is_member || group.can_manage;
  return (
    <Panel title="Streams">
      {group.streams.length === 0 && (
        <Typography variant="body2" color="textSecondary">
          {isKnown
            ? 'Its filters read no stream yet.'
            : 'Only its members know which streams its filters read.'}
        </Typography>
      )}
      <RowList label={`Streams of ${group.name}`}>
        {group.streams.map((stream) => (
          <StreamRow key={stream.id} group={group} stream={stream} />
        ))}
      </RowList>
      {group.can_manage && <AddStream group={group} />}
    </Panel>
  );
}
