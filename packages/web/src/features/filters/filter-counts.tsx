import { Box } from '@mui/material';
import type { FilterHistory } from '../../api/types.ts';
import { formatCount } from '../../format/number.ts';

/** What the active version made of the last 24 hours. */
export function FilterCounts({ counts }: { readonly counts: FilterHistory['counts'] }) {
  if (counts === null) {
    return <Box sx={{ fontSize: 13, color: 'text.secondary' }}>No alerts evaluated yet</Box>;
  }
  return (
    <Box sx={{ fontSize: 13 }}>
      <b>{formatCount(counts.passed)}</b> of {formatCount(counts.evaluated)} passed in 24 h
      {counts.failed > 0 && (
        <Box component="span" sx={{ color: 'error.main' }}>
          {' '}
          · {formatCount(counts.failed)} failed
        </Box>
      )}
    </Box>
  );
}
