import { useMemo } from 'react';
import type { FilterSummary } from '../../api/types.ts';
import { filtersApi } from '../filters/filters.api.ts';
import { useMyGroups, useProfile } from '../session/use-profile.ts';
import type { Decider } from './candidate-acts.ts';

const NO_FILTERS: readonly FilterSummary[] = [];

/** The viewer as one who decides on candidates; the page asks for the filters (`useGetFiltersQuery`). */
export function useDecider(): Decider {
  const groups = useMyGroups();
  const userId = useProfile()?.id ?? null;
  const filters = filtersApi.endpoints.getFilters.useQueryState().data ?? NO_FILTERS;
  return useMemo(() => ({ userId, groups, filters }), [userId, groups, filters]);
}
