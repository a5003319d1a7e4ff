import { useEffect, useState } from 'react';
import { api } from '../../api/api.ts';
import { useAppDispatch } from '../../app/hooks.ts';

/** What takes longer is waited for widget by widget. */
const PATIENCE_MS = 300;

/** Whether the widgets have their first answers, or have had time for it. */
export function useIsFirstThere(): boolean {
  const dispatch = useAppDispatch();
  const [isThere, setThere] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setThere(true), PATIENCE_MS);
    // The widgets' effects were run before this one: what they asked for is on its way.
    void Promise.allSettled(dispatch(api.util.getRunningQueriesThunk())).then(() => setThere(true));
    return () => window.clearTimeout(timer);
  }, [dispatch]);
  return isThere;
}
