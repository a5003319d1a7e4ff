import { useEffect } from 'react';
import { whenIdle } from '../ui/when-idle.ts';

/**
 * Fetches parts of the app that are not shown yet once the page has come to rest, so that they are
 * there without a connection. One that cannot be fetched now is fetched when it is needed.
 */
export function usePrefetch(loaders: readonly (() => Promise<unknown>)[]): void {
  useEffect(() => {
    const fetchAll = () => {
      for (const load of loaders) load().catch(() => undefined);
    };
    return whenIdle(fetchAll, 5000);
  }, [loaders]);
}
