import { useLayoutEffect } from 'react';

/** Takes away what the opening shows in the app's place. */
export function endOpening(): void {
  document.getElementById('opening')?.remove();
  // What it would show later comes too late, too.
  document.documentElement.dataset.opened = 'yes';
}

/** Ends the opening in the moment in which there is something of the page's own to look at. */
export function useEndOpening(isThere: boolean): void {
  useLayoutEffect(() => {
    if (isThere) endOpening();
  }, [isThere]);
}
