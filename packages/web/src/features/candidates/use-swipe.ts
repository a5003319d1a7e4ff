import { type TouchEvent, useRef, useState } from 'react';

const SHORTEST_SWIPE_PX = 60;
/** Of the screen's width: so far a finger goes on purpose alone. */
const LONG_SWIPE = 0.65;

/** What letting go now would do: −1 and 1 are previous and next. */
export type SwipeAct = 1 | -1 | 'save' | 'reject';

type SwipeHandlers = {
  readonly onTouchStart: (event: TouchEvent) => void;
  readonly onTouchMove: (event: TouchEvent) => void;
  readonly onTouchEnd: (event: TouchEvent) => void;
  readonly onTouchCancel: () => void;
};

/** What a movement of a finger means; null: nothing. A swipe is clearly sideways; else it scrolls. */
export function readSwipe(dx: number, dy: number, widthPx: number): SwipeAct | null {
  if (Math.abs(dx) < SHORTEST_SWIPE_PX || Math.abs(dx) < 2 * Math.abs(dy)) return null;
  if (Math.abs(dx) >= LONG_SWIPE * widthPx) return dx < 0 ? 'reject' : 'save';
  return dx < 0 ? 1 : -1;
}

/**
 * A swipe to the left goes on and one to the right back; a long one, over two thirds of the screen,
 * rejects to the left and saves to the right. `pending` is what letting go would decide.
 */
export function useSwipe(onSwipe: (act: SwipeAct) => void): {
  readonly handlers: SwipeHandlers;
  readonly pending: 'save' | 'reject' | null;
} {
  const start = useRef<{ x: number; y: number } | null>(null);
  const [pending, setPending] = useState<'save' | 'reject' | null>(null);

  const read = (event: TouchEvent): SwipeAct | null => {
    const touch = event.changedTouches[0];
    const from = start.current;
    if (!touch || !from) return null;
    return readSwipe(touch.clientX - from.x, touch.clientY - from.y, window.innerWidth);
  };
  const forget = () => {
    start.current = null;
    setPending(null);
  };
  const handlers: SwipeHandlers = {
    onTouchStart: (event) => {
      const touch = event.touches[0];
      start.current =
        touch && event.touches.length === 1 ? { x: touch.clientX, y: touch.clientY } : null;
    },
    onTouchMove: (event) => {
      const act = read(event);
      setPending(act === 'save' || act === 'reject' ? act : null);
    },
    onTouchEnd: (event) => {
      const act = read(event);
      forget();
      if (act !== null) onSwipe(act);
    },
    onTouchCancel: forget,
  };
  return { handlers, pending };
}
