import { Box, Button, Paper, TextField, Typography } from '@mui/material';
import { type FormEvent, useState } from 'react';
import type { GroupRef } from '../../../api/types.ts';
import { useAppSelector } from '../../../app/hooks.ts';
import { toNaiveUtc } from '../../../format/time.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { GroupsPicker, idsOf } from '../../groups/groups-picker.tsx';
import { useMyGroups } from '../../session/use-profile.ts';
import { TickField } from '../condition-fields.tsx';
import { boundsOf, toInputValue } from '../time-window.ts';
import { useLastScan } from '../use-last-scan.ts';
import { useCreateScanReportMutation } from './scan-reports.api.ts';

type MomentProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
};

function Moment({ label, value, onChange }: MomentProps) {
  return (
    <TextField
      type="datetime-local"
      required
      label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{ inputLabel: { shrink: true } }}
    />
  );
}

// The field has minutes: what passed in the one that is not over belongs to the night, too.
const MS_PER_MINUTE = 60_000;

/** The window that is being scanned, for the fields of a form. */
function useScannedWindow() {
  const { search, asOfMs } = useAppSelector((state) => state.scan);
  const last = useLastScan();
  const [window] = useState(() => {
    const { startDate } = boundsOf(search.window, new Date(asOfMs), last);
    return {
      start: toInputValue(new Date(`${startDate}Z`)),
      end: toInputValue(new Date(Date.now() + MS_PER_MINUTE)),
    };
  });
  return window;
}

/** The groups that are being scanned, which a report is for unless others are chosen. */
function useScannedGroups(): readonly GroupRef[] {
  const ids = useAppSelector((state) => state.scan.search.groupIds);
  return useMyGroups()
    .filter(({ id }) => ids.includes(id))
    .map(({ id, name }) => ({ id, name }));
}

/** Makes a report of what groups saved of the candidates of a time. */
export function NewReportForm() {
  const scanned = useScannedWindow();
  const [groups, setGroups] = useState(useScannedGroups());
  const [start, setStart] = useState(scanned.start);
  const [end, setEnd] = useState(scanned.end);
  const [hasRejected, setRejected] = useState(false);
  const [create, { error, isLoading }] = useCreateScanReportMutation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const [from, to] = [start, end].map((text) => toNaiveUtc(new Date(`${text}Z`)));
    if (from === undefined || to === undefined) return;
    void create({
      group_ids: idsOf(groups),
      passed_filters_range: { start_date: from, end_date: to },
      // What is saved after the night belongs to it as well.
      saved_candidates_range: { start_saved_date: from, end_saved_date: toNaiveUtc(new Date()) },
      include_rejected: hasRejected,
    });
  };
  const isReady = groups.length > 0 && start !== '' && end !== '' && start < end;
  return (
    <Paper
      component="form"
      variant="outlined"
      aria-label="New report"
      onSubmit={submit}
      sx={{ p: 1.5 }}
    >
      <Typography variant="h2" sx={{ mb: 1.5 }}>
        New report
      </Typography>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.25, alignItems: 'center' }}>
        <Box sx={{ flex: '1 1 220px', display: 'grid' }}>
          <GroupsPicker
            label="Groups"
            placeholder="whose saves it lists"
            chosen={groups}
            onChoose={setGroups}
          />
        </Box>
        <Moment label="Passed from (UTC)" value={start} onChange={setStart} />
        <Moment label="Passed to (UTC)" value={end} onChange={setEnd} />
        <TickField label="With what I rejected" value={hasRejected} onChange={setRejected} />
        <Button type="submit" variant="contained" disabled={!isReady || isLoading}>
          Make the report
        </Button>
      </Box>
      {error !== undefined && <ErrorNotice what="No report" error={error} />}
    </Paper>
  );
}
