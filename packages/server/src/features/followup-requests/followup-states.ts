import type { FollowupState } from '@fritz/archive';

/** What a facility has, and may be asked to change or give up. */
export const atFacility: readonly FollowupState[] = ['waiting', 'submitted', 'accepted'];
/** What came to nothing: it may be sent anew. */
export const cameToNothing: readonly FollowupState[] = ['rejected', 'failed', 'expired'];

/** Whether a request in this state can be taken back. */
export function canCancel(state: FollowupState): boolean {
  return atFacility.includes(state) || cameToNothing.includes(state);
}
