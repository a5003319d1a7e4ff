import { useEffect, useState } from 'react';
import type { ReadQuery } from './query-text.ts';

/** After the last keystroke; milliseconds. */
const PAUSE_MS = 200;
const NOTHING: ReadQuery & { readonly of: string } = { of: '', json: null, problems: [] };

/** What a text says, read a moment after it was typed. The language is fetched for it. */
export function useQueryText(text: string): ReadQuery & { readonly isCurrent: boolean } {
  const [read, setRead] = useState(NOTHING);
  useEffect(() => {
    let isWanted = true;
    const timer = setTimeout(async () => {
      const { readQueryText } = await import('./query-text.ts');
      if (isWanted) setRead({ of: text, ...readQueryText(text) });
    }, PAUSE_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [text]);
  return { ...read, isCurrent: read.of === text };
}
