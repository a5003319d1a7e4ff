import { type FollowupObstacles, findObstacle, type Lookback, type ViewerTx } from '@fritz/archive';
import type { Drafted } from './draft.service.ts';

/** Whether something stands in the way; a number: if it is not older than so many hours. */
type Within = boolean | number;

/** What keeps a request from being made, though nothing is wrong with it: SkyPortal's words. */
export interface FollowupConstraints {
  source_group_ids?: readonly number[];
  not_if_classified?: Within;
  not_if_spectra_exist?: Within;
  not_if_tns_classified?: boolean;
  /** Hours. */
  not_if_tns_reported?: number | null;
  not_if_duplicates?: Within;
  not_if_assignment_exists?: Within;
  ignore_allocation_ids?: readonly number[];
  /** Arcsec. */
  radius?: number;
}

/** A century: whatever there is. */
const alwaysH = 876_600;

function lookback(within: Within | undefined): Lookback {
  if (within === undefined || within === false) return null;
  return within === true ? alwaysH : within;
}

/** Why a request is not made; null: it is. As far as the viewer sees. */
export function whyNot(
  tx: ViewerTx,
  { constraints: given, payload }: { constraints: FollowupConstraints; payload: object },
  { obj, allocation }: Pick<Drafted, 'obj' | 'allocation'>,
): Promise<string | null> {
  const sameH = lookback(given.not_if_duplicates);
  const obstacles: FollowupObstacles = {
    objId: obj.id,
    ra: obj.ra,
    dec: obj.dec,
    radiusArcsec: given.radius ?? 0.5,
    sourceGroupIds: given.source_group_ids ?? [],
    ifClassifiedH: lookback(given.not_if_classified),
    ifSpectraH: lookback(given.not_if_spectra_exist),
    ifTnsClassified: given.not_if_tns_classified ?? false,
    ifTnsReportedH: given.not_if_tns_reported ?? null,
    ifSame: sameH === null ? null : { allocationId: allocation.id, payload, lookbackH: sameH },
    ifAssignedH: lookback(given.not_if_assignment_exists),
    ignoredAllocationIds: given.ignore_allocation_ids ?? [],
  };
  return findObstacle(tx, obstacles);
}
