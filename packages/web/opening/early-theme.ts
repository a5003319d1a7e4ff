import { INKS, type Ink } from '../src/app/inks.ts';
import { readStored } from '../src/app/stored-state.ts';

function chosenInk(): Ink {
  const { theme } = readStored<{ readonly theme: string }>('preferences', { theme: 'system' });
  if (theme === 'light' || theme === 'dark' || theme === 'night') return INKS[theme];
  return matchMedia('(prefers-color-scheme: dark)').matches ? INKS.dark : INKS.light;
}

/** No white page for eyes that chose the dark. */
export function showEarlyTheme(): Ink {
  const ink = chosenInk();
  document.documentElement.style.background = ink.page;
  return ink;
}
