/** The widgets that there are, in their usual order. */
export const WIDGET_IDS = [
  'tonight',
  'recent',
  'news',
  'sky',
  'counts',
  'top-sources',
  'top-savers',
  'groups',
  'sky-maps',
  'telescopes',
] as const;

export type WidgetId = (typeof WIDGET_IDS)[number];

/** One widget's place: its order is that of the list. */
export type WidgetPlace = { readonly id: WidgetId; readonly isHidden: boolean };

/** Under this name the viewer's preferences keep the layout. */
export const LAYOUT_PREFERENCE = 'dashboardLayout';

export const USUAL_LAYOUT: readonly WidgetPlace[] = WIDGET_IDS.map((id) => ({
  id,
  isHidden: false,
}));

function isWidgetId(text: unknown): text is WidgetId {
  return WIDGET_IDS.some((id) => id === text);
}

/** Reads the preference: what is no widget is left out, and one that is new comes last. */
export function readLayout(kept: unknown): readonly WidgetPlace[] {
  if (!Array.isArray(kept)) return USUAL_LAYOUT;
  const places = new Map<WidgetId, WidgetPlace>();
  for (const one of kept as readonly unknown[]) {
    if (typeof one !== 'object' || one === null) continue;
    const { id, isHidden } = one as Record<string, unknown>;
    if (isWidgetId(id) && !places.has(id)) places.set(id, { id, isHidden: isHidden === true });
  }
  for (const place of USUAL_LAYOUT) if (!places.has(place.id)) places.set(place.id, place);
  return [...places.values()];
}

/** With a widget before another one; after the last where that is null. */
export function placeBefore(
  layout: readonly WidgetPlace[],
  id: WidgetId,
  before: WidgetId | null,
): readonly WidgetPlace[] {
  const moved = layout.find((place) => place.id === id);
  if (moved === undefined || id === before) return layout;
  const others = layout.filter((place) => place.id !== id);
  const at = others.findIndex((place) => place.id === before);
  return at < 0 ? [...others, moved] : [...others.slice(0, at), moved, ...others.slice(at)];
}

/** With a widget some shown places further on or back; the ends hold it. */
export function moveBy(
  layout: readonly WidgetPlace[],
  id: WidgetId,
  steps: number,
): readonly WidgetPlace[] {
  const shown = layout.filter(({ isHidden }) => !isHidden);
  const at = shown.findIndex((place) => place.id === id);
  const to = Math.max(0, Math.min(shown.length - 1, at + steps));
  if (at < 0 || to === at) return layout;
  const target = shown[to > at ? to + 1 : to];
  return placeBefore(layout, id, target?.id ?? null);
}

/** With a widget hidden or shown. */
export function setHidden(
  layout: readonly WidgetPlace[],
  id: WidgetId,
  isHidden: boolean,
): readonly WidgetPlace[] {
  return layout.map((place) => (place.id === id ? { ...place, isHidden } : place));
}
