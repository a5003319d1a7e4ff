import { useCallback, useEffect, useMemo } from 'react';
import { useAppDispatch, useAppSelector } from '../../app/hooks.ts';
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

/** The viewer's decisions of this visit about an object, and what waits from those before. */
export function useDecisionsOf(objId: string): readonly OutboxEntry[] {
  const entries = useAppSelector((state) => state.outbox.entries);
  return useMemo(() => entries.filter((entry) => entry.decision.objId === objId), [entries, objId]);
}
