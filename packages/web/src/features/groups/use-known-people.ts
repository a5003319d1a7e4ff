import { useEffect, useMemo } from 'react';
import { shallowEqual } from 'react-redux';
import type { GroupMember } from '../../api/types.ts';
import { useAppDispatch, useAppSelector } from '../../app/hooks.ts';
import { groupsApi, useGetGroupsQuery } from './groups.api.ts';

export type Person = { readonly id: number; readonly name: string };

/** `Ada Lovelace (ada)`, or `ada` where no name is known. */
export function nameOf(user: GroupMember): string {
  const name = [user.first_name, user.last_name].filter(Boolean).join(' ');
  return name === '' ? user.username : `${name} (${user.username})`;
}

const NO_GROUPS: readonly { readonly id: number }[] = [];

/** Whoever is in one of the viewer's groups, by name. */
export function useKnownPeople(): readonly Person[] {
  const dispatch = useAppDispatch();
  const groups = useGetGroupsQuery().data?.user_groups ?? NO_GROUPS;
  useEffect(() => {
    const requests = groups.map(({ id }) => dispatch(groupsApi.endpoints.getGroup.initiate(id)));
    return () => {
      for (const request of requests) request.unsubscribe();
    };
  }, [groups, dispatch]);
  const known = useAppSelector(
    (state) => groups.map(({ id }) => groupsApi.endpoints.getGroup.select(id)(state).data),
    shallowEqual,
  );
  return useMemo(() => {
    const people = new Map<number, string>();
    for (const group of known) {
      for (const user of group?.users ?? []) people.set(user.id, nameOf(user));
    }
    return [...people]
      .map(([id, name]) => ({ id, name }))
      .sort((a, b) => a.name.localeCompare(b.name));
  }, [known]);
}
