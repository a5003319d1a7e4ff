import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { draggedView, type ProjectionKind, type Size, type SkyView, zoomedView } from './projection.ts';

type Point = readonly [x: number, y: number];

const KEY_STEP_PX = 40;
const KEY_STEPS: Readonly<Record<string, Point>> = {
  ArrowLeft: [KEY_STEP_PX, 0],
  ArrowRight: [-KEY_STEP_PX, 0],
  ArrowUp: [0, KEY_STEP_PX],
  ArrowDown: [0, -KEY_STEP_PX],
};

/** What a map shows, and what turns and zooms it: a pointer, two fingers, a wheel, keys. */
export function useSkyView(start: SkyView, size: Size, box: RefObject<HTMLElement | null>) {
  const [view, setView] = useState(start);
  const [isMoving, setMoving] = useState(false);
  const pointers = useRef(new Map<number, Point>());
  const zoom = (factor: number) => setView((shown) => zoomedView(shown, factor));

  // React's own listener is passive: it could not keep the page from scrolling.
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const onWheel = (event: WheelEvent) => {
      // The page scrolls but where somebody means the map.
      if (!event.ctrlKey && document.activeElement !== element) return;
      event.preventDefault();
      setView((shown) => zoomedView(shown, Math.exp(-event.deltaY / 400)));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [box]);

  const onPointerDown = (event: PointerEvent) => {
    pointers.current.set(event.pointerId, [event.clientX, event.clientY]);
    if (pointers.current.size === 2) setMoving(true);
  };
  const onPointerMove = (event: PointerEvent) => {
    const before = pointers.current.get(event.pointerId);
    if (before === undefined) return;
    const now: Point = [event.clientX, event.clientY];
    const [other] = [...pointers.current].filter(([id]) => id !== event.pointerId);
    if (other !== undefined) zoom(apart(now, other[1]) / Math.max(1, apart(before, other[1])));
    else if (!isMoving && apart(now, before) < 3) return;
    if (!isMoving) {
      setMoving(true);
      event.currentTarget.setPointerCapture(event.pointerId);
    }
    pointers.current.set(event.pointerId, now);
    const share = other === undefined ? 1 : 0.5;
    const by: Point = [(now[0] - before[0]) * share, (now[1] - before[1]) * share];
    setView((shown) => draggedView(shown, by, size));
  };
  const onPointerUp = (event: PointerEvent) => {
    pointers.current.delete(event.pointerId);
    if (pointers.current.size === 0) setMoving(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = KEY_STEPS[event.key];
    if (step !== undefined) setView((shown) => draggedView(shown, step, size));
    else if (event.key === '+' || event.key === '=') zoom(1.5);
    else if (event.key === '-') zoom(1 / 1.5);
    else return;
    event.preventDefault();
  };
  return {
    view,
    isMoving,
    zoom,
    reset: () => setView(start),
    show: (kind: ProjectionKind) =>
      setView((shown) => zoomedView({ ...shown, kind, dec: kind === 'globe' ? start.dec : shown.dec }, 1)),
    goTo: (ra: number, dec: number) => setView((shown) => ({ ...shown, ra, dec, zoom: Math.max(shown.zoom, 4) })),
    handlers: {
      onPointerDown,
      onPointerMove,
      onPointerUp,
      onPointerCancel: onPointerUp,
      onKeyDown,
    },
  };
}

function apart([ax, ay]: Point, [bx, by]: Point): number {
  return Math.hypot(ax - bx, ay - by);
}
