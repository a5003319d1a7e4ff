import { Box, Button, Link as MuiLink, Stack, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { Link } from 'react-router';
import type { StreamDetail, User } from '../../api/types.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Panel, RowList } from '../../ui/panel.tsx';
import { WhoSees } from '../../ui/who-sees.tsx';
import { UserPicker } from '../users/user-picker.tsx';
import { describeStream } from './stream-words.ts';
import { useGiveStreamMutation, useTakeStreamMutation } from './streams.api.ts';

type Reader = NonNullable<StreamDetail['users']>[number];
type StreamProps = { readonly stream: StreamDetail };

/** From so many on there is a search; more are not shown at once. */
const MANY = 12;
const MOST_SHOWN = 100;

function AddReader({ stream }: StreamProps) {
  const [user, setUser] = useState<User | null>(null);
  const [give, { isLoading, error, reset }] = useGiveStreamMutation();
  const readers = new Set(stream.users?.map(({ id }) => id));
  const choose = (chosen: User | null) => {
    reset();
    setUser(chosen);
  };
  return (
    <Stack spacing={1}>
      <UserPicker
        label="Let somebody read it"
        value={user}
        whyNot={({ id }) => (readers.has(id) ? 'reads it already' : null)}
        onChoose={choose}
      />
      {user !== null && (
        <>
          <WhoSees>
            {user.username} will see all alerts of {describeStream(stream)}, old ones too, with
            cutouts and light curves, and can be in groups that read the stream.
          </WhoSees>
          {error !== undefined && <ErrorNotice what="Not given" error={error} />}
          <Stack direction="row" spacing={1}>
            <Button
              variant="contained"
              disabled={isLoading}
              onClick={() =>
                give({ streamId: stream.id, userId: user.id })
                  .unwrap()
                  .then(
                    () => choose(null),
                    () => undefined,
                  )
              }
            >
              Let {user.username} read it
            </Button>
            <Button onClick={() => choose(null)}>Cancel</Button>
          </Stack>
        </>
      )}
    </Stack>
  );
}

type TakeDialogProps = StreamProps & { readonly reader: Reader; readonly onClose: () => void };

function TakeDialog({ stream, reader, onClose }: TakeDialogProps) {
  const [take, { isLoading, error }] = useTakeStreamMutation();
  const confirm = () =>
    take({ streamId: stream.id, userId: reader.id })
      .unwrap()
      .then(onClose, () => undefined);
  return (
    <ConfirmDialog
      title={`Take ${stream.name} from ${reader.username}?`}
      verb="Take it away"
      failure="Not taken"
      isBusy={isLoading}
      error={error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <span>
        {reader.username} stops seeing alerts of {describeStream(stream)} at once, open pages
        included, unless another stream gives them. While a group of {reader.username} reads the
        stream it cannot be taken.
      </span>
    </ConfirmDialog>
  );
}

/** Who reads a stream; gives and takes it. */
export function ReadersPanel({ stream }: StreamProps) {
  const [search, setSearch] = useState('');
  const [asked, setAsked] = useState<Reader | null>(null);
  const readers = stream.users ?? [];
  const found = readers.filter(({ username }) => username.includes(search.trim().toLowerCase()));
  return (
    <Panel title={`Readers (${readers.length})`}>
      <Stack spacing={1.5}>
        <AddReader stream={stream} />
        {readers.length > MANY && (
          <TextField
            type="search"
            label="Find a reader"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            sx={{ maxWidth: 480 }}
          />
        )}
        {found.length === 0 && (
          <Typography variant="body2" color="textSecondary">
            {readers.length === 0 ? 'Nobody reads it.' : 'No reader has such a name.'}
          </Typography>
        )}
        <RowList label={`Readers of ${stream.name}`}>
          {found.slice(0, MOST_SHOWN).map((reader) => (
            <Box component="li" key={reader.id} sx={{ display: 'flex', alignItems: 'center' }}>
              <Box sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
                <MuiLink component={Link} to={`/users/${reader.id}`} variant="body2">
                  {reader.username}
                </MuiLink>
              </Box>
              <Button
                color="error"
                aria-label={`Take away the stream from ${reader.username}`}
                onClick={() => setAsked(reader)}
              >
                Take away
              </Button>
            </Box>
          ))}
        </RowList>
        {found.length > MOST_SHOWN && (
          <Typography variant="caption" color="textSecondary">
            and {found.length - MOST_SHOWN} more: search for a name
          </Typography>
        )}
      </Stack>
      {asked !== null && (
        <TakeDialog stream={stream} reader={asked} onClose={() => setAsked(null)} />
      )}
    </Panel>
  );
}
