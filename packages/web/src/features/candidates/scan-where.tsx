import type { Candidate } from '../../api/types.ts';
import { useAppSelector } from '../../app/hooks.ts';
import { formatCount } from '../../format/number.ts';

type WhereProps = {
  readonly candidates: readonly Candidate[];
  /** null: not known yet. */
  readonly total: number | null;
};

/** As `3/120`; empty where nothing is looked at. */
export function describePlace({ candidates, total }: WhereProps, activeId: string | null): string {
  const index = candidates.findIndex(({ id }) => id === activeId);
  return index < 0 ? '' : `${index + 1}/${total ?? ''}`;
}

/** How many candidates there are, and which one is looked at. */
export function ScanWhere({ candidates, total }: WhereProps) {
  const place = useAppSelector(({ scan }) => describePlace({ candidates, total }, scan.activeId));
  if (total === null) return 'Candidates';
  const count = `${formatCount(total)} ${total === 1 ? 'candidate' : 'candidates'}`;
  return place === '' ? count : `${count} · ${place}`;
}
