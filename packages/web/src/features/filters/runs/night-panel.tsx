import { Alert, Box, Button, Stack, TextField } from '@mui/material';
import { useState } from 'react';
import type { Int64 } from '../../../api/exact-json.ts';
import { formatCount } from '../../../format/number.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import type { FunnelRun } from '../filters.api.ts';
import { FunnelPicture } from './funnel-picture.tsx';
import { FoundAlerts } from './passing-alerts.tsx';
import { RunProgress } from './run-progress.tsx';
import type { Run } from './use-run.ts';
import { nightWords, shareWords, simulatedReason } from './which-night.ts';

type NightPanelProps = {
  readonly run: Run<FunnelRun>;
  readonly canRun: boolean;
  /** With a night, or null for the last one. */
  readonly onRun: (night: string | null) => void;
  readonly onExplain: (candid: Int64) => void;
};

function Failures({ failures }: { readonly failures: FunnelRun['funnel']['failures'] }) {
  const [first] = failures;
  if (!first) return null;
  return (
    <Alert severity="error" variant="outlined">
      It fails on alerts, first on {first.candid ?? 'one'}: {first.error?.message}
    </Alert>
  );
}

function Result({
  result,
  onExplain,
}: {
  readonly result: FunnelRun;
  readonly onExplain: NightPanelProps['onExplain'];
}) {
  const { funnel, night, search, alerts, complete, passes } = result;
  return (
    <Stack spacing={1.5}>
      <Box role="status">
        <b>{formatCount(funnel.passed)}</b> of {formatCount(funnel.documents)} alerts of{' '}
        {nightWords(night)} pass ({shareWords(funnel.passed, funnel.documents)}),{' '}
        {funnel.usPerDocument.toFixed(1)} µs each.
        {!complete && ` Time ran out: this is a random sample of ${formatCount(alerts)} alerts.`}
        {night === null && ` ${simulatedReason(search)}`}
      </Box>
      <Failures failures={funnel.failures} />
      <FunnelPicture funnel={funnel} />
      {passes.length > 0 ? (
        <FoundAlerts
          label="Passing alerts"
          alerts={passes}
          hasCutouts={night !== null}
          onExplain={onExplain}
        />
      ) : (
        <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
          No alert passes. The funnel shows where they are lost.
        </Box>
      )}
    </Stack>
  );
}

/** What is in the editor, run over a night: the funnel, and the alerts that pass. */
export function NightPanel({ run, canRun, onRun, onExplain }: NightPanelProps) {
  const [night, setNight] = useState('');
  const { state } = run;
  return (
    <Stack spacing={1.5}>
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        <TextField
          type="date"
          label="Night (UT)"
          value={night}
          onChange={(event) => setNight(event.target.value)}
          slotProps={{ inputLabel: { shrink: true } }}
        />
        <Button
          variant="contained"
          disabled={!canRun || state.kind === 'running'}
          onClick={() => onRun(night === '' ? null : night)}
        >
          {night === '' ? 'Run on last night' : 'Run on this night'}
        </Button>
      </Stack>
      {state.kind === 'idle' && (
        <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
          Runs what is in the editor over a past night, each alert as it was then. Nothing is saved.
        </Box>
      )}
      {state.kind === 'running' && <RunProgress progress={state.progress} onCancel={run.cancel} />}
      {state.kind === 'failed' && <ErrorNotice what="Not run" error={state.error} />}
      {state.kind === 'done' && <Result result={state.result} onExplain={onExplain} />}
    </Stack>
  );
}
