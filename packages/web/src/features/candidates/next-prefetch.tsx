import { memo, useEffect } from 'react';
import type { Candidate } from '../../api/types.ts';
import { useAppDispatch, useAppSelector } from '../../app/hooks.ts';
import { whenIdle } from '../../ui/when-idle.ts';
import { catalogsApi } from '../catalogs/catalogs.api.ts';
import { CUTOUT_KINDS } from '../cutouts/cutout-display.ts';
import { prefetchStamp } from '../cutouts/use-stamp.ts';
import { photometryApi } from '../photometry/photometry.api.ts';

/** How many candidates ahead are there before they are come to. */
const AHEAD = 4;
const AT_THE_LATEST_MS = 300;

/** So near the end of the list its next page is asked for, before anybody scrolls there. */
const NEAR_END = 8;

type NextPrefetchProps = {
  readonly candidates: readonly Candidate[];
  readonly loadMore: () => void;
};

/** Fetches the images and light curves of the candidates that come next; shows nothing. */
export const NextPrefetch = memo(function NextPrefetch(props: NextPrefetchProps) {
  const { candidates, loadMore } = props;
  const dispatch = useAppDispatch();
  const activeId = useAppSelector((state) => state.scan.activeId);
  useEffect(
    () =>
      whenIdle(() => {
        const at = candidates.findIndex(({ id }) => id === activeId);
        if (at >= 0 && at + NEAR_END >= candidates.length) loadMore();
        for (const { id, candid, survey } of candidates.slice(at + 1, at + 1 + AHEAD)) {
          dispatch(photometryApi.util.prefetch('getPhotometry', id, { ifOlderThan: 300 }));
          dispatch(catalogsApi.util.prefetch('getCrossMatches', id, { ifOlderThan: 3600 }));
          if (candid === null || survey === null) continue;
          for (const kind of CUTOUT_KINDS) prefetchStamp(candid, kind, survey);
        }
      }, AT_THE_LATEST_MS),
    [candidates, loadMore, activeId, dispatch],
  );
  return null;
});
