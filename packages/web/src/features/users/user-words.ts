import type { User } from '../../api/types.ts';
import { formatUtc, parseNaiveUtc } from '../../format/time.ts';

/** `2027-06-30` of a time that the server gave. */
export function dayOf(time: string): string {
  return formatUtc(parseNaiveUtc(time)).slice(0, 10);
}

/** Whether an account can be used, and until when. */
export function tellState(user: User): string {
  if (user.deactivated_at !== null) return `deactivated ${dayOf(user.deactivated_at)}`;
  if (user.expiration_date === null) return user.is_active ? 'active' : 'ended';
  return `${user.is_active ? 'until' : 'ended'} ${dayOf(user.expiration_date)}`;
}

/** The day on which somebody was here last, as far as the viewer may know. */
export function tellSeen(user: User): string {
  if (user.last_seen_at !== null) return dayOf(user.last_seen_at);
  return user.roles === null ? '–' : 'never';
}

type RightStanding = {
  readonly isGiven: boolean;
  readonly canGive: boolean;
  readonly canManage: boolean;
};

/** Why a right cannot be given or taken; null where it can. */
export function whyFixed({ isGiven, canGive, canManage }: RightStanding): string | null {
  if (!canManage) return 'not yours to change';
  if (!(isGiven || canGive)) return 'not yours to give';
  return null;
}
