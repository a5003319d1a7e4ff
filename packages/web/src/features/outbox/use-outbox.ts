import { useCallback, useEffect } from 'react';
import { shallowEqual } from 'react-redux';
import { useAppDispatch, useAppSelector } from '../../app/hooks.ts';
import type { RootState } from '../../app/store.ts';
import { useProfile } from '../session/use-profile.ts';
import type { Decision } from './decision.ts';
import { decide, runOutbox } from './outbox.ts';
import type { OutboxEntry } from './outbox-slice.ts';

/** Sends the viewer's decisions while mounted. */
export function useOutbox(): void {
  const dispatch = useAppDispatch();
  const userId = useProfile()?.id ?? null;
  useEffect(() => {
    if (userId === null) return;
    return dispatch(runOutbox(userId));
  }, [dispatch, userId]);
}

/** Takes decisions. The promise is settled when it is kept, not when the server has it. */
export function useDecide(): (decision: Decision) => Promise<void> {
  const dispatch = useAppDispatch();
  return useCallback((decision) => dispatch(decide(decision)), [dispatch]);
}

const NONE: readonly OutboxEntry[] = [];
const grouped = new WeakMap<readonly OutboxEntry[], Map<string, OutboxEntry[]>>();

/** Grouped once for all who ask: each card of a page does, whenever a decision is on its way. */
function groupByObject(entries: readonly OutboxEntry[]): Map<string, OutboxEntry[]> {
  const known = grouped.get(entries);
  if (known) return known;
  const groups = new Map<string, OutboxEntry[]>();
  for (const entry of entries) {
    const { objId } = entry.decision;
    const group = groups.get(objId);
    if (group) group.push(entry);
    else groups.set(objId, [entry]);
  }
  grouped.set(entries, groups);
  return groups;
}

/** The viewer's decisions of this visit about an object, and what waits from those before. */
export function decisionsOf(
  { outbox }: Pick<RootState, 'outbox'>,
  objId: string,
): readonly OutboxEntry[] {
  return groupByObject(outbox.entries).get(objId) ?? NONE;
}

/** The same, for what shows them. */
export function useDecisionsOf(objId: string): readonly OutboxEntry[] {
  return useAppSelector(
    (state) => decisionsOf(state, objId),
    // Else each decision would draw every card again.
    shallowEqual,
  );
}
