import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { Candidate } from '../../api/types.ts';
import { useAppDispatch, useAppSelector } from '../../app/hooks.ts';
import { settledForgotten } from '../outbox/outbox-slice.ts';
import { joinPages, newestPassedAt, selectUnlisted } from './candidate-list.ts';
import {
  type CandidateQuery,
  useGetCandidatesInfiniteQuery,
  useLazyGetNewerCandidatesQuery,
} from './candidates.api.ts';
import { newerInserted, refreshed } from './scan-slice.ts';
import { boundsOf, isOpenEnded } from './time-window.ts';
import { useLastScan } from './use-last-scan.ts';

export type CandidateListState = {
  readonly candidates: readonly Candidate[];
  readonly totalMatches: number | null;
  readonly isLoading: boolean;
  readonly isLoadingMore: boolean;
  readonly hasMore: boolean;
  readonly error: unknown;
  /** Came since the list was loaded and not shown yet. */
  readonly waiting: readonly Candidate[];
  readonly loadMore: () => void;
  readonly insertWaiting: () => void;
  readonly refresh: () => void;
};

const NO_PAGES: readonly (readonly Candidate[])[] = [];
const NO_CANDIDATES: readonly Candidate[] = [];

/** The search as a query; stable until the search or the moment it is counted from changes. */
function useCandidateQuery(): CandidateQuery {
  const search = useAppSelector((state) => state.scan.search);
  const asOfMs = useAppSelector((state) => state.scan.asOfMs);
  const lastScanAt = useLastScan();
  // That the scan ended moves the mark, and not what is being looked at.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the mark counts when a scan begins
  return useMemo(
    () => ({ search, ...boundsOf(search.window, new Date(asOfMs), lastScanAt) }),
    [search, asOfMs],
  );
}

// A busy stream pushes many times a second; the list need not be asked as often.
const ASK_INTERVAL_MS = 2000;

type Newer = { readonly found: readonly Candidate[]; readonly isTooMany: boolean };

/** Asks for what passed since the newest candidate known, soon after the server says that some did. */
function useNewer(query: CandidateQuery, listed: readonly Candidate[], isReady: boolean): Newer {
  const arrivals = useAppSelector((state) => state.live.arrivals);
  const isOpen = useAppSelector((state) => isOpenEnded(state.scan.search.window));
  const [ask, { currentData }] = useLazyGetNewerCandidatesQuery();
  const startDate = newestPassedAt(listed) ?? query.startDate;
  const lastAsked = useRef(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only an arrival is a reason to ask
  useEffect(() => {
    if (arrivals === 0 || !isOpen || !isReady) return;
    const waitMs = Math.max(0, lastAsked.current + ASK_INTERVAL_MS - Date.now());
    // A push during the wait restarts it, yet never beyond the interval since the last question.
    const timer = window.setTimeout(() => {
      lastAsked.current = Date.now();
      ask({ ...query, startDate, endDate: undefined });
    }, waitMs);
    return () => window.clearTimeout(timer);
  }, [arrivals, isOpen, isReady]);

  const isKnown = isOpen && currentData !== undefined;
  return {
    found: isKnown ? currentData.candidates : NO_CANDIDATES,
    isTooMany: isKnown && currentData.totalMatches > currentData.candidates.length,
  };
}

/** The candidates of the current search: pages, what came since, and how to get more. */
export function useCandidateList(): CandidateListState {
  const dispatch = useAppDispatch();
  const query = useCandidateQuery();
  const inserted = useAppSelector((state) => state.scan.inserted);
  const result = useGetCandidatesInfiniteQuery(query);
  const pages = result.currentData?.pages;
  const candidates = useMemo(
    () => joinPages(inserted, pages?.map((page) => page.candidates) ?? NO_PAGES),
    [inserted, pages],
  );
  const { found, isTooMany } = useNewer(query, candidates, pages !== undefined);
  const waiting = useMemo(() => selectUnlisted(found, candidates), [found, candidates]);

  const { fetchNextPage, hasNextPage, isFetchingNextPage } = result;
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const refresh = useCallback(() => {
    dispatch(settledForgotten());
    dispatch(refreshed(Date.now()));
  }, [dispatch]);

  const insertWaiting = useCallback(() => {
    // More than one answer holds: those in between would be missed, so start over.
    if (isTooMany) refresh();
    else dispatch(newerInserted(found));
  }, [dispatch, refresh, found, isTooMany]);

  // The server counted as of the search; what came since is counted here.
  const total = pages?.[0]?.totalMatches ?? null;
  const listed = new Set(pages?.flatMap((page) => page.candidates.map(({ id }) => id)));
  const addedCount = candidates.length - listed.size;
  return {
    candidates,
    totalMatches: total === null ? null : total + addedCount,
    isLoading: pages === undefined && result.isFetching,
    isLoadingMore: isFetchingNextPage,
    hasMore: hasNextPage,
    error: result.error,
    waiting,
    loadMore,
    insertWaiting,
    refresh,
  };
}
