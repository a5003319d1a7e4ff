import { useEffect, useRef, useState } from 'react';

/** How a picture is enlarged: by what factor, and how far it is moved, in parts of its width. */
export type Pinch = { readonly scale: number; readonly x: number; readonly y: number };

export const WHOLE: Pinch = { scale: 1, x: 0, y: 0 };
const LARGEST = 8;

/** Keeps the picture over its frame: no edge of it comes inside. */
export function clampPinch({ scale, x, y }: Pinch): Pinch {
  const kept = Math.min(Math.max(scale, 1), LARGEST);
  const most = (kept - 1) / 2;
  const within = (value: number) => Math.min(Math.max(value, -most), most);
  return { scale: kept, x: within(x), y: within(y) };
}

type Touched = { readonly x: number; readonly y: number; readonly apart: number };

function touched({ touches }: TouchEvent): Touched | null {
  const [a, b] = touches;
  if (a === undefined) return null;
  if (b === undefined) return { x: a.clientX, y: a.clientY, apart: 0 };
  return {
    x: (a.clientX + b.clientX) / 2,
    y: (a.clientY + b.clientY) / 2,
    apart: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY),
  };
}

/**
 * Two fingers enlarge and move what is in the element, one moves it where it is enlarged; twice tapped or
 * clicked it is whole again.
 */
export function usePinch(): {
  readonly ref: (element: HTMLElement | null) => void;
  readonly pinch: Pinch;
} {
  // A dialog's content comes later than the dialog.
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [pinch, setPinch] = useState<Pinch>(WHOLE);
  const latest = useRef(pinch);
  latest.current = pinch;
  useEffect(() => {
    if (!element) return;
    let before: Touched | null = null;
    const onStart = (event: TouchEvent) => {
      before = touched(event);
    };
    const onMove = (event: TouchEvent) => {
      const now = touched(event);
      const from = latest.current;
      if (before === null || now === null) return;
      if (event.touches.length === 1 && from.scale === 1) return;
      event.preventDefault();
      const factor = before.apart > 0 && now.apart > 0 ? now.apart / before.apart : 1;
      const width = Math.max(element.firstElementChild?.clientWidth ?? 0, 1);
      setPinch(
        clampPinch({
          scale: from.scale * factor,
          x: from.x * factor + (now.x - before.x) / width,
          y: from.y * factor + (now.y - before.y) / width,
        }),
      );
      before = now;
    };
    const onTwice = () => setPinch(WHOLE);
    element.addEventListener('touchstart', onStart, { passive: true });
    element.addEventListener('touchend', onStart, { passive: true });
    element.addEventListener('touchmove', onMove, { passive: false });
    element.addEventListener('dblclick', onTwice);
    return () => {
      element.removeEventListener('touchstart', onStart);
      element.removeEventListener('touchend', onStart);
      element.removeEventListener('touchmove', onMove);
      element.removeEventListener('dblclick', onTwice);
    };
  }, [element]);
  return { ref: setElement, pinch };
}
