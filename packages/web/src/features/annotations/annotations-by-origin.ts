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
