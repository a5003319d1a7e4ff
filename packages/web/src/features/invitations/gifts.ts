import type { GroupDetail, Stream } from '../../api/types.ts';
import { tellShared } from '../groups/member-words.ts';

export type GroupGift = {
  readonly id: number;
  readonly admin: boolean;
  readonly canSave: boolean;
};

/** What somebody is given who comes new. */
export type Gifts = {
  readonly role: string;
  readonly groups: readonly GroupGift[];
  /** Beside those that the groups bring along. */
  readonly streamIds: readonly number[];
  /** `2027-06-30`; empty: never. */
  readonly accountEnd: string;
};

export const NO_GIFTS: Gifts = { role: 'Full user', groups: [], streamIds: [], accountEnd: '' };

/** Which groups bring a stream along, by the stream's id; the group of all asks for none. */
export function streamsOfGroups(
  details: readonly GroupDetail[],
): ReadonlyMap<number, readonly string[]> {
  const givers = new Map<number, string[]>();
  for (const group of details) {
    if (group.sitewide) continue;
    for (const { id } of group.streams) givers.set(id, [...(givers.get(id) ?? []), group.name]);
  }
  return givers;
}

/** Every stream that is read in the end: chosen, brought along by groups, or for everyone. */
export function streamsGiven(
  streams: readonly Stream[],
  gifts: Gifts,
  details: readonly GroupDetail[],
): readonly Stream[] {
  const brought = streamsOfGroups(details);
  return streams.filter(({ id, auto_join }) => {
    return auto_join || brought.has(id) || gifts.streamIds.includes(id);
  });
}

/** What is said of a group that somebody comes into. */
export function tellGroupGift(gift: GroupGift, group: GroupDetail): string {
  const few = (count: number, one: string) => (count === 1 ? `1 ${one}` : `${count} ${one}s`);
  const others = group.users?.length ?? 0;
  const can = [gift.admin ? 'changes the group' : '', gift.canSave ? 'saves to it' : '']
    .filter((word) => word !== '')
    .join(' and ');
  return (
    `sees ${tellShared(group)}; ${can === '' ? 'changes nothing there' : can}. ` +
    `Its ${few(others, 'member')} will see what is saved there.`
  );
}
