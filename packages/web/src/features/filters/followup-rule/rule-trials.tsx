import { Box, Chip, Link } from '@mui/material';
import type { ReactNode } from 'react';
import { Link as RouterLink } from 'react-router';
import { RowList } from '../../../ui/panel.tsx';
import type { RuleRun, RuleTrial } from './rule.api.ts';

type Outcome = RuleRun['outcome'] | RuleTrial['outcome'];

const OUTCOMES: Readonly<
  Record<Outcome, readonly [did: string, would: string, 'default' | 'info' | 'success' | 'warning']>
> = {
  asked: ['asked', 'would ask', 'success'],
  raised: ['more urgent', 'would be more urgent', 'info'],
  ignored: ['not asked', 'would not ask', 'default'],
  refused: ['refused', 'would be refused', 'warning'],
  waiting: ['waiting', 'waiting', 'default'],
  not_passed: ['not let through', 'not let through', 'default'],
};

type LineProps = {
  readonly objId: string;
  readonly outcome: Outcome;
  readonly words: string | null;
  readonly isTrial?: boolean;
  readonly children?: ReactNode;
};

/** What a rule did of an object, or would do. */
export function OutcomeLine({ objId, outcome, words, isTrial = false, children }: LineProps) {
  const [did, would, color] = OUTCOMES[outcome];
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        gap: 1,
        alignItems: 'center',
        fontSize: 13,
        overflowWrap: 'anywhere',
      }}
    >
      <Link component={RouterLink} to={`/source/${encodeURIComponent(objId)}`}>
        {objId}
      </Link>
      <Chip size="small" label={isTrial ? would : did} color={color} />
      <span>{words}</span>
      {children}
    </Box>
  );
}

/** What a rule would do of what passed its filter last. */
export function RuleTrials({ trials }: { readonly trials: readonly RuleTrial[] }) {
  if (trials.length === 0) {
    return (
      <Box role="status" sx={{ fontSize: 13, color: 'text.secondary' }}>
        Nothing has passed the filter yet, on which it could be tried.
      </Box>
    );
  }
  return (
    <RowList label="What it would do">
      {trials.map(({ obj_id: objId, outcome, words }) => (
        <OutcomeLine key={objId} objId={objId} outcome={outcome} words={words} isTrial />
      ))}
    </RowList>
  );
}
