import { useCallback, useEffect, useLayoutEffect, useRef } from 'react';

const TOP_ZONE_PX = 80;
/** Within this the cards above are as high as they will be. */
const SETTLE_MS = 1500;
const OWN_MOVES = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const;

type Anchor = { readonly card: HTMLElement; readonly top: number };

function putBack({ card, top }: Anchor): void {
  const drift = card.getBoundingClientRect().top - top;
  if (Math.abs(drift) >= 0.5) window.scrollBy({ top: drift, behavior: 'instant' });
}

/**
 * Keeps a card where it is while those above it are drawn, which changes their height, and until the
 * viewer moves the page himself.
 */
function holdAnchor(anchor: Anchor): void {
  const end = performance.now() + SETTLE_MS;
  let isHeld = true;
  const letGo = () => {
    isHeld = false;
    for (const move of OWN_MOVES) window.removeEventListener(move, letGo);
  };
  const hold = () => {
    if (!isHeld) return;
    if (performance.now() > end || !anchor.card.isConnected) {
      letGo();
      return;
    }
    putBack(anchor);
    requestAnimationFrame(hold);
  };
  for (const move of OWN_MOVES) window.addEventListener(move, letGo, { passive: true });
  hold();
}

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
  const anchor = useRef<Anchor | null>(null);

  const insertAnchored = useCallback(() => {
    const card = firstVisibleCard();
    anchor.current = card ? { card, top: card.getBoundingClientRect().top } : null;
    insert();
  }, [insert]);

  useLayoutEffect(() => {
    const kept = anchor.current;
    anchor.current = null;
    if (kept) holdAnchor(kept);
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
