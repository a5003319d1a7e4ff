import { useEffect, useState } from 'react';
import { useAppStore } from '../../app/hooks.ts';

/** Scrolls once to the candidate that was looked at when the page was left, as soon as it is listed. */
export function useReturnToActive(isListed: boolean): void {
  const store = useAppStore();
  const [wanted, setWanted] = useState(() => store.getState().scan.activeId);
  useEffect(() => {
    if (wanted === null || !isListed) return;
    document.getElementById(`candidate-${wanted}`)?.scrollIntoView({ block: 'start' });
    setWanted(null);
  }, [wanted, isListed]);
}
