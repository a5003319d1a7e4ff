import { useLayoutEffect, useState } from 'react';

type Loaded<Parts> = { readonly parts: Parts } | { readonly error: unknown };

/** What is there already, by what fetched it. */
const known = new WeakMap<() => Promise<unknown>, unknown>();

function recall<Parts>(load: () => Promise<Parts>): Loaded<Parts> | null {
  // What was kept under it is what it gave.
  return known.has(load) ? { parts: known.get(load) as Parts } : null;
}

/**
 * A part of the app that is fetched when this is mounted; null until it is there. A lazy component of
 * React's is shown 300 ms later: React holds back what replaces something that says "wait".
 *
 * @param load always the same function for the same part
 *
 * @throws what it was refused with, while it is drawn
 */
export function useParts<Parts>(load: () => Promise<Parts>): Parts | null {
  const [loaded, setLoaded] = useState<Loaded<Parts> | null>(() => recall(load));
  useLayoutEffect(() => {
    if (known.has(load)) return;
    let isGone = false;
    load().then(
      (parts) => {
        known.set(load, parts);
        if (!isGone) setLoaded({ parts });
      },
      (error: unknown) => isGone || setLoaded({ error }),
    );
    return () => {
      isGone = true;
    };
  }, [load]);
  if (loaded === null) return null;
  if ('error' in loaded) throw loaded.error;
  return loaded.parts;
}
