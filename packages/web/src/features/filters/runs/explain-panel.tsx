import { Alert, Box, Button, Stack, TextField } from '@mui/material';
import type { FormEvent } from 'react';
import { MONO } from '../../../app/theme.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import type { ExplainedAlert, ExplainedCondition, ExplainedStage } from '../filters.api.ts';
import type { Run } from './use-run.ts';

type ExplainPanelProps = {
  readonly run: Run<ExplainedAlert>;
  readonly canRun: boolean;
  /** A candid or the name of an object. */
  readonly alert: string;
  readonly onAlert: (alert: string) => void;
  readonly onRun: () => void;
};

const SIGNS = { true: '✓', false: '✗', null: '!' } as const;
const SIGN_COLORS = { true: 'success.main', false: 'error.main', null: 'warning.main' } as const;
const SIGN_WORDS = { true: 'holds', false: 'does not hold', null: 'fails' } as const;

function seenWords({ operands, error }: ExplainedCondition): string {
  if (error) return error.message;
  return operands
    .map(({ text, seen }) => {
      const value = seen.type === 'missing' ? 'missing' : JSON.stringify(seen.value);
      return `${text} is ${value.length > 120 ? `${value.slice(0, 120)}…` : value}`;
    })
    .join(', ');
}

function Condition({ condition }: { readonly condition: ExplainedCondition }) {
  const sign = `${condition.held}` as const;
  const seen = seenWords(condition);
  const parts = condition.cause ? [...condition.parts, condition.cause] : condition.parts;
  return (
    <Box
      component="li"
      sx={{ fontSize: 12.5, color: condition.reached ? 'text.primary' : 'text.secondary' }}
    >
      <Box sx={{ display: 'flex', gap: 1 }}>
        <Box
          component="span"
          role="img"
          aria-label={SIGN_WORDS[sign]}
          sx={{ color: SIGN_COLORS[sign], fontWeight: 700, width: 12 }}
        >
          {SIGNS[sign]}
        </Box>
        <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
          <Box component="span" sx={{ fontFamily: MONO }}>
            {condition.text}
          </Box>
          {seen !== '' && (
            <Box component="span" sx={{ color: 'text.secondary' }}>
              {' '}
              — {seen}
            </Box>
          )}
        </Box>
      </Box>
      {parts.length > 0 && (
        <Box component="ul" sx={{ listStyle: 'none', m: 0, pl: 2.5 }}>
          {parts.map((part) => (
            <Condition key={part.id} condition={part} />
          ))}
        </Box>
      )}
    </Box>
  );
}

function DocumentView({
  title,
  documents,
}: {
  readonly title: string;
  readonly documents: readonly unknown[];
}) {
  if (documents.length === 0) return null;
  return (
    <Box component="details" sx={{ fontSize: 12.5 }}>
      <summary>{title}</summary>
      <Box
        component="pre"
        tabIndex={0}
        aria-label={title}
        sx={{ fontFamily: MONO, fontSize: 11.5, maxHeight: 320, overflow: 'auto', m: 0, p: 1 }}
      >
        {documents.map((document) => JSON.stringify(document, null, 2)).join('\n')}
      </Box>
    </Box>
  );
}

const OUTCOME_COLORS = {
  passed: 'success.main',
  rejected: 'error.main',
  failed: 'error.main',
  skipped: 'text.secondary',
} as const;

function Stage({ stage }: { readonly stage: ExplainedStage }) {
  const { at, outcome, fields, condition, error, input, output } = stage;
  return (
    <Box component="li" sx={{ py: 0.75, borderTop: 1, borderColor: 'divider' }}>
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'baseline', flexWrap: 'wrap' }}>
        <Box component="h3" sx={{ m: 0, fontFamily: MONO, fontSize: 13, fontWeight: 650 }}>
          {at}
        </Box>
        <Box component="span" sx={{ color: OUTCOME_COLORS[outcome], fontSize: 12.5 }}>
          {outcome}
        </Box>
        {fields.added.length > 0 && (
          <Box component="span" sx={{ fontSize: 12.5, color: 'text.secondary' }}>
            adds {fields.added.join(', ')}
          </Box>
        )}
      </Box>
      {condition && (
        <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
          <Condition condition={condition} />
        </Box>
      )}
      {error && (
        <Alert severity="error" variant="outlined">{`${error.path}: ${error.message}`}</Alert>
      )}
      <DocumentView title={`What goes into ${at}`} documents={input} />
      <DocumentView title={`What comes out of ${at}`} documents={output} />
    </Box>
  );
}

/** The first condition that was to blame, in words. */
function blame(condition: ExplainedCondition | null): ExplainedCondition | null {
  if (condition === null || condition.held === true) return null;
  const guilty = condition.parts.map(blame).find((part) => part !== null);
  return guilty ?? condition;
}

function Verdict({ result }: { readonly result: ExplainedAlert }) {
  const { explanation, candid, objectId, seen } = result;
  const stage = explanation.stages.find(
    ({ outcome }) => outcome === 'rejected' || outcome === 'failed',
  );
  const guilty = stage ? blame(stage.condition) : null;
  return (
    <Box role="status">
      {objectId} ({candid}){' '}
      <b>
        {explanation.outcome === 'passed'
          ? 'passes'
          : explanation.outcome === 'failed'
            ? 'makes the filter fail'
            : 'does not pass'}
      </b>
      {stage && ` at ${stage.at}`}
      {guilty && (
        <>
          :{' '}
          <Box component="span" sx={{ fontFamily: MONO, fontSize: 12.5 }}>
            {guilty.text}
          </Box>
          {seenWords(guilty) && ` — ${seenWords(guilty)}`}
        </>
      )}
      .{!seen && ' The filter’s stream does not give it this alert: it is of another programme.'}
      {explanation.rejectedBeforeError &&
        ' The stream rejects it by a later condition before it comes to the error.'}
    </Box>
  );
}

/** Why one alert passes what is in the editor, or does not. */
export function ExplainPanel({ run, canRun, alert, onAlert, onRun }: ExplainPanelProps) {
  const { state } = run;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onRun();
  };
  return (
    <Stack spacing={1.5}>
      <Stack component="form" direction="row" onSubmit={submit} sx={{ gap: 1, flexWrap: 'wrap' }}>
        <TextField
          label="candid or object"
          value={alert}
          onChange={(event) => onAlert(event.target.value)}
          sx={{ minWidth: 240 }}
        />
        <Button
          type="submit"
          variant="contained"
          disabled={!canRun || alert.trim() === '' || state.kind === 'running'}
        >
          Explain
        </Button>
      </Stack>
      {state.kind === 'idle' && (
        <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
          Tells stage by stage why an alert passes what is in the editor, or why not. Of an object
          it is the newest alert.
        </Box>
      )}
      {state.kind === 'failed' && <ErrorNotice what="Not explained" error={state.error} />}
      {state.kind === 'done' && (
        <>
          <Verdict result={state.result} />
          <Box component="ol" aria-label="Stages" sx={{ listStyle: 'none', m: 0, p: 0 }}>
            {state.result.explanation.stages.map((stage) => (
              <Stage key={stage.index} stage={stage} />
            ))}
          </Box>
        </>
      )}
    </Stack>
  );
}
