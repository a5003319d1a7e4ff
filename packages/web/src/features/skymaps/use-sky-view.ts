import {
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from 'react';
import {
  draggedView,
  type ProjectionKind,
  type Size,
  type SkyView,
  zoomedView,
} from './projection.ts';

type Point = readonly [x: number, y: number];
type Change = (change: (shown: SkyView) => SkyView) => void;

const KEY_STEP_PX = 40;
const KEY_STEPS: Readonly<Record<string, Point>> = {
  ArrowLeft: [KEY_STEP_PX, 0],
  ArrowRight: [-KEY_STEP_PX, 0],
  ArrowUp: [0, KEY_STEP_PX],
  ArrowDown: [0, -KEY_STEP_PX],
};
const KEY_ZOOMS: Readonly<Record<string, number>> = { '+': 1.5, '=': 1.5, '-': 1 / 1.5 };
/** A pointer that moved less was meant to press. */
const PRESS_PX = 3;

/** What a map shows, and what turns and zooms it: a pointer, two fingers, a wheel, keys. */
export function useSkyView(start: SkyView, size: Size, box: RefObject<HTMLElement | null>) {
  const [view, setView] = useState(start);
  useWheel(box, setView);
  const { isMoving, handlers } = usePointers(size, setView);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = KEY_STEPS[event.key];
    const factor = KEY_ZOOMS[event.key];
    if (step !== undefined) setView((shown) => draggedView(shown, step, size));
    else if (factor !== undefined) setView((shown) => zoomedView(shown, factor));
    else return;
    event.preventDefault();
  };
  return {
    view,
    isMoving,
    zoom: (factor: number) => setView((shown) => zoomedView(shown, factor)),
    reset: () => setView(start),
    show: (kind: ProjectionKind) => setView(kind === start.kind ? start : wholeOf(start, kind)),
    handlers: { ...handlers, onKeyDown },
  };
}

/** All of the sky around the same place, or half of it. */
function wholeOf({ ra, dec }: SkyView, kind: ProjectionKind): SkyView {
  return { kind, ra, dec: kind === 'globe' ? dec : 0, zoom: 1 };
}

/** React's own listener is passive: it could not keep the page from scrolling. */
function useWheel(box: RefObject<HTMLElement | null>, change: Change): void {
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const onWheel = (event: WheelEvent) => {
      // The page scrolls but where somebody means the map.
      if (!event.ctrlKey && document.activeElement !== element) return;
      event.preventDefault();
      change((shown) => zoomedView(shown, Math.exp(-event.deltaY / 400)));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [box, change]);
}

function usePointers(size: Size, change: Change) {
  const [isMoving, setMoving] = useState(false);
  const pointers = useRef(new Map<number, Point>());
  const onPointerDown = (event: PointerEvent) => {
    pointers.current.set(event.pointerId, [event.clientX, event.clientY]);
  };
  const onPointerMove = (event: PointerEvent) => {
    const before = pointers.current.get(event.pointerId);
    if (before === undefined) return;
    const now: Point = [event.clientX, event.clientY];
    const [other] = [...pointers.current].filter(([id]) => id !== event.pointerId);
    if (!isMoving && other === undefined && apart(now, before) < PRESS_PX) return;
    if (!isMoving) {
      setMoving(true);
      event.currentTarget.setPointerCapture(event.pointerId);
    }
    pointers.current.set(event.pointerId, now);
    if (other !== undefined) {
      const factor = apart(now, other[1]) / Math.max(1, apart(before, other[1]));
      change((shown) => zoomedView(shown, factor));
    }
    // Of two fingers each moves half.
    const share = other === undefined ? 1 : 0.5;
    const by: Point = [(now[0] - before[0]) * share, (now[1] - before[1]) * share];
    change((shown) => draggedView(shown, by, size));
  };
  const onPointerUp = (event: PointerEvent) => {
    pointers.current.delete(event.pointerId);
    if (pointers.current.size === 0) setMoving(false);
  };
  const handlers = { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: onPointerUp };
  return { isMoving, handlers };
}

function apart([ax, ay]: Point, [bx, by]: Point): number {
  return Math.hypot(ax - bx, ay - by);
}
