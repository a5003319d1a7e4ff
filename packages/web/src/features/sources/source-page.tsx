import { Box, Skeleton } from '@mui/material';
import { useParams } from 'react-router';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useEndOpening } from '../../ui/use-end-opening.ts';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { SourceHeader } from './source-header.tsx';
import { SourceView } from './source-view.tsx';
import { useGetSourceQuery } from './sources.api.ts';

/** All that is known of one object. */
export function SourcePage() {
  const { id = '' } = useParams();
  usePageTitle(id);
  const { currentData, error, refetch } = useGetSourceQuery(id);
  useEndOpening(currentData !== undefined || error !== undefined);
  if (currentData) {
    return (
      <>
        <SourceHeader source={currentData} />
        <SourceView key={id} source={currentData} />
      </>
    );
  }
  if (error !== undefined) {
    return <ErrorNotice what={id} error={error} onRetry={() => refetch()} />;
  }
  return (
    <Box role="status" aria-label="Loading" sx={{ pt: 2 }}>
      <Skeleton variant="rounded" height={64} sx={{ mb: 1.5 }} />
      <Skeleton variant="rounded" height={420} />
    </Box>
  );
}
