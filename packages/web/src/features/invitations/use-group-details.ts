import { useEffect, useMemo } from 'react';
import { shallowEqual } from 'react-redux';
import type { GroupDetail } from '../../api/types.ts';
import { useAppDispatch, useAppSelector } from '../../app/hooks.ts';
import { groupsApi } from '../groups/groups.api.ts';

/** Several groups with their members, streams and filters, as far as they have come. */
export function useGroupDetails(ids: readonly number[]): readonly GroupDetail[] {
  const dispatch = useAppDispatch();
  const key = ids.join();
  const wanted = useMemo(() => key.split(',').filter(Boolean).map(Number), [key]);
  useEffect(() => {
    const requests = wanted.map((id) => dispatch(groupsApi.endpoints.getGroup.initiate(id)));
    return () => {
      for (const request of requests) request.unsubscribe();
    };
  }, [wanted, dispatch]);
  const found = useAppSelector(
    (state) => wanted.map((id) => groupsApi.endpoints.getGroup.select(id)(state).data),
    shallowEqual,
  );
  return useMemo(() => found.filter((group) => group !== undefined), [found]);
}
