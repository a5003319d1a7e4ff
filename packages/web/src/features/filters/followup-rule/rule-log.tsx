import { Box, Button } from '@mui/material';
import { useState } from 'react';
import { formatUtc, parseNaiveUtc } from '../../../format/time.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { RowList } from '../../../ui/panel.tsx';
import { useGetRuleRunsQuery } from './rule.api.ts';
import { OutcomeLine } from './rule-trials.tsx';

const shownAtFirst = 10;

/** What a filter asked for by itself, and why it did not, the last first. */
export function RuleLog({ filterId }: { readonly filterId: number }) {
  const { currentData: runs, error } = useGetRuleRunsQuery(filterId);
  const [isWhole, setWhole] = useState(false);
  if (error !== undefined) return <ErrorNotice what="Its log" error={error} />;
  if (runs === undefined || runs.length === 0) return null;
  const shown = isWhole ? runs : runs.slice(0, shownAtFirst);
  return (
    <Box sx={{ mt: 1 }}>
      <RowList label="What it did">
        {shown.map(({ id, obj_id: objId, outcome, words, created_at: at }) => (
          <OutcomeLine key={String(id)} objId={objId} outcome={outcome} words={words}>
            <Box component="span" sx={{ color: 'text.secondary', ml: 'auto' }}>
              {formatUtc(parseNaiveUtc(at)).slice(0, 16)}
            </Box>
          </OutcomeLine>
        ))}
      </RowList>
      {shown.length < runs.length && <Button onClick={() => setWhole(true)}>Earlier ones</Button>}
    </Box>
  );
}
