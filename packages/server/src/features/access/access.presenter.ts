import type { AccessWay } from '@fritz/archive';
import type { AccessKind, routes, Static } from '@fritz/contract';

type Access = Static<typeof routes.getAccess.response>;
type Reason = Access['reasons'][number];

/** What a group's membership means, by what is looked at. */
const byGroup: Record<AccessKind, (group: string) => string> = {
  source: (group) => `In ${group}, which saved it, found it, or was given data of it`,
  candidate: (group) => `In ${group}, whose filter found it, and may read the filter's stream`,
  photometry: (group) => `In ${group}, with which it is shared`,
  spectrum: (group) => `In ${group}, with which it is shared`,
  filter: (group) => `In ${group}, whose filter it is, and may read its stream`,
  alert: (group) => `In ${group}`,
  comment: (group) => `In ${group}, for which it was written`,
  annotation: (group) => `In ${group}, for which it was written`,
  classification: (group) => `In ${group}, for which it was made`,
};

/** What is said of something, and is not data. */
const saidKinds = { comment: true, annotation: true, classification: true };

function why(kind: AccessKind, way: AccessWay): string {
  switch (way.rule) {
    case 'owner':
      if (kind in saidKinds) return 'Wrote it: an author always sees what is his';
      return 'Brought it: an owner always sees what is his';
    case 'group':
      return byGroup[kind](way.group_name ?? 'a group');
    case 'hidden':
      return 'By groups or streams that you do not see';
    case 'system_admin':
      return 'System admins see everything';
    default:
      return `May read the stream ${way.stream_name ?? ''}, which its alerts are of`;
  }
}

export function presentAccess(
  kind: AccessKind,
  id: string,
  ways: readonly AccessWay[],
  isPublic: boolean,
): Access {
  const reasons = ways.flatMap((way): Reason[] => {
    if (way.rule === 'total') return [];
    return [
      {
        ...places(way),
        rule: way.rule,
        why: why(kind, way),
        people: way.people,
        others: way.others,
      },
    ];
  });
  if (isPublic) reasons.push(publicReason);
  reasons.sort((a, b) => order.indexOf(a.rule) - order.indexOf(b.rule));
  return { kind, id, total: ways.find(({ rule }) => rule === 'total')?.others ?? 0, reasons };
}

const order: readonly Reason['rule'][] = [
  'public',
  'owner',
  'group',
  'programme',
  'stream',
  'hidden',
  'system_admin',
];

const publicReason: Reason = {
  rule: 'public',
  why: 'Public: whoever was given a login for public data sees it by SQL',
  group: null,
  stream: null,
  people: [],
  others: 0,
};

function places(way: AccessWay): Pick<Reason, 'group' | 'stream'> {
  const { group_id, group_name, stream_id, stream_name } = way;
  return {
    group: group_id === null || group_name === null ? null : { id: group_id, name: group_name },
    stream:
      stream_id === null || stream_name === null ? null : { id: stream_id, name: stream_name },
  };
}
