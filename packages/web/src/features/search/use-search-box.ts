import { type KeyboardEvent, type RefObject, useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import type { SearchOption } from './search-options.ts';
import { useSearch } from './use-search.ts';

/** Which option is next, from −1 (none) on; around the ends. */
function stepFrom(active: number, step: 1 | -1, count: number): number {
  if (count === 0) return -1;
  if (active < 0) return step > 0 ? 0 : count - 1;
  return (active + step + count) % count;
}

/** What is typed, offered and chosen. */
export function useSearchBox(
  fieldRef: RefObject<HTMLInputElement | null>,
  onDone: (() => void) | undefined,
) {
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const [isGoing, setGoing] = useState(false);
  const { options, isCurrent, isWaiting, isTyped, error, remember } = useSearch(typed, isOpen);

  const close = () => {
    setOpen(false);
    setActive(-1);
    setGoing(false);
  };
  const go = (option: SearchOption) => {
    remember(option);
    setTyped('');
    close();
    fieldRef.current?.blur();
    onDone?.();
    navigate(option.path);
  };
  // Enter before the answer goes to its first as soon as it is there.
  useEffect(() => {
    if (!isGoing || !isCurrent) return;
    const [first] = options;
    setGoing(false);
    if (first !== undefined && isTyped) go(first);
  });
  const enter = () => {
    const chosen = options[active];
    if (chosen !== undefined) go(chosen);
    else if (typed.trim() !== '') setGoing(true);
  };
  const leave = () => {
    if (typed === '') fieldRef.current?.blur();
    setTyped('');
    close();
    onDone?.();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return leave();
    if (event.key === 'Enter') enter();
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      setOpen(true);
      setActive(stepFrom(active, event.key === 'ArrowDown' ? 1 : -1, options.length));
    } else return;
    event.preventDefault();
  };
  const type = (text: string) => {
    setTyped(text);
    setOpen(true);
    setActive(-1);
    setGoing(false);
  };
  return {
    ...{ typed, isOpen, active, options, isWaiting, isTyped, error },
    ...{ type, go, close, onKeyDown },
    open: () => setOpen(true),
    point: setActive,
  };
}
