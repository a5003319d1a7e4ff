import { type FollowupObstacles, findObstacle, type ViewerTx } from '@fritz/archive';
import type { Drafted } from './draft.service.ts';

/** What keeps a request from being made, though nothing is wrong with it: SkyPortal's words. */
export interface FollowupConstraints {
  source_group_ids?: readonly number[];
  not_if_classified?: boolean;
  not_if_spectra_exist?: boolean;
  not_if_tns_classified?: boolean;
  /** Hours. */
  not_if_tns_reported?: number | null;
  not_if_duplicates?: boolean;
  ignore_allocation_ids?: readonly number[];
  /** Arcsec. */
  radius?: number;
}

/** Why a request is not made; null: it is. As far as the viewer sees. */
export function whyNot(
  tx: ViewerTx,
  { constraints: given, payload }: { constraints: FollowupConstraints; payload: object },
  { obj, allocation }: Pick<Drafted, 'obj' | 'allocation'>,
): Promise<string | null> {
  const obstacles: FollowupObstacles = {
    objId: obj.id,
    ra: obj.ra,
    dec: obj.dec,
    radiusArcsec: given.radius ?? 0.5,
    sourceGroupIds: given.source_group_ids ?? [],
    ifClassified: given.not_if_classified ?? false,
    ifSpectra: given.not_if_spectra_exist ?? false,
    ifTnsClassified: given.not_if_tns_classified ?? false,
    ifTnsReportedH: given.not_if_tns_reported ?? null,
    ifSame: given.not_if_duplicates ? { allocationId: allocation.id, payload } : null,
    ignoredAllocationIds: given.ignore_allocation_ids ?? [],
  };
  return findObstacle(tx, obstacles);
}
