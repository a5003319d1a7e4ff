import { useCallback, useMemo } from 'react';
import type { Candidate } from '../../api/types.ts';
import { isRejected, isSeen } from '../outbox/overlay.ts';
import { useDecide, useDecisionsOf } from '../outbox/use-outbox.ts';
import { useMyGroups, useProfile } from '../session/use-profile.ts';

export type CandidateDecisions = {
  readonly isRejected: boolean;
  readonly reject: () => void;
  readonly unreject: () => void;
  /** Says that the viewer scanned it, to the groups whose filters it passed; once. */
  readonly see: () => void;
};

/** Rejecting a candidate, and having looked at it. */
export function useCandidateDecisions(candidate: Candidate | undefined): CandidateDecisions {
  const objId = candidate?.id ?? '';
  const entries = useDecisionsOf(objId);
  const decide = useDecide();
  const groups = useMyGroups();
  const myId = useProfile()?.id ?? null;
  const groupIds = useMemo(() => {
    const passed = new Set(candidate?.passing_group_ids ?? []);
    return groups.map(({ id }) => id).filter((id) => passed.has(id));
  }, [candidate, groups]);
  const wasSeen =
    isSeen(entries) || (candidate?.labellers.some(({ user_id }) => user_id === myId) ?? true);

  const see = useCallback(() => {
    if (!wasSeen && groupIds.length > 0) void decide({ kind: 'see', objId, groupIds });
  }, [wasSeen, groupIds, decide, objId]);
  return {
    isRejected: isRejected(candidate?.lists ?? [], entries),
    reject: () => void decide({ kind: 'reject', objId }),
    unreject: () => void decide({ kind: 'unreject', objId }),
    see,
  };
}
