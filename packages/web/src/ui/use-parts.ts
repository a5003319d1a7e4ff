import { useEffect, useState } from 'react';

type Loaded<Parts> = { readonly parts: Parts } | { readonly error: unknown };

/**
 * A part of the app that is fetched when this is mounted; null until it is there.
 *
 * @throws what it was refused with, while it is drawn
 */
export function useParts<Parts>(load: () => Promise<Parts>): Parts | null {
  const [loaded, setLoaded] = useState<Loaded<Parts> | null>(null);
  useEffect(() => {
    let isGone = false;
    load().then(
      (parts) => isGone || setLoaded({ parts }),
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
