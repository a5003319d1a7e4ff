import { useMediaQuery } from '@mui/material';
import type { Theme } from '@mui/material/styles';
import { useEffect, useMemo } from 'react';
import { useAppSelector } from './hooks.ts';
import { makeTheme } from './theme.ts';

/** The theme in force: the viewer's choice, or what the device prefers. */
export function useThemeChoice(): Theme {
  const choice = useAppSelector((state) => state.preferences.theme);
  const prefersDark = useMediaQuery('(prefers-color-scheme: dark)', { noSsr: true });
  const name = choice === 'system' ? (prefersDark ? 'dark' : 'light') : choice;
  const theme = useMemo(() => makeTheme(name), [name]);
  const { paper } = theme.palette.background;
  useEffect(() => {
    // The bar of the phone around the page, too.
    document.querySelector('meta[name="theme-color"]')?.setAttribute('content', paper);
    document.documentElement.style.removeProperty('background');
  }, [paper]);
  return theme;
}
