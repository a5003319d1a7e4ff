import { Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { type SavedQuery, useGetQueryCollectionsQuery } from './queries.api.ts';
import { QueryJobs } from './query-jobs.tsx';
import { QueryWorkbench } from './query-workbench.tsx';
import { SavedQueries } from './saved-queries.tsx';

const EXAMPLE = `{
  "query_type": "find",
  "query": {
    "catalog": "ZTF_alerts",
    "filter": {"candidate.drb": {"$gt": 0.9}},
    "projection": {"_id": 0, "objectId": 1, "candid": 1, "candidate.jd": 1, "candidate.magpsf": 1}
  },
  "kwargs": {"limit": 100}
}`;

function Collections() {
  const names = useGetQueryCollectionsQuery().data ?? [];
  if (names.length === 0) return null;
  return (
    <Typography variant="body2" color="textSecondary" sx={{ overflowWrap: 'anywhere' }}>
      {`Catalogs: ${names.join(', ')}`}
    </Typography>
  );
}

/** The archive for who writes his own questions: a text, what it gives, what is kept, and what takes long. */
export function QueriesPage() {
  usePageTitle('Queries');
  const [text, setText] = useState(EXAMPLE);
  const [opened, setOpened] = useState<SavedQuery | null>(null);
  const [error, setError] = useState<unknown>(undefined);
  const show = async (path: string) => {
    const { fetchQueryText } = await import('./fetch-query-text.ts');
    try {
      setText(await fetchQueryText(path));
      setError(undefined);
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <Stack spacing={2} sx={{ pt: 2, minWidth: 0 }}>
      <Typography variant="h1">Queries</Typography>
      <Collections />
      {error !== undefined && <ErrorNotice what="The query" error={error} />}
      <QueryWorkbench
        key={opened?.id ?? 0}
        text={text}
        onChange={setText}
        opened={opened?.is_own ? opened : null}
        onSaved={setOpened}
      />
      <SavedQueries
        onOpen={(saved) => {
          setOpened(saved);
          void show(`saved_queries/${saved.id}`);
        }}
      />
      <QueryJobs
        onReuse={(id) => {
          setOpened(null);
          void show(`jobs/${id}`);
        }}
      />
    </Stack>
  );
}
