import { useEffect } from 'react';

/**
 * Fetches parts of the app that are not shown yet once the page has come to rest, so that they are
 * there without a connection. One that cannot be fetched now is fetched when it is needed.
 */
export function usePrefetch(loaders: readonly (() => Promise<unknown>)[]): void {
  useEffect(() => {
    const fetchAll = () => {
      for (const load of loaders) load().catch(() => undefined);
    };
    // Safari has no idle callbacks.
    if (typeof window.requestIdleCallback !== 'function') {
      const timer = window.setTimeout(fetchAll, 2000);
      return () => window.clearTimeout(timer);
    }
    const handle = window.requestIdleCallback(fetchAll, { timeout: 5000 });
    return () => window.cancelIdleCallback(handle);
  }, [loaders]);
}
