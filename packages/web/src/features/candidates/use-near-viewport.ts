import { type RefObject, useEffect, useRef, useState } from 'react';
import { whenIdle } from '../../ui/when-idle.ts';

// One screen and a half ahead: drawn before it is seen, and dropped soon after.
const MARGIN = '1200px 0px';
const AT_THE_LATEST_MS = 250;

type Heed = (entry: IntersectionObserverEntry) => void;

const heeded = new WeakMap<Element, Heed>();
let observer: IntersectionObserver | null = null;

/** One observer for all cards: one each would be asked of hundreds in every frame. */
function observe(element: Element, heed: Heed): () => void {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const entry of entries) heeded.get(entry.target)?.(entry);
    },
    { rootMargin: MARGIN },
  );
  const kept = observer;
  heeded.set(element, heed);
  kept.observe(element);
  return () => {
    kept.unobserve(element);
    heeded.delete(element);
  };
}

type Nearness = { readonly isNear: boolean; readonly keptHeightPx: number | null };

/** Whether the element is near what is on the screen, and its height when it last was. */
export function useNearViewport(): Nearness & { readonly ref: RefObject<HTMLElement | null> } {
  const ref = useRef<HTMLElement>(null);
  const [state, setState] = useState<Nearness>({ isNear: false, keptHeightPx: null });

  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    let callOff = () => {};
    const end = observe(element, ({ isIntersecting: isNear, boundingClientRect: { height } }) => {
      callOff();
      // Nobody sees it yet: whoever presses a key meanwhile need not wait for it.
      callOff = whenIdle(
        () =>
          setState((before) => {
            if (before.isNear === isNear) return before;
            return { isNear, keptHeightPx: before.isNear ? height : before.keptHeightPx };
          }),
        AT_THE_LATEST_MS,
      );
    });
    return () => {
      callOff();
      end();
    };
  }, []);

  return { ref, ...state };
}
