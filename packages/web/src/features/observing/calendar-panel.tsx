import { Box, Button } from '@mui/material';
import { api } from '../../api/api.ts';
import type { Answer } from '../../api/types.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Panel } from '../../ui/panel.tsx';

const calendarApi = api.injectEndpoints({
  endpoints: (build) => ({
    getCalendar: build.query<Answer<'getCalendar'>, void>({
      query: () => 'internal/calendar',
      providesTags: [{ type: 'Observing', id: 'CALENDAR' }],
    }),
    makeCalendar: build.mutation<Answer<'createCalendar'>, void>({
      query: () => ({ url: 'internal/calendar', method: 'POST' }),
      invalidatesTags: [{ type: 'Observing', id: 'CALENDAR' }],
    }),
    endCalendar: build.mutation<unknown, void>({
      query: () => ({ url: 'internal/calendar', method: 'DELETE' }),
      invalidatesTags: [{ type: 'Observing', id: 'CALENDAR' }],
    }),
  }),
});

/** An address that calendars subscribe to: one's runs, without their targets. */
export function CalendarPanel() {
  const { data } = calendarApi.useGetCalendarQuery();
  const [make, making] = calendarApi.useMakeCalendarMutation();
  const [end, ending] = calendarApi.useEndCalendarMutation();
  const exists = data?.created_at != null;
  const error = making.error ?? ending.error;
  return (
    <Panel title="Calendar">
      <Box sx={{ fontSize: 13, mb: 1 }}>
        A calendar program subscribes to your runs by an address of its own. Whoever has the address
        sees the nights, not the targets.
      </Box>
      {making.data !== undefined && exists && (
        <Box sx={{ fontSize: 13, overflowWrap: 'anywhere', mb: 1 }}>
          {making.data.url}
          <CopyButton text={making.data.url} label="Copy the address of the calendar" />
        </Box>
      )}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        <Button variant="outlined" disabled={making.isLoading} onClick={() => void make()}>
          {exists ? 'Make a new address' : 'Make an address'}
        </Button>
        {exists && (
          <ConfirmButton
            verb="End"
            what="the address of the calendar"
            isBusy={ending.isLoading}
            onConfirm={() => void end()}
          />
        )}
      </Box>
      {error !== undefined && <ErrorNotice what="Not done" error={error} />}
    </Panel>
  );
}
