import { formatCount, formatTable } from '../terminal/format.ts';

/** What becomes of a thing. */
export type Outcome = 'copied' | 'before' | 'updated' | 'different' | 'refused' | 'failed';

/** What became of the things of a kind. */
export interface KindReport {
  readonly kind: string;
  /** There, as far as was looked. */
  read: number;
  /** Made here, now. */
  copied: number;
  /** Here already: by an earlier run, or because it is the same thing. */
  before: number;
  /** Here already, and brought up to date. */
  updated: number;
  /** Here, and not as it is there. */
  different: number;
  /** Not taken: somebody's rights do not go so far, there or here. */
  refused: number;
  /** Not taken for another reason. */
  failed: number;
}

/** Something that a person should know of a thing. */
export interface Notice {
  readonly kind: string;
  /** Its id there. */
  readonly id: string;
  /** `note`: it is taken, and not quite as it was. */
  readonly what: 'different' | 'refused' | 'failed' | 'note';
  readonly message: string;
}

export interface MigrationReport {
  readonly kinds: KindReport[];
  readonly notices: Notice[];
  /** What is not taken over at all, in words, with how many there are (null: not counted). */
  readonly leftBehind: { what: string; count: number | null; why: string }[];
}

export function emptyKind(kind: string): KindReport {
  const none = { copied: 0, before: 0, updated: 0, different: 0, refused: 0, failed: 0 };
  return { kind, read: 0, ...none };
}

const shownOfEach = 10;
const order = ['failed', 'refused', 'different', 'note'] as const;
const titles: Readonly<Record<Notice['what'], string>> = {
  failed: 'not taken',
  refused: 'refused by rights',
  different: 'here, and different there',
  note: 'taken, but',
};

/** The table of kinds, then of each kind the first things that a person should know of. */
export function describeReport({ kinds, notices, leftBehind }: MigrationReport): string[] {
  const rows = kinds.map(({ kind, ...counts }) => [
    kind,
    ...[counts.read, counts.copied, counts.before, counts.updated].map(formatCount),
    ...[counts.different, counts.refused, counts.failed].map(formatCount),
  ]);
  const header = ['kind', 'read', 'copied', 'there before', 'updated', 'different', 'refused'];
  const left = leftBehind.map(({ what, count, why }) => {
    return `${count === null ? '' : `${formatCount(count)} `}${what}: ${why}`;
  });
  return [
    formatTable([...header, 'failed'], rows),
    ...(left.length > 0 ? ['', 'Left behind:', ...left.map((line) => `  ${line}`)] : []),
    ...order.flatMap((what) => describeNotices(notices, what)),
  ];
}

function describeNotices(notices: readonly Notice[], what: Notice['what']): string[] {
  const byKind = Map.groupBy(
    notices.filter((notice) => notice.what === what),
    ({ kind }) => kind,
  );
  return [...byKind].flatMap(([kind, found]) => {
    const shown = found.slice(0, shownOfEach).map(({ id, message }) => `  ${id}: ${message}`);
    const more = found.length - shown.length;
    const rest = more > 0 ? [`  and ${formatCount(more)} more (--json tells all)`] : [];
    return ['', `${kind}, ${titles[what]}:`, ...shown, ...rest];
  });
}
