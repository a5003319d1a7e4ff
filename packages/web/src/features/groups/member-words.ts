import type { GroupDetail, GroupMember } from '../../api/types.ts';

/** `the group's 3 filters and their candidates`. */
function tellFilters(count: number): string {
  if (count === 0) return "the group's filters (none yet) and their candidates";
  return count === 1
    ? "the group's filter and its candidates"
    : `the group's ${count} filters and their candidates`;
}

/** What the members of a group see by it. */
export function tellShared({ filters }: GroupDetail): string {
  return `${tellFilters(filters.length)}, what is saved to it, and the photometry that is shared with it`;
}

/** What goes with a membership; `name` of whom, null for the viewer's own. */
export function tellRemoval(group: GroupDetail, name: string | null): readonly string[] {
  const subject = name === null ? 'You stop' : `${name} stops`;
  const owner = name === null ? 'yours' : `${name}'s`;
  return [
    `${subject} seeing, at once: ${tellShared(group)}; unless another group gives it, too.`,
    `What was saved to the group stays there. The right to read streams, and own data, stay ${owner}.`,
    ...(name === null && group.private
      ? ['The group is private: you will not find it again. Only its admins can take you back.']
      : []),
  ];
}

/** Words for those who may not change them: `admin, may not save`. */
export function tellFlags(member: GroupMember): string {
  return [
    member.admin ? 'admin' : '',
    member.can_save ? '' : 'may not save',
    member.can_share_photometry ? 'shares photometry' : '',
  ]
    .filter((word) => word !== '')
    .join(', ');
}
