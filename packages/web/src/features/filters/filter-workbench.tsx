import { Box, Button, Stack } from '@mui/material';
import { useId, useRef, useState } from 'react';
import type { FilterHistory } from '../../api/types.ts';
import { useAppDispatch } from '../../app/hooks.ts';
import { lineOf, type PipelineProblem } from './editor/check-pipeline-lines.ts';
import { EXAMPLE_PIPELINE } from './editor/example-pipeline.ts';
import { PipelineEditor } from './editor/pipeline-editor.tsx';
import { tidyPipelineText } from './editor/tidy-pipeline.ts';
import { usePipelineCheck } from './editor/use-pipeline-check.ts';
import { filterSaved, useGetFilterFieldsQuery } from './filters.api.ts';
import { TryTabs } from './runs/try-tabs.tsx';
import { useRun } from './runs/use-run.ts';
import { type TryChoice, useTries } from './runs/use-tries.ts';
import { SaveVersion } from './save-version.tsx';

type FilterWorkbenchProps = {
  readonly filter: FilterHistory;
  readonly initialText: string;
  /** Which way to try the text is shown. */
  readonly tryChoice: TryChoice;
  readonly onSaved: () => void;
};

type ProblemsProps = {
  readonly id: string;
  readonly text: string;
  readonly problems: readonly PipelineProblem[];
};

function Problems({ id, text, problems }: ProblemsProps) {
  return (
    <Box id={id} role="status" sx={{ minHeight: 20, fontSize: 13, color: 'error.main' }}>
      {problems.slice(0, 3).map((problem) => (
        <Box
          key={`${problem.from}:${problem.message}`}
          sx={{ overflowWrap: 'anywhere', ...(problem.isWarning && { color: 'text.secondary' }) }}
        >
          {/at line \d+/.test(problem.message) ? '' : `Line ${lineOf(text, problem.from)}: `}
          {problem.message}
        </Box>
      ))}
    </Box>
  );
}

type EditButtonsProps = {
  readonly text: string;
  readonly initialText: string;
  readonly canTidy: boolean;
  /** What an empty editor may begin with; null for nothing. */
  readonly example: string | null;
  readonly onChange: (text: string) => void;
};

function EditButtons({ text, initialText, canTidy, example, onChange }: EditButtonsProps) {
  return (
    <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
      {text.trim() === '' && example !== null && (
        <Button onClick={() => onChange(example)}>Begin with an example</Button>
      )}
      <Button onClick={() => onChange(tidyPipelineText(text))} disabled={!canTidy}>
        Tidy
      </Button>
      <Button onClick={() => onChange(initialText)} disabled={text === initialText}>
        Discard
      </Button>
      <Box sx={{ fontSize: 12, color: 'text.secondary', display: { xs: 'none', md: 'block' } }}>
        Ctrl-Space completes, Ctrl-Enter runs on last night, Ctrl-S leads to saving
      </Box>
    </Stack>
  );
}

/** Where a filter is written: the editor, and beneath it what the text would do. */
export function FilterWorkbench({ filter, initialText, tryChoice, onSaved }: FilterWorkbenchProps) {
  const [text, setText] = useState(initialText);
  const fields = useGetFilterFieldsQuery(filter.id).currentData;
  const problems = usePipelineCheck(text, fields);
  const canRun = text.trim() !== '' && problems.every(({ isWarning }) => isWarning);
  const tries = useTries(filter.id, text, canRun, tryChoice);
  const saving = useRun<unknown>();
  const dispatch = useAppDispatch();
  const changelogRef = useRef<HTMLInputElement | null>(null);
  const problemsId = useId();
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
        describedBy={problemsId}
        onRun={() => tries.runNight(null)}
        onSave={() => changelogRef.current?.focus()}
      />
      <Problems id={problemsId} text={text} problems={problems} />
      <SaveVersion
        run={saving}
        canSave={canRun && text !== initialText}
        changelogRef={changelogRef}
        onSave={save}
      />
      <EditButtons
        text={text}
        initialText={initialText}
        canTidy={canRun}
        example={filter.survey === 'ztf' ? EXAMPLE_PIPELINE : null}
        onChange={setText}
      />
      <TryTabs tries={tries} filter={filter} text={text} canRun={canRun} />
    </Stack>
  );
}
