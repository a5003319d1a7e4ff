import {
  Box,
  Button,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  ToggleButton,
  ToggleButtonGroup,
} from '@mui/material';
import { useState } from 'react';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { describeChance, describePeriod } from './feature-words.ts';
import { type FoundPeriods, useLazyGetPeriodogramQuery } from './features.api.ts';
import { SpectrumPlot } from './spectrum-plot.tsx';

function wordsOf({ bands, max_frequency: top }: FoundPeriods): string {
  if (bands.length === 0 || top === null) {
    return 'A period needs five measurements in a band, in more than one night.';
  }
  const parts = bands.map(({ filter, points, fluxes }) => `${filter}: ${points} ${fluxes} fluxes`);
  return `${parts.join(', ')}; up to ${top.toFixed(1)} cycles a day`;
}

function Periods({ found }: { readonly found: FoundPeriods }) {
  return (
    <>
      <Box sx={{ fontSize: 12, color: 'text.secondary', my: 0.5 }}>{wordsOf(found)}</Box>
      {found.periods.length > 0 && (
        <>
          <SpectrumPlot spectrum={found.spectrum} peaks={found.periods} />
          <Table size="small" aria-label="Periods">
            <TableHead>
              <TableRow>
                <TableCell>Period</TableCell>
                <TableCell align="right">Power</TableCell>
                <TableCell align="right">False-alarm probability</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {found.periods.map((peak) => (
                <TableRow key={peak.frequency}>
                  <TableCell>{describePeriod(peak.period_days)}</TableCell>
                  <TableCell align="right">{peak.power.toFixed(3)}</TableCell>
                  <TableCell align="right">
                    {describeChance(peak.false_alarm_probability)}
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </>
      )}
    </>
  );
}

type PeriodSearchProps = {
  readonly objId: string;
  /** Bands that there is something of. */
  readonly filters: readonly string[];
};

const ALL = 'all bands';

/** The periodogram of all bands or of one; worked out when it is asked for. */
export function PeriodSearch({ objId, filters }: PeriodSearchProps) {
  const [choice, setChoice] = useState<string | null>(null);
  const [search, { currentData, error, isFetching }] = useLazyGetPeriodogramQuery();
  const start = (wanted: string) => {
    setChoice(wanted);
    void search({ objId, filter: wanted === ALL ? null : wanted }, true);
  };
  return (
    <Box sx={{ mt: 1.5 }}>
      {choice === null ? (
        <Button variant="outlined" onClick={() => start(ALL)}>
          Search for periods
        </Button>
      ) : (
        <ToggleButtonGroup
          exclusive
          aria-label="Periods of"
          value={choice}
          onChange={(_event, wanted) => wanted && start(wanted)}
        >
          {[ALL, ...filters].map((name) => (
            <ToggleButton key={name} value={name}>
              {name}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      )}
      {isFetching && <Box role="status">Searching for periods…</Box>}
      {error !== undefined && !isFetching && choice !== null && (
        <ErrorNotice what="No periodogram" error={error} onRetry={() => start(choice)} />
      )}
      {currentData !== undefined && <Periods found={currentData} />}
    </Box>
  );
}
