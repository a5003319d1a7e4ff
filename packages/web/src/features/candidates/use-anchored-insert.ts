import { useCallback, useEffect, useLayoutEffect, useRef } from 'react';

const TOP_ZONE_PX = 80;

function firstVisibleCard(): HTMLElement | null {
  for (const card of document.querySelectorAll<HTMLElement>('article[id^="candidate-"]')) {
    if (card.getBoundingClientRect().bottom > 0) return card;
  }
  return null;
}

/**
 * Inserts what waits on top: at once while the viewer is at the top of the page and has chosen no
 * card, else when asked to, keeping the first card on the screen where it is.
 */
export function useAnchoredInsert(
  waitingCount: number,
  isLooking: boolean,
  insert: () => void,
): () => void {
  const anchor = useRef<{ card: HTMLElement; top: number } | null>(null);

  const insertAnchored = useCallback(() => {
    const card = firstVisibleCard();
    anchor.current = card ? { card, top: card.getBoundingClientRect().top } : null;
    insert();
  }, [insert]);

  useLayoutEffect(() => {
    const kept = anchor.current;
    anchor.current = null;
    if (!kept) return;
    const drift = kept.card.getBoundingClientRect().top - kept.top;
    if (drift !== 0) window.scrollBy({ top: drift, behavior: 'instant' });
  });

  useEffect(() => {
    if (waitingCount === 0 || isLooking) return;
    const insertAtTop = () => {
      if (window.scrollY < TOP_ZONE_PX) insert();
    };
    insertAtTop();
    window.addEventListener('scroll', insertAtTop, { passive: true });
    return () => window.removeEventListener('scroll', insertAtTop);
  }, [waitingCount, isLooking, insert]);

  return insertAnchored;
}
