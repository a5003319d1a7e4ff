import { useMemo } from 'react';
import type { Annotation } from '../../api/types.ts';
import { useAppSelector } from '../../app/hooks.ts';
import { useMyGroups } from '../session/use-profile.ts';
import type { AnnotationSort } from './scan-search.ts';

/** Puts what a list is sorted by first, then what one's own groups wrote, then the rest. */
export function orderAnnotations(
  annotations: readonly Annotation[],
  myGroupIds: ReadonlySet<number>,
  sort: AnnotationSort | null,
): readonly Annotation[] {
  const rank = ({ origin, group_ids }: Annotation) => {
    if (origin === sort?.origin) return 0;
    return group_ids.some((id) => myGroupIds.has(id)) ? 1 : 2;
  };
  const ordered = annotations.toSorted((a, b) => rank(a) - rank(b));
  const key = sort?.key;
  return ordered.map((annotation) => {
    if (key === undefined || annotation.origin !== sort?.origin) return annotation;
    if (!(key in annotation.data)) return annotation;
    // The key that counts is the first that one reads.
    return { ...annotation, data: { [key]: annotation.data[key], ...annotation.data } };
  });
}

/** The annotations of a candidate in the order in which this viewer reads them. */
export function useOrderedAnnotations(annotations: readonly Annotation[]): readonly Annotation[] {
  const groups = useMyGroups();
  const selected = useAppSelector((state) => state.scan.search.groupIds);
  const sort = useAppSelector((state) => state.scan.search.sort);
  return useMemo(() => {
    const mine = selected.length > 0 ? selected : groups.map(({ id }) => id);
    return orderAnnotations(annotations, new Set(mine), sort);
  }, [annotations, groups, selected, sort]);
}
