import { Box, Button, LinearProgress, Stack, TextField, Typography } from '@mui/material';
import { type RefObject, useId, useRef, useState } from 'react';
import { type ApiError, describeError, isApiError } from '../../api/api-error.ts';
import { formatCount } from '../../format/number.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { lineOf, type PipelineProblem } from '../filters/editor/check-pipeline-lines.ts';
import { PipelineEditor } from '../filters/editor/pipeline-editor.tsx';
import {
  type ExplainedQuery,
  type SavedQuery,
  useChangeSavedQueryMutation,
  useExplainQueryMutation,
  useOrderQueryJobMutation,
  useSaveQueryMutation,
} from './queries.api.ts';
import { ResultTable } from './result-table.tsx';
import { useQueryRun } from './use-query-run.ts';
import { useQueryText } from './use-query-text.ts';

type WorkbenchProps = {
  readonly text: string;
  readonly onChange: (text: string) => void;
  /** The query that was opened: saving under its name changes it. */
  readonly opened: Pick<SavedQuery, 'id' | 'name' | 'group_id'> | null;
  readonly onSaved: (saved: SavedQuery) => void;
};

type ProblemsProps = {
  readonly id: string;
  readonly text: string;
  readonly problems: readonly PipelineProblem[];
};

function Problems({ id, text, problems }: ProblemsProps) {
  return (
    <Box id={id} role="status" sx={{ minHeight: 20, fontSize: 13, color: 'error.main' }}>
      {problems.slice(0, 3).map(({ from, message }) => (
        <Box key={`${from}:${message}`} sx={{ overflowWrap: 'anywhere' }}>
          {/at line \d+/.test(message) ? '' : `Line ${lineOf(text, from)}: `}
          {message}
        </Box>
      ))}
    </Box>
  );
}

function Explained({ explained }: { readonly explained: ExplainedQuery }) {
  const { pushed, indexes, residual, estimated_documents: count } = explained;
  const list = (names: readonly string[]) => (names.length === 0 ? 'nothing' : names.join(', '));
  return (
    <Box role="status" aria-label="Explanation" sx={{ fontSize: 14 }}>
      <Typography variant="body2">
        {`About ${formatCount(count)} documents are looked at; ${
          indexes.length === 0 ? 'no index finds them' : `found by ${indexes.join(', ')}`
        }.`}
      </Typography>
      <Typography variant="body2" color="textSecondary">
        {`The database does ${list(pushed)}. Done document by document: ${list(residual)}.`}
      </Typography>
    </Box>
  );
}

/** What the server has against the text, and where it stands there. */
function useServerProblem(error: unknown, text: string): readonly PipelineProblem[] {
  const [told, setTold] = useState<{
    readonly error: ApiError;
    readonly problem: PipelineProblem;
  } | null>(null);
  const isOfQuery = isApiError(error) && error.code === 'bad_query';
  if (isOfQuery && told?.error !== error) {
    const path = typeof error.details.path === 'string' ? error.details.path : '';
    void import('../filters/editor/check-pipeline.ts').then(({ problemAt }) =>
      setTold({ error, problem: problemAt({ message: error.message, path }, text, false) }),
    );
  }
  return isOfQuery && told?.error === error ? [told.problem] : [];
}

/** What can be done with a text that is right: each begins with a clean slate. */
function useQueryActions({ text, opened, onSaved }: Omit<WorkbenchProps, 'onChange'>) {
  const { json, problems: ownProblems, isCurrent } = useQueryText(text);
  const run = useQueryRun();
  const [explain, explaining] = useExplainQueryMutation();
  const [add, adding] = useSaveQueryMutation();
  const [change, changing] = useChangeSavedQueryMutation();
  const [order, ordering] = useOrderQueryJobMutation();
  const failure = [run.error, explaining.error, adding.error, changing.error, ordering.error].find(
    (error) => error !== undefined && error !== null,
  );
  const told = useServerProblem(failure, text);
  const ready = isCurrent ? json : null;
  const reset = () => {
    run.forget();
    for (const asked of [explaining, adding, changing, ordering]) asked.reset();
  };
  // A key comes before what was typed last is read.
  const readNow = async () => {
    if (isCurrent) return json;
    const { readQueryText } = await import('./query-text.ts');
    return readQueryText(text).json;
  };
  const act = (work: (query: string) => unknown) => async () => {
    const query = await readNow();
    if (query === null) return;
    reset();
    await work(query);
  };
  const save = (title: string) =>
    act(async (query) => {
      const own = opened !== null && opened.name === title ? opened : null;
      const naming = { name: title, groupId: own?.group_id ?? null, json: query };
      const saved = own === null ? await add(naming) : await change({ id: own.id, ...naming });
      if (saved.data !== undefined) onSaved(saved.data);
    });
  return {
    run,
    failure: told.length === 0 ? failure : undefined,
    problems: ownProblems.length > 0 ? ownProblems : told,
    explained: explaining.data,
    isReady: ready !== null,
    isBusy: [explaining, adding, changing, ordering].some(({ isLoading }) => isLoading),
    reset,
    start: act(run.start),
    explain: act(explain),
    save,
    order: (title: string) => act((query) => order({ name: title, json: query })),
  };
}

type Actions = ReturnType<typeof useQueryActions>;

type ButtonsProps = {
  readonly actions: Actions;
  readonly firstName: string;
  readonly nameRef: RefObject<HTMLInputElement | null>;
};

function QueryButtons({ actions, firstName, nameRef }: ButtonsProps) {
  const [name, setName] = useState(firstName);
  const title = name.trim();
  const { run, isReady, isBusy } = actions;
  const isOff = !isReady || isBusy;
  return (
    <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
      <Button variant="contained" disabled={!isReady} onClick={actions.start}>
        Run
      </Button>
      {run.isRunning && <Button onClick={run.stop}>Stop</Button>}
      <Button disabled={isOff} onClick={actions.explain}>
        Explain
      </Button>
      <Button disabled={isOff} onClick={actions.order(title)}>
        Run as a job
      </Button>
      <TextField
        label="Name"
        size="small"
        inputRef={nameRef}
        value={name}
        onChange={({ target }) => setName(target.value.slice(0, 200))}
        onKeyDown={({ key }) => key === 'Enter' && title !== '' && actions.save(title)()}
        sx={{ flex: '1 1 160px', maxWidth: 320 }}
      />
      <Button disabled={isOff || title === ''} onClick={actions.save(title)}>
        Save
      </Button>
    </Stack>
  );
}

/** Where a query is written, tried, explained, kept, and ordered. */
export function QueryWorkbench({ text, onChange, opened, onSaved }: WorkbenchProps) {
  const problemsId = useId();
  const nameRef = useRef<HTMLInputElement>(null);
  const actions = useQueryActions({ text, opened, onSaved });
  const { run, problems, failure, explained } = actions;
  return (
    <Stack spacing={1} sx={{ minWidth: 0 }}>
      <PipelineEditor
        value={text}
        label="Query"
        onChange={(next) => {
          actions.reset();
          onChange(next);
        }}
        problems={problems}
        fields={[]}
        describedBy={problemsId}
        onRun={actions.start}
        onSave={() => nameRef.current?.focus()}
      />
      <Problems id={problemsId} text={text} problems={problems} />
      <QueryButtons actions={actions} firstName={opened?.name ?? ''} nameRef={nameRef} />
      <Typography
        variant="caption"
        color="textSecondary"
        sx={{ display: { xs: 'none', md: 'block' } }}
      >
        Ctrl-Enter runs, Ctrl-S leads to the name
      </Typography>
      {run.isRunning && <LinearProgress aria-label="The query runs" />}
      {failure !== undefined && <ErrorNotice what="Query" error={describeFailure(failure)} />}
      {explained !== undefined && <Explained explained={explained} />}
      {run.rows !== null && <ResultTable {...run.rows} />}
    </Stack>
  );
}

function describeFailure(error: unknown): Error {
  return new Error(describeError(error));
}
