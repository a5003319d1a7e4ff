import type { Candidate } from '../../api/types.ts';
import { isRejected } from '../outbox/overlay.ts';
import { useDecide, useDecisionsOf } from '../outbox/use-outbox.ts';

export type CandidateDecisions = {
  readonly isRejected: boolean;
  readonly reject: () => void;
  readonly unreject: () => void;
};

/** Rejecting a candidate. */
export function useCandidateDecisions({ id: objId, lists }: Candidate): CandidateDecisions {
  const entries = useDecisionsOf(objId);
  const decide = useDecide();
  return {
    isRejected: isRejected(lists, entries),
    reject: () => void decide({ kind: 'reject', objId }),
    unreject: () => void decide({ kind: 'unreject', objId }),
  };
}
