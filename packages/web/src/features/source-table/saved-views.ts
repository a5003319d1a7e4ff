/** A name for what a table asks and shows. */
export type SavedView = { readonly name: string; readonly search: string };

/** Under this name the viewer's preferences keep them. */
export const VIEWS_PREFERENCE = 'sourceTableViews';

const MOST_VIEWS = 50;
const LONGEST = 4000;

/** Reads the preference; what is no view is left out. */
export function readViews(kept: unknown): readonly SavedView[] {
  if (!Array.isArray(kept)) return [];
  return kept.flatMap((one: unknown) => {
    if (typeof one !== 'object' || one === null) return [];
    const { name, search } = one as Record<string, unknown>;
    return typeof name === 'string' && typeof search === 'string' ? [{ name, search }] : [];
  });
}

/** With one more; of the same name the old one goes. @throws Error that says what is too much */
export function withView(views: readonly SavedView[], view: SavedView): readonly SavedView[] {
  const others = views.filter(({ name }) => name !== view.name);
  if (others.length >= MOST_VIEWS)
    throw new Error(`There are ${MOST_VIEWS} views: delete one first.`);
  if (view.search.length > LONGEST) throw new Error('This view asks too much to be kept.');
  return [...others, view].toSorted((a, b) => a.name.localeCompare(b.name));
}
