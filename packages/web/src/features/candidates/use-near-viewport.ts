import { type RefObject, useEffect, useRef, useState } from 'react';

// One screen and a half ahead: drawn before it is seen, and dropped soon after.
const MARGIN = '1200px 0px';

/** Whether the element is near what is on the screen, and its height when it last was. */
export function useNearViewport(): {
  readonly ref: RefObject<HTMLElement | null>;
  readonly isNear: boolean;
  readonly keptHeightPx: number | null;
} {
  const ref = useRef<HTMLElement>(null);
  const [state, setState] = useState<{ isNear: boolean; keptHeightPx: number | null }>({
    isNear: false,
    keptHeightPx: null,
  });

  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new IntersectionObserver(
      (entries) => {
        const entry = entries.at(-1);
        if (!entry) return;
        const heightPx = entry.boundingClientRect.height;
        setState((before) =>
          before.isNear === entry.isIntersecting
            ? before
            : {
                isNear: entry.isIntersecting,
                keptHeightPx: before.isNear ? heightPx : before.keptHeightPx,
              },
        );
      },
      { rootMargin: MARGIN },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  return { ref, ...state };
}
