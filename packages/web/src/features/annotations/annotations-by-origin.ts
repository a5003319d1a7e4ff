import type { SourceAnnotation } from '../../api/types.ts';

/** All that one origin says. */
export type OriginAnnotations = {
  readonly origin: string;
  /** Whether a filter says so, by what it computed of an alert. */
  readonly isFilter: boolean;
  readonly annotations: readonly SourceAnnotation[];
};

/** Annotations by origin: what people and programs wrote first, then filters, each by name. */
export function groupByOrigin(
  annotations: readonly SourceAnnotation[],
): readonly OriginAnnotations[] {
  const byOrigin = new Map<string, SourceAnnotation[]>();
  for (const annotation of annotations) {
    if (Object.keys(annotation.data).length === 0) continue;
    const known = byOrigin.get(annotation.origin);
    if (known) known.push(annotation);
    else byOrigin.set(annotation.origin, [annotation]);
  }
  return [...byOrigin]
    .map(([origin, of]) => ({
      origin,
      isFilter: of.every(({ filter_id: id }) => id !== null),
      annotations: of,
    }))
    .sort((a, b) => Number(a.isFilter) - Number(b.isFilter) || a.origin.localeCompare(b.origin));
}

const PERIOD_KEYS = ['period', 'Period', 'PERIOD'];

/** The period, days, that an annotation told last, as the API folds by it; null: none tells one. */
export function findPeriod(annotations: readonly SourceAnnotation[]): number | null {
  let newest: { readonly days: number; readonly modified: string } | null = null;
  for (const { data, modified } of annotations) {
    const days = PERIOD_KEYS.map((key) => data[key]).find((value) => typeof value === 'number');
    if (typeof days !== 'number' || !(days > 0)) continue;
    if (newest === null || modified > newest.modified) newest = { days, modified };
  }
  return newest?.days ?? null;
}
