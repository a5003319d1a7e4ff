import { Box, Button, Link as MuiLink, Skeleton, Stack, Typography } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { isApiError } from '../../api/api-error.ts';
import { otherProblem } from '../../api/field-problem.ts';
import type { StreamDetail } from '../../api/types.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SaveRow } from '../../ui/save-row.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { AdminPage } from '../users/admin-tabs.tsx';
import { ReadersPanel } from './readers-panel.tsx';
import { fieldsOf, type StreamEdit } from './stream-edit.ts';
import { STREAM_CODES, STREAM_FIELDS, StreamForm } from './stream-form.tsx';
import { describeStream } from './stream-words.ts';
import {
  useDeleteStreamMutation,
  useGetStreamQuery,
  useUpdateStreamMutation,
} from './streams.api.ts';

type StreamProps = { readonly stream: StreamDetail };

function DeleteStream({ stream }: StreamProps) {
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  const [remove, { isLoading, error, reset }] = useDeleteStreamMutation();
  const confirm = () => {
    remove(stream.id)
      .unwrap()
      .then(
        () => navigate('/streams', { replace: true }),
        () => undefined,
      );
  };
  const close = () => {
    reset();
    setAsking(false);
  };
  return (
    <>
      <Button color="error" variant="outlined" onClick={() => setAsking(true)}>
        Delete stream
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={`Delete ${stream.name}?`}
          verb="Delete"
          failure="Not deleted"
          isBusy={isLoading}
          error={error}
          onConfirm={confirm}
          onClose={close}
        >
          <span>
            Its {stream.users?.length ?? 0} readers lose the alerts that it alone gave them, at
            once. The alerts stay. While a filter reads the stream it cannot be deleted.
          </span>
        </ConfirmDialog>
      )}
    </>
  );
}

function Settings({ stream }: StreamProps) {
  const [edited, setEdited] = useState<Partial<StreamEdit>>({});
  const [update, { isLoading, error, isSuccess }] = useUpdateStreamMutation();
  const { selector } = stream.altdata;
  const was = {
    name: stream.name,
    survey: stream.survey,
    programmes: selector.join(', '),
    autoJoin: stream.auto_join,
  };
  const edit = { ...was, ...edited };
  const isChanged = JSON.stringify(edit) !== JSON.stringify(was);
  const fields = fieldsOf(edit);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (fields === null) return;
    update({ id: stream.id, ...fields })
      .unwrap()
      .then(
        () => setEdited({}),
        () => undefined,
      );
  };
  const rest = otherProblem(error, STREAM_FIELDS, STREAM_CODES);
  const readers = stream.users?.length ?? 0;
  return (
    <Stack component="form" spacing={1.5} onSubmit={submit}>
      <StreamForm
        edit={edit}
        before={{ programmes: selector, autoJoin: stream.auto_join, readers }}
        error={error}
        onChange={(change) => setEdited({ ...edited, ...change })}
      />
      {rest !== undefined && <ErrorNotice what="Not saved" error={rest} />}
      <SaveRow
        verb="Save stream"
        isChanged={isChanged}
        isComplete={fields !== null}
        isBusy={isLoading}
        isSaved={isSuccess}
        onUndo={() => setEdited({})}
      />
    </Stack>
  );
}

function StreamShown({ stream }: StreamProps) {
  usePageTitle(stream.name);
  return (
    <>
      <Box>
        <Typography variant="h1">{stream.name}</Typography>
        <Typography variant="body2" color="textSecondary">
          {describeStream(stream)}
          {stream.auto_join && ' · everyone reads it'}
        </Typography>
      </Box>
      <ReadersPanel stream={stream} />
      <Panel title="Groups whose filters read it">
        {stream.groups?.length === 0 && (
          <Typography variant="body2" color="textSecondary">
            None. A group takes a stream on its own page.
          </Typography>
        )}
        <Stack direction="row" sx={{ flexWrap: 'wrap', columnGap: 2, fontSize: 13 }}>
          {stream.groups?.map(({ id, name }) => (
            <MuiLink key={id} component={Link} to={`/groups/${id}`}>
              {name}
            </MuiLink>
          ))}
        </Stack>
      </Panel>
      <Panel title="Settings" action={<DeleteStream stream={stream} />}>
        <Settings stream={stream} />
      </Panel>
    </>
  );
}

function StreamParts() {
  const id = Number(useParams().id);
  const { currentData, error, refetch } = useGetStreamQuery(id, {
    refetchOnMountOrArgChange: true,
  });
  const isGone = isApiError(error) && (error.status === 404 || error.status === 422);
  return (
    <Stack spacing={1.5} sx={{ pt: 2 }}>
      {isGone && <Notice isPage title="There is no such stream" />}
      {error !== undefined && !isGone && (
        <ErrorNotice what="Stream" error={error} onRetry={() => refetch()} />
      )}
      {currentData === undefined && error === undefined && (
        <Skeleton variant="rounded" height={240} />
      )}
      {currentData && !isGone && <StreamShown key={currentData.id} stream={currentData} />}
    </Stack>
  );
}

/** One stream: what it is, who reads it, and which groups. */
export function StreamPage() {
  return (
    <AdminPage path="/streams">
      <StreamParts />
    </AdminPage>
  );
}
