import { startTransition, useEffect, useState } from 'react';
import { whenIdle } from './when-idle.ts';

const AT_THE_LATEST_MS = 1000;

/** A value as it was when the page last had time: what is looked at first is drawn first. */
export function useLater<T>(value: T): T {
  const [later, setLater] = useState(() => value);
  useEffect(() => {
    if (later === value) return;
    return whenIdle(() => startTransition(() => setLater(() => value)), AT_THE_LATEST_MS);
  }, [later, value]);
  return later;
}
