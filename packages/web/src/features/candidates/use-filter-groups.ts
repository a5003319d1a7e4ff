import { useMemo } from 'react';
import { useGetFiltersQuery } from '../filters/filters.api.ts';
import { useMyGroups } from '../session/use-profile.ts';

export type Option = { readonly id: number; readonly name: string };

/** The viewer's groups that have filters, and the filters of those chosen (all when none is). */
export function useFilterGroups(chosenIds: readonly number[]): {
  readonly groups: readonly Option[];
  readonly filters: readonly Option[];
} {
  const myGroups = useMyGroups();
  const { data } = useGetFiltersQuery();
  return useMemo(() => {
    const all = data ?? [];
    const withFilters = new Set(all.map((filter) => filter.group_id));
    return {
      groups: myGroups.filter((group) => withFilters.has(group.id)),
      filters: all.filter(
        (filter) => chosenIds.length === 0 || chosenIds.includes(filter.group_id),
      ),
    };
  }, [myGroups, data, chosenIds]);
}
