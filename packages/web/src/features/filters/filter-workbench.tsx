import { Box, Button, Stack, Tab, Tabs } from '@mui/material';
import { useId, useRef, useState } from 'react';
import type { Int64 } from '../../api/exact-json.ts';
import type { FilterHistory } from '../../api/types.ts';
import { useAppDispatch } from '../../app/hooks.ts';
import { lineOf, type PipelineProblem } from './editor/check-pipeline-lines.ts';
import { PipelineEditor } from './editor/pipeline-editor.tsx';
import { tidyPipelineText } from './editor/tidy-pipeline.ts';
import { usePipelineCheck } from './editor/use-pipeline-check.ts';
import {
  type ExplainedAlert,
  type FunnelRun,
  filterSaved,
  useGetFilterFieldsQuery,
} from './filters.api.ts';
import { ComparePanel } from './runs/compare-panel.tsx';
import { ExplainPanel } from './runs/explain-panel.tsx';
import { NightPanel } from './runs/night-panel.tsx';
import { useRun } from './runs/use-run.ts';
import { SaveVersion } from './save-version.tsx';

type FilterWorkbenchProps = {
  readonly filter: FilterHistory;
  readonly initialText: string;
  readonly onSaved: () => void;
};

const TABS = ['night', 'explain', 'compare'] as const;
type TabName = (typeof TABS)[number];
const TAB_LABELS = { night: 'Last night', explain: 'Why not?', compare: 'Compare' } as const;

type ProblemsProps = {
  readonly id: string;
  readonly text: string;
  readonly problems: readonly PipelineProblem[];
};

function Problems({ id, text, problems }: ProblemsProps) {
  return (
    <Box id={id} role="status" sx={{ minHeight: 20, fontSize: 13, color: 'error.main' }}>
      {problems.slice(0, 3).map((problem) => (
        <Box key={`${problem.from}:${problem.message}`} sx={{ overflowWrap: 'anywhere' }}>
          {/at line \d+/.test(problem.message) ? '' : `Line ${lineOf(text, problem.from)}: `}
          {problem.message}
        </Box>
      ))}
    </Box>
  );
}

/** Where a filter is written: the editor, and beneath it what the text would do. */
export function FilterWorkbench({ filter, initialText, onSaved }: FilterWorkbenchProps) {
  const [text, setText] = useState(initialText);
  const [tab, setTab] = useState<TabName>('night');
  const [alert, setAlert] = useState('');
  const fields = useGetFilterFieldsQuery(filter.id).currentData;
  const problems = usePipelineCheck(text, fields);
  const dispatch = useAppDispatch();
  const changelogRef = useRef<HTMLInputElement | null>(null);
  const ids = useId();
  const funnel = useRun<FunnelRun>();
  const explain = useRun<ExplainedAlert>();
  const saving = useRun<unknown>();
  const canRun = text.trim() !== '' && problems.length === 0;

  const runNight = (night: string | null) => {
    if (!canRun) return;
    setTab('night');
    const body = { pipeline: text, ...(night === null ? {} : { night }) };
    void funnel.start(`filters/${filter.id}/funnel`, body);
  };
  const explainAlert = (which: string) => {
    const name = which.trim();
    const key = /^\d+$/.test(name) ? 'candid' : 'objectId';
    const query = new URLSearchParams({ [key]: name });
    void explain.start(`filters/${filter.id}/explain?${query}`, { pipeline: text });
  };
  const explainCandid = (candid: Int64) => {
    setAlert(String(candid));
    setTab('explain');
    explainAlert(String(candid));
  };
  const save = async (changelog: string, insist: boolean) => {
    const body = { pipeline: text, changelog, ...(insist ? { insist } : {}) };
    const saved = await saving.start(`filters/${filter.id}/v`, body);
    if (saved === null) return;
    dispatch(filterSaved(filter.id));
    onSaved();
  };
  return (
    <Stack spacing={1} sx={{ minWidth: 0 }}>
      <PipelineEditor
        value={text}
        onChange={setText}
        problems={problems}
        fields={fields ?? []}
        describedBy={`${ids}-problems`}
        onRun={() => runNight(null)}
        onSave={() => changelogRef.current?.focus()}
      />
      <Problems id={`${ids}-problems`} text={text} problems={problems} />
      <SaveVersion
        run={saving}
        canSave={canRun && text !== initialText}
        changelogRef={changelogRef}
        onSave={save}
      />
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        <Button onClick={() => setText(tidyPipelineText(text))} disabled={!canRun}>
          Tidy
        </Button>
        <Button onClick={() => setText(initialText)} disabled={text === initialText}>
          Discard
        </Button>
        <Box sx={{ fontSize: 12, color: 'text.secondary', display: { xs: 'none', md: 'block' } }}>
          Ctrl-Space completes, Ctrl-Enter runs on last night, Ctrl-S leads to saving
        </Box>
      </Stack>
      <Tabs value={tab} onChange={(_event, next: TabName) => setTab(next)} aria-label="Try it">
        {TABS.map((name) => (
          <Tab
            key={name}
            value={name}
            label={TAB_LABELS[name]}
            id={`${ids}-tab-${name}`}
            aria-controls={`${ids}-panel`}
            sx={{ textTransform: 'none' }}
          />
        ))}
      </Tabs>
      <Box role="tabpanel" id={`${ids}-panel`} aria-labelledby={`${ids}-tab-${tab}`} sx={{ pt: 1 }}>
        {tab === 'night' && (
          <NightPanel run={funnel} canRun={canRun} onRun={runNight} onExplain={explainCandid} />
        )}
        {tab === 'explain' && (
          <ExplainPanel
            run={explain}
            canRun={canRun}
            alert={alert}
            onAlert={setAlert}
            onRun={() => explainAlert(alert)}
          />
        )}
        {tab === 'compare' && (
          <ComparePanel filter={filter} draft={text} canRun={canRun} onExplain={explainCandid} />
        )}
      </Box>
    </Stack>
  );
}
