import { useEffect, useRef } from 'react';

/** Scrolls once to the candidate that was looked at when the page was left, as soon as it is listed. */
export function useReturnToActive(activeId: string | null, isListed: boolean): void {
  const wanted = useRef(activeId);
  useEffect(() => {
    if (wanted.current === null || !isListed) return;
    document.getElementById(`candidate-${wanted.current}`)?.scrollIntoView({ block: 'start' });
    wanted.current = null;
  }, [isListed]);
}
