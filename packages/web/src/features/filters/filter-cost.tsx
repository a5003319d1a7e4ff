import { Box } from '@mui/material';
import type { FilterHistory } from '../../api/types.ts';
import { MONO } from '../../app/theme.ts';
import { costWords } from './filter-cost-words.ts';

type Counts = NonNullable<FilterHistory['counts']>;

function Failures({ counts }: { readonly counts: Counts }) {
  // What is to be saved at once may fail by itself.
  if (counts.failed === 0 && counts.failures.length === 0) return null;
  return (
    <Box component="ul" aria-label="Why it failed" sx={{ m: 0, pl: 2.5, color: 'error.main' }}>
      {counts.failures.map(({ message, candid }) => (
        <li key={message}>
          <Box component="span" sx={{ overflowWrap: 'anywhere' }}>
            {message}
          </Box>
          {candid !== null && (
            <Box component="span" sx={{ color: 'text.secondary' }}>
              {' '}
              first on <span style={{ fontFamily: MONO }}>{String(candid)}</span>: see Why not?
            </Box>
          )}
        </li>
      ))}
      {counts.failures.length === 0 && <li>on alerts that you may not see</li>}
    </Box>
  );
}

/** What the active version cost in the last 24 hours, and why it failed where it did. */
export function FilterCost({ counts }: { readonly counts: FilterHistory['counts'] }) {
  if (counts === null || counts.evaluated === 0) return null;
  return (
    <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
      <Box aria-label="What it costs">{costWords(counts)}</Box>
      {counts.autosaved > 0 && <Box>Saved {counts.autosaved} by itself</Box>}
      <Failures counts={counts} />
    </Box>
  );
}
