import { Box, Button, MenuItem, Stack, TextField } from '@mui/material';
import { useState } from 'react';
import type { Int64 } from '../../../api/exact-json.ts';
import type { FilterHistory } from '../../../api/types.ts';
import { MONO } from '../../../app/theme.ts';
import { formatCount } from '../../../format/number.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { tidyPipelineText } from '../editor/tidy-pipeline.ts';
import type { DiffRun } from '../filters.api.ts';
import { diffLines } from './line-diff.ts';
import { FoundAlerts } from './passing-alerts.tsx';
import { RunProgress } from './run-progress.tsx';
import { useRun } from './use-run.ts';
import { nightWords } from './which-night.ts';

type ComparePanelProps = {
  readonly filter: FilterHistory;
  /** What is in the editor. */
  readonly draft: string;
  readonly canRun: boolean;
  readonly onExplain: (candid: Int64) => void;
};

/** What is in the editor goes by this name among the versions. */
const DRAFT = 'draft';

type PickVersionProps = {
  readonly label: string;
  readonly value: string;
  readonly filter: FilterHistory;
  readonly onChoose: (fid: string) => void;
};

function PickVersion({ label, value, filter, onChoose }: PickVersionProps) {
  return (
    <TextField
      select
      label={label}
      value={value}
      onChange={(event) => onChoose(event.target.value)}
      sx={{ minWidth: 170 }}
    >
      <MenuItem value={DRAFT}>What is in the editor</MenuItem>
      {filter.fv.map(({ fid, changelog }) => (
        <MenuItem key={fid} value={fid}>
          {fid}
          {fid === filter.active_fid ? ' · active' : ''}
          {changelog === '' ? '' : ` · ${changelog.slice(0, 40)}`}
        </MenuItem>
      ))}
    </TextField>
  );
}

const MARKS = { same: ' ', removed: '−', added: '+' } as const;
const MARK_COLORS = {
  same: 'text.secondary',
  removed: 'error.main',
  added: 'success.main',
} as const;

function TextDiff({ before, after }: { readonly before: string; readonly after: string }) {
  // The layout is not what changed.
  const lines = diffLines(tidyPipelineText(before), tidyPipelineText(after));
  if (lines.every(({ kind }) => kind === 'same')) {
    return <Box sx={{ fontSize: 13, color: 'text.secondary' }}>The two say the same.</Box>;
  }
  return (
    <Box
      role="region"
      tabIndex={0}
      aria-label="Changed lines"
      sx={{
        fontFamily: MONO,
        fontSize: 12,
        lineHeight: '18px',
        maxHeight: 360,
        overflow: 'auto',
        border: 1,
        borderColor: 'divider',
        borderRadius: 1,
        py: 0.5,
      }}
    >
      {lines.map(({ kind, text, before: left, after: right }) => (
        <Box
          key={`${left}:${right}`}
          sx={{
            display: 'flex',
            whiteSpace: 'pre',
            width: 'max-content',
            minWidth: '100%',
            bgcolor: kind === 'same' ? 'transparent' : 'action.hover',
          }}
        >
          <Box component="span" sx={{ px: 1, color: MARK_COLORS[kind], fontWeight: 700 }}>
            {MARKS[kind]}
          </Box>
          {kind === 'removed' ? (
            <del style={{ textDecoration: 'none' }}>{text}</del>
          ) : kind === 'added' ? (
            <ins style={{ textDecoration: 'none' }}>{text}</ins>
          ) : (
            <span>{text}</span>
          )}
        </Box>
      ))}
    </Box>
  );
}

function AlertDiff({
  diff,
  onExplain,
}: {
  readonly diff: DiffRun;
  readonly onExplain: ComparePanelProps['onExplain'];
}) {
  const { gained, lost, changed, passedBefore, passedAfter, night, complete, documents } = diff;
  const hasCutouts = night !== null;
  const lists = [
    ['Gained', gained],
    ['Lost', lost],
    ['Passed by both, with other results', changed],
  ] as const;
  return (
    <Stack spacing={1}>
      <Box role="status">
        Of {formatCount(documents)} alerts of {nightWords(night)} the first passes{' '}
        <b>{formatCount(passedBefore)}</b>, the second <b>{formatCount(passedAfter)}</b>:{' '}
        {formatCount(gained.length)} gained, {formatCount(lost.length)} lost.
        {!complete && ' Time ran out: this is a random sample.'}
      </Box>
      {lists.map(
        ([title, alerts]) =>
          alerts.length > 0 && (
            <Box key={title}>
              <Box component="h3" sx={{ m: 0, mb: 0.5, fontSize: 13 }}>
                {title}: {formatCount(alerts.length)}
              </Box>
              <FoundAlerts
                label={title}
                alerts={alerts}
                hasCutouts={hasCutouts}
                onExplain={onExplain}
              />
            </Box>
          ),
      )}
    </Stack>
  );
}

/** Two versions side by side: their texts, and the alerts that one passes and the other does not. */
export function ComparePanel({ filter, draft, canRun, onExplain }: ComparePanelProps) {
  // What was not chosen follows the filter: the active version may change while the page is open.
  const [chosenFrom, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState(DRAFT);
  const [compared, setCompared] = useState('');
  const from = chosenFrom ?? filter.active_fid ?? filter.fv[0]?.fid ?? DRAFT;
  const run = useRun<DiffRun>();
  const textOf = (fid: string) =>
    fid === DRAFT ? draft : (filter.fv.find((version) => version.fid === fid)?.pipeline ?? '');
  const choiceOf = (fid: string) => (fid === DRAFT ? { pipeline: draft } : { filter_version: fid });
  const usesDraft = from === DRAFT || to === DRAFT;
  const pair = JSON.stringify([choiceOf(from), choiceOf(to)]);
  const start = () => {
    setCompared(pair);
    void run.start(`filters/${filter.id}/diff`, { from: choiceOf(from), to: choiceOf(to) });
  };
  const { state } = run;
  return (
    <Stack spacing={1.5}>
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        <PickVersion label="From" value={from} filter={filter} onChoose={setFrom} />
        <PickVersion label="To" value={to} filter={filter} onChoose={setTo} />
        <Button
          variant="contained"
          onClick={start}
          disabled={from === to || (usesDraft && !canRun) || state.kind === 'running'}
        >
          Compare on last night
        </Button>
      </Stack>
      <TextDiff before={textOf(from)} after={textOf(to)} />
      {state.kind === 'running' && <RunProgress progress={state.progress} onCancel={run.cancel} />}
      {state.kind === 'failed' && <ErrorNotice what="Not compared" error={state.error} />}
      {state.kind === 'done' && compared !== pair && (
        <Box role="status" sx={{ fontSize: 13, color: 'text.secondary' }}>
          The two are not what was compared last: compare again.
        </Box>
      )}
      {state.kind === 'done' && compared === pair && (
        <AlertDiff diff={state.result} onExplain={onExplain} />
      )}
    </Stack>
  );
}
