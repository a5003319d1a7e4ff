import { Box, Button, Skeleton } from '@mui/material';
import { useState } from 'react';
import type { Source } from '../../../api/types.ts';
import { formatUtc, parseNaiveUtc } from '../../../format/time.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { useGetSummariesQuery } from '../sources.api.ts';
import { EditableFact } from './fact.tsx';

function SummaryHistory({ objId }: { readonly objId: string }) {
  const { data, error, refetch } = useGetSummariesQuery(objId);
  if (error !== undefined) {
    return <ErrorNotice what="No history" error={error} onRetry={() => refetch()} />;
  }
  if (data === undefined) return <Skeleton />;
  return (
    <Box component="ol" reversed sx={{ m: 0, pl: 3, fontSize: 12 }}>
      {data.map((one) => (
        <li key={one.set_at_utc}>
          {one.summary ?? 'taken back'} · {one.is_bot ? 'a model, ' : ''}
          {formatUtc(parseNaiveUtc(one.set_at_utc))}
        </li>
      ))}
    </Box>
  );
}

type SummaryFactProps = { readonly source: Source; readonly mayEdit: boolean };

/** What it is in a few sentences, and what was said before. */
export function SummaryFact({ source, mayEdit }: SummaryFactProps) {
  const [isOpen, setOpen] = useState(false);
  const summary = source.summary ?? null;
  const hasHistory = (source.summary_history ?? []).length > 0;
  return (
    <EditableFact
      objId={source.id}
      name="Summary"
      mayEdit={mayEdit}
      fields={[{ key: 'summary', label: 'Summary', value: summary ?? '', isLong: true }]}
      read={(texts) => ({ summary: texts.summary?.trim() || null })}
    >
      <span style={{ whiteSpace: 'pre-wrap' }}>{summary ?? 'none'}</span>
      {hasHistory && (
        <Button aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} sx={{ ml: 0.5, py: 0 }}>
          History
        </Button>
      )}
      {isOpen && <SummaryHistory objId={source.id} />}
    </EditableFact>
  );
}
