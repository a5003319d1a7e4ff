import { useState } from 'react';
import { usePreference } from '../session/use-preference.ts';
import { LAYOUT_PREFERENCE, readLayout, type WidgetPlace } from './layout.ts';

/** The viewer's layout, shown at once as it is changed and kept on the server. */
export function useLayout() {
  const { value, isKnown, save, error } = usePreference(LAYOUT_PREFERENCE);
  const [changed, setChanged] = useState<readonly WidgetPlace[] | null>(null);
  return {
    layout: changed ?? readLayout(value),
    isKnown,
    error,
    change: (layout: readonly WidgetPlace[]) => {
      setChanged(layout);
      save(layout).catch(() => undefined);
    },
  };
}
