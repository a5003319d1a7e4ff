import type { Taxonomy } from '../../api/types.ts';

/** A class that one may choose, and where in its taxonomy it stands. */
export type TaxonomyClass = {
  readonly taxonomyId: number;
  readonly taxonomyName: string;
  readonly name: string;
  /** The classes above it, the topmost first. */
  readonly path: readonly string[];
  readonly otherNames: readonly string[];
};

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

function isNode(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function collect(
  node: unknown,
  path: readonly string[],
  taxonomy: Pick<Taxonomy, 'id' | 'name'>,
  found: TaxonomyClass[],
): void {
  if (!isNode(node)) return;
  const name = typeof node.class === 'string' ? node.class : null;
  if (name !== null) {
    const otherNames = textsOf(node['other names']);
    found.push({ taxonomyId: taxonomy.id, taxonomyName: taxonomy.name, name, path, otherNames });
  }
  const below = name === null ? path : [...path, name];
  if (!Array.isArray(node.subclasses)) return;
  for (const child of node.subclasses as readonly unknown[]) collect(child, below, taxonomy, found);
}

/** All classes of the latest versions, each taxonomy from its root on, depth first. */
export function listClasses(taxonomies: readonly Taxonomy[]): readonly TaxonomyClass[] {
  const found: TaxonomyClass[] = [];
  for (const taxonomy of taxonomies) {
    if (taxonomy.isLatest) collect(taxonomy.hierarchy, [], taxonomy, found);
  }
  return found;
}

function rankOf({ name, path, otherNames }: TaxonomyClass, words: readonly string[]): number {
  const search = words.join(' ');
  const small = name.toLowerCase();
  if (small === search) return 0;
  if (otherNames.some((other) => other.toLowerCase() === search)) return 1;
  if (small.startsWith(search)) return 2;
  const own = [name, ...otherNames].join(' ').toLowerCase();
  if (words.every((word) => own.includes(word))) return 3;
  const whole = [...path, own].join(' ').toLowerCase();
  return words.every((word) => whole.includes(word)) ? 4 : -1;
}

/** Classes with all words of a search in their names or above them, the nearest by name first. */
export function searchClasses(
  classes: readonly TaxonomyClass[],
  search: string,
): readonly TaxonomyClass[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return classes;
  return classes
    .map((one) => ({ one, rank: rankOf(one, words) }))
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => a.rank - b.rank)
    .map(({ one }) => one);
}

/** A probability as somebody typed it, `0.7` or `70%`: null for nothing, undefined for none. */
export function readProbability(text: string): number | null | undefined {
  const trimmed = text.trim().replace(',', '.');
  if (trimmed === '') return null;
  const isPercent = trimmed.endsWith('%');
  const value = Number(isPercent ? trimmed.slice(0, -1) : trimmed);
  if (!Number.isFinite(value)) return undefined;
  const probability = isPercent ? value / 100 : value;
  return probability >= 0 && probability <= 1 ? probability : undefined;
}
