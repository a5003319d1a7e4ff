import { Box, Button, FormControlLabel, Switch, TextField } from '@mui/material';
import { useState } from 'react';
import { describeError } from '../../../api/api-error.ts';
import { NumberSlider } from '../../../ui/number-slider.tsx';
import {
  PERIOD_ORIGIN,
  useGetAnnotationsQuery,
  useNotePeriodMutation,
} from '../../annotations/annotations.api.ts';
import { findPeriod } from '../../annotations/annotations-by-origin.ts';
import { describePeriod } from '../../light-curve-features/feature-words.ts';
import { useLazyGetPeriodogramQuery } from '../../light-curve-features/features.api.ts';
import { useMay } from '../../session/use-profile.ts';
import { readPeriod, type StudyView } from './study-view.ts';

type PeriodControlsProps = {
  readonly objId: string;
  readonly view: StudyView;
  readonly onChange: (part: Partial<StudyView>) => void;
};

/** The best periods that the periodogram finds. */
function FoundPeriods({
  objId,
  onPick,
}: {
  readonly objId: string;
  readonly onPick: (days: number) => void;
}) {
  const [search, { currentData, error, isFetching }] = useLazyGetPeriodogramQuery();
  if (isFetching) return <span role="status">Searching for periods…</span>;
  if (currentData === undefined) {
    return (
      <>
        <Button onClick={() => void search({ objId, filter: null }, true)}>Find periods</Button>
        {error !== undefined && <span role="alert">No periodogram.</span>}
      </>
    );
  }
  if (currentData.periods.length === 0) return <span>Too few points for a period.</span>;
  return currentData.periods.slice(0, 4).map(({ frequency, period_days: days }) => (
    <Button key={frequency} variant="outlined" onClick={() => onPick(days)}>
      {describePeriod(days)}
    </Button>
  ));
}

type NotedPeriodProps = {
  readonly objId: string;
  readonly periodDays: number | null;
  readonly onPick: (days: number) => void;
};

/** The period that is noted, and noting the one that is looked at. */
function NotedPeriod({ objId, periodDays, onPick }: NotedPeriodProps) {
  const { currentData = [] } = useGetAnnotationsQuery(objId);
  const [note, { error, isLoading }] = useNotePeriodMutation();
  const mayNote = useMay('Annotate');
  const noted = findPeriod(currentData);
  const own = currentData.find(
    ({ origin, can_change: canChange }) => origin === PERIOD_ORIGIN && canChange,
  );
  const keep = (days: number) => void note({ objId, days, replacedId: own?.id ?? null });
  return (
    <>
      {noted !== null && (
        <Button variant="outlined" onClick={() => onPick(noted)}>
          Noted: {describePeriod(noted)}
        </Button>
      )}
      {mayNote && periodDays !== null && periodDays !== noted && (
        <Button disabled={isLoading} onClick={() => keep(periodDays)}>
          Note this period
        </Button>
      )}
      {error !== undefined && <span role="alert">Not noted: {describeError(error)}</span>}
    </>
  );
}

/** By which period the light curve is folded: found, or typed; doubled or halved. */
export function PeriodControls({ objId, view, onChange }: PeriodControlsProps) {
  const { periodDays } = view;
  const [text, setText] = useState(periodDays === null ? '' : String(periodDays));
  const read = readPeriod(text);
  const choose = (days: number) => {
    setText(String(days));
    onChange({ periodDays: days });
  };
  const type = (typed: string) => {
    setText(typed);
    const days = readPeriod(typed);
    if (days !== undefined) onChange({ periodDays: days });
  };
  return (
    <Box
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center', fontSize: 12, pt: 1 }}
    >
      <TextField
        label="Period, days"
        value={text}
        onChange={(event) => type(event.target.value)}
        error={read === undefined}
        helperText={read === undefined ? 'Such as 0.5423, or 13 h' : undefined}
        sx={{ width: 150 }}
      />
      {periodDays !== null && (
        <>
          <Button onClick={() => choose(periodDays * 2)} aria-label="× 2: twice the period">
            × 2
          </Button>
          <Button onClick={() => choose(periodDays / 2)} aria-label="÷ 2: half the period">
            ÷ 2
          </Button>
        </>
      )}
      <NotedPeriod objId={objId} periodDays={periodDays} onPick={choose} />
      <FoundPeriods objId={objId} onPick={choose} />
      <NumberSlider
        label="Phase shift"
        value={view.phaseShift}
        min={0}
        max={1}
        step={0.01}
        widthPx={100}
        onChange={(phaseShift) => onChange({ phaseShift })}
      />
      <FormControlLabel
        control={
          <Switch
            size="small"
            checked={view.isDouble}
            onChange={(_event, isDouble) => onChange({ isDouble })}
          />
        }
        label="Two periods"
      />
    </Box>
  );
}
