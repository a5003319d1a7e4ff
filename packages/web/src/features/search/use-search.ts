import { skipToken } from '@reduxjs/toolkit/query';
import { useEffect, useMemo, useState } from 'react';
import { readStored, writeStored } from '../../app/stored-state.ts';
import { useProfile } from '../session/use-profile.ts';
import { useSearchEverythingQuery } from './search.api.ts';
import { optionsOf, readRecent, type SearchOption, withRecent } from './search-options.ts';

const DEBOUNCE_MS = 180;
/** What begins nearly every name says nothing. */
const LEAST_TYPED = 2;

function useDebounced(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(text), DEBOUNCE_MS);
    return () => window.clearTimeout(timer);
  }, [text]);
  return settled;
}

/** The places that this viewer went to from here, on this device. */
function useRecent() {
  const userId = useProfile()?.id ?? 0;
  const [version, setVersion] = useState(0);
  const key = `searches.${userId}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: written below
  const recent = useMemo(() => readRecent(readStored(key, { list: [] }).list), [key, version]);
  const remember = (option: SearchOption) => {
    writeStored(key, { list: withRecent(recent, option) });
    setVersion((last) => last + 1);
  };
  return { recent, remember };
}

/** What the search offers for what was typed. */
export function useSearch(typed: string, isOpen: boolean) {
  const text = typed.trim();
  const settled = useDebounced(text);
  const isAsked = isOpen && text.length >= LEAST_TYPED && settled.length >= LEAST_TYPED;
  const { currentData, error, isFetching } = useSearchEverythingQuery(
    isAsked ? settled : skipToken,
  );
  const { recent, remember } = useRecent();
  const isCurrent = settled === text && currentData !== undefined && !isFetching;
  const options = useMemo(() => {
    if (text.length < LEAST_TYPED) return recent;
    return currentData === undefined ? [] : optionsOf(settled, currentData);
  }, [text, settled, currentData, recent]);
  return {
    options,
    /** Whether the options answer what stands there now. */
    isCurrent: text.length < LEAST_TYPED || isCurrent || error !== undefined,
    isWaiting: isAsked && !isCurrent && error === undefined,
    error: isAsked ? error : undefined,
    isTyped: text.length >= LEAST_TYPED,
    remember,
  };
}
