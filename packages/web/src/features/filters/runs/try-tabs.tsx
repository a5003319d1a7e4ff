import { Box, Tab, Tabs } from '@mui/material';
import { useId } from 'react';
import type { FilterHistory } from '../../../api/types.ts';
import { ComparePanel } from './compare-panel.tsx';
import { ExplainPanel } from './explain-panel.tsx';
import { NightPanel } from './night-panel.tsx';
import { TRIES, type Tries, type TryName } from './use-tries.ts';

type TryTabsProps = {
  readonly tries: Tries;
  readonly filter: FilterHistory;
  /** What is in the editor, and whether it is right. */
  readonly text: string;
  readonly canRun: boolean;
};

const LABELS = { night: 'Last night', explain: 'Why not?', compare: 'Compare' } as const;

function TryPanel({ tries, filter, text, canRun }: TryTabsProps) {
  const { shown, explainCandid } = tries;
  switch (shown) {
    case 'night':
      return (
        <NightPanel
          run={tries.funnel}
          canRun={canRun}
          onRun={tries.runNight}
          onExplain={explainCandid}
        />
      );
    case 'explain':
      return (
        <ExplainPanel
          run={tries.explain}
          canRun={canRun}
          alert={tries.alert}
          onAlert={tries.setAlert}
          onRun={tries.explainAlert}
        />
      );
    case 'compare':
      return (
        <ComparePanel filter={filter} draft={text} canRun={canRun} onExplain={explainCandid} />
      );
  }
}

/** What the text in the editor would do: over a night, to one alert, beside another version. */
export function TryTabs(props: TryTabsProps) {
  const { shown, show } = props.tries;
  const id = useId();
  return (
    <Box>
      <Tabs value={shown} onChange={(_event, next: TryName) => show(next)} aria-label="Try it">
        {TRIES.map((name) => (
          <Tab
            key={name}
            value={name}
            label={LABELS[name]}
            id={`${id}-tab-${name}`}
            aria-controls={`${id}-panel`}
            sx={{ textTransform: 'none' }}
          />
        ))}
      </Tabs>
      <Box role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-tab-${shown}`} sx={{ pt: 2 }}>
        <TryPanel {...props} />
      </Box>
    </Box>
  );
}
