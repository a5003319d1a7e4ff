import { Box, Button, CircularProgress, Skeleton } from '@mui/material';
import { useEffect, useRef } from 'react';
import { formatCount } from '../../format/number.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { CARD_MIN_HEIGHT, CandidateCard } from './candidate-card.tsx';
import { EmptyScan } from './empty-scan.tsx';
import type { CandidateListState } from './use-candidate-list.ts';

type CandidateResultsProps = { readonly list: CandidateListState };

/** Asks for the next page before the end of the list is reached. */
function LoadMore({ list }: { readonly list: CandidateListState }) {
  const ref = useRef<HTMLDivElement>(null);
  const { loadMore, hasMore, isLoadingMore } = list;
  useEffect(() => {
    const element = ref.current;
    if (!element || !hasMore || isLoadingMore) return;
    const observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && loadMore(),
      { rootMargin: '1500px 0px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [loadMore, hasMore, isLoadingMore]);
  return (
    <Box ref={ref} sx={{ height: 56, display: 'grid', placeItems: 'center' }}>
      {isLoadingMore && <CircularProgress size={22} aria-label="Loading more candidates" />}
      {hasMore && !isLoadingMore && <Button onClick={loadMore}>Load more</Button>}
      {!hasMore && (
        <Box sx={{ fontSize: 12, color: 'text.secondary' }}>
          {formatCount(list.candidates.length)} of {formatCount(list.totalMatches ?? 0)}: that is
          all
        </Box>
      )}
    </Box>
  );
}

/** The cards, or what stands in their place. */
export function CandidateResults({ list }: CandidateResultsProps) {
  if (list.isLoading) {
    return (
      <Box aria-busy="true" aria-label="Loading candidates" role="status">
        {[0, 1, 2, 3].map((n) => (
          <Skeleton
            key={n}
            variant="rounded"
            sx={{ height: CARD_MIN_HEIGHT, mb: 1, transform: 'none' }}
          />
        ))}
      </Box>
    );
  }
  if (list.error !== undefined && list.candidates.length === 0) {
    return <ErrorNotice what="No candidates" error={list.error} onRetry={list.refresh} />;
  }
  if (list.candidates.length === 0) return <EmptyScan />;
  return (
    <>
      {list.candidates.map((candidate) => (
        <CandidateCard key={candidate.id} candidate={candidate} />
      ))}
      {list.error !== undefined && (
        <ErrorNotice what="No more candidates" error={list.error} onRetry={list.loadMore} />
      )}
      <LoadMore list={list} />
    </>
  );
}
