import SearchIcon from '@mui/icons-material/Search';
import { Box, InputBase } from '@mui/material';
import { useEffect, useId, useRef, useState } from 'react';
import { useLocation } from 'react-router';
import { SearchList } from './search-list.tsx';
import { useSearchBox } from './use-search-box.ts';

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="menu"]') !==
      null
  );
}

/** Focuses on `/`; scanning has another use for that key. */
function useSlash(focus: () => void): void {
  const { pathname } = useLocation();
  useEffect(() => {
    if (pathname === '/candidates') return;
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
      if (event.key !== '/' || !isPlain || isTyping(event.target)) return;
      event.preventDefault();
      focus();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [pathname, focus]);
}

type SearchBoxProps = {
  readonly autoFocus?: boolean;
  readonly onDone?: () => void;
};

const FIELD = {
  width: '100%',
  height: 34,
  px: 1,
  fontSize: 14,
  border: 1,
  borderColor: 'divider',
  borderRadius: 1,
  bgcolor: 'background.default',
  '&.Mui-focused': { borderColor: 'primary.main' },
} as const;

function KeyHint() {
  return (
    <Box
      component="kbd"
      aria-hidden
      sx={{ display: { xs: 'none', lg: 'block' }, fontSize: 11, color: 'text.secondary', px: 0.5 }}
    >
      /
    </Box>
  );
}

/** The line in the header that finds everything: names, places, alerts. */
export function SearchBox({ autoFocus = false, onDone }: SearchBoxProps) {
  const id = useId();
  const fieldRef = useRef<HTMLInputElement>(null);
  const box = useSearchBox(fieldRef, onDone);
  const { typed, isOpen, active, options, isWaiting, isTyped, error } = box;
  const [focus] = useState(() => () => fieldRef.current?.select());
  useSlash(focus);
  return (
    <Box
      role="search"
      sx={{ position: 'relative', width: '100%' }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) box.close();
      }}
    >
      <InputBase
        inputRef={fieldRef}
        value={typed}
        autoFocus={autoFocus}
        placeholder="Search"
        startAdornment={<SearchIcon sx={{ fontSize: 18, mr: 0.75, color: 'text.secondary' }} />}
        endAdornment={<KeyHint />}
        inputProps={{
          role: 'combobox',
          'aria-label': 'Search everything',
          'aria-expanded': isOpen,
          'aria-controls': `${id}-list`,
          'aria-autocomplete': 'list',
          ...(active >= 0 && isOpen ? { 'aria-activedescendant': `${id}-list-${active}` } : {}),
          autoComplete: 'off',
          autoCapitalize: 'off',
          spellCheck: false,
        }}
        onFocus={box.open}
        onChange={(event) => box.type(event.target.value)}
        onKeyDown={box.onKeyDown}
        sx={FIELD}
      />
      {isOpen && (
        <SearchList
          id={`${id}-list`}
          {...{ options, active, isWaiting, isTyped, error }}
          onGo={box.go}
          onPoint={box.point}
        />
      )}
    </Box>
  );
}
