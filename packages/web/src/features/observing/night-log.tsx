import { Box, Button, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { api } from '../../api/api.ts';
import type { Answer } from '../../api/types.ts';
import { formatUtc, parseNaiveUtc, toNaiveUtc } from '../../format/time.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { type LogEntry, useGetRunLogQuery } from './observing.api.ts';

const logApi = api.injectEndpoints({
  endpoints: (build) => ({
    addLogEntry: build.mutation<
      Answer<'addObservingLog'>,
      { readonly id: number; readonly note: string; readonly at: string }
    >({
      query: ({ id, ...body }) => ({ url: `observing_run/${id}/log`, method: 'POST', body }),
      invalidatesTags: (_result, error) => (error === undefined ? ['Observing'] : []),
    }),
  }),
});

/** `04:31 ZTF26abc complete (ada)`. */
function describeEntry({ at, obj_id: objId, status, note, author }: LogEntry): string {
  const parts = [formatUtc(parseNaiveUtc(at)).slice(5, 16), objId, status, note];
  const words = parts.filter((part) => part !== null).join(' ');
  return author === null ? words : `${words} (${author})`;
}

/** What happened in a run's nights, and a line to write more. */
export function NightLog({
  runId,
  mayWrite,
}: {
  readonly runId: number;
  readonly mayWrite: boolean;
}) {
  const { data, error } = useGetRunLogQuery(runId);
  const [add, adding] = logApi.useAddLogEntryMutation();
  const [note, setNote] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const written = await add({ id: runId, note, at: toNaiveUtc(new Date()) });
    if (written.error === undefined) setNote('');
  };
  return (
    <Panel title="Log">
      {error !== undefined && data === undefined && <ErrorNotice what="Not known" error={error} />}
      <Box component="ol" aria-label="Log" sx={{ m: 0, pl: 0, listStyle: 'none', fontSize: 13 }}>
        {data?.map((entry) => (
          <Box component="li" key={String(entry.id)} sx={{ overflowWrap: 'anywhere' }}>
            {describeEntry(entry)}
          </Box>
        ))}
      </Box>
      {mayWrite && (
        <Box
          component="form"
          onSubmit={(event: FormEvent) => void submit(event)}
          sx={{ display: 'flex', gap: 1, mt: 1 }}
        >
          <TextField
            fullWidth
            label="Note"
            value={note}
            onChange={({ target }) => setNote(target.value)}
          />
          <Button type="submit" variant="outlined" disabled={adding.isLoading || !note.trim()}>
            Write
          </Button>
        </Box>
      )}
      {adding.error !== undefined && <ErrorNotice what="Not written" error={adding.error} />}
    </Panel>
  );
}
