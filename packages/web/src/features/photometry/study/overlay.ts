import type { PhotometryPoint, Source } from '../../../api/types.ts';
import type { LinkedSurveys } from '../joint/joint-points.ts';

/**
 * Other objects at the same place, whose points one may want to see beside an object's own: possible
 * duplicates, and those that people say are the same. Linked ones are in its light curve already.
 */
export function listOverlays(
  source: Pick<Source, 'id' | 'duplicates' | 'associated_objs'>,
  linked: LinkedSurveys,
): readonly string[] {
  const associated = (source.associated_objs ?? []).map(({ id }) => id);
  const duplicates = (source.duplicates ?? []).map(({ obj_id: id }) => id);
  const others = [...associated, ...duplicates].filter(
    (id): id is string => typeof id === 'string' && id !== source.id && !linked.has(id),
  );
  return [...new Set(others)];
}

/** With the others under their own names, by which their points are framed and told apart. */
export function withOverlays(linked: LinkedSurveys, overlaid: readonly string[]): LinkedSurveys {
  if (overlaid.length === 0) return linked;
  return new Map([...linked, ...overlaid.map((id) => [id, id] as const)]);
}

/** An object's rows and those of the others that are wanted now. */
export function joinOverlays(
  rows: readonly PhotometryPoint[],
  others: readonly PhotometryPoint[] | undefined,
  overlaid: readonly string[],
): readonly PhotometryPoint[] {
  if (overlaid.length === 0 || others === undefined) return rows;
  return [...rows, ...others.filter(({ obj_id: id }) => overlaid.includes(id))];
}
