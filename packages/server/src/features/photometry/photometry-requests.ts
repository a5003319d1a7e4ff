import {
  findFollowup,
  type NewPhotometryPoint,
  notePhotometryCame,
  type PhotometryAudience,
  type ViewerTx,
} from '@fritz/archive';
import { NotFoundError } from '../../http/fritz-error.ts';
import { RowProblems } from './row-errors.ts';

/** The requests that points were taken for. */
export interface PointRequests {
  ids: readonly number[];
  /** Whom what comes of them is for, where all points are of one request. */
  groupIds: readonly number[];
}

function requestOf({ given }: NewPhotometryPoint): number | undefined {
  const id = given?.followup_request_id;
  return typeof id === 'number' ? id : undefined;
}

/**
 * Looks up the requests that points name.
 *
 * @throws NotFoundError for those that the viewer does not see, FritzError `invalid_rows` for those that
 *   are of another object
 */
export async function demandRequests(
  tx: ViewerTx,
  points: readonly NewPhotometryPoint[],
): Promise<PointRequests> {
  const named = new Set(points.map(requestOf));
  const ids = [...named].filter((id) => id !== undefined);
  if (ids.length === 0) return { ids, groupIds: [] };
  const requests = new Map<number, { objId: string; groupIds: number[] }>();
  for (const id of ids) {
    const found = await findFollowup(tx, id);
    if (found === null) throw new NotFoundError(`follow-up request as ${id}`);
    requests.set(id, { objId: found.obj_id, groupIds: found.target_groups.map((one) => one.id) });
  }
  const problems = new RowProblems();
  points.forEach((point, row) => {
    const objId = requests.get(requestOf(point) ?? 0)?.objId ?? point.obj_id;
    if (objId !== point.obj_id) {
      problems.add(row, 'followup_request_id', `is a request for ${objId}`);
    }
  });
  problems.demandNone();
  const [only] = named.size === 1 ? requests.values() : [];
  return { ids, groupIds: only?.groupIds ?? [] };
}

/** An audience, with those whom what comes of a request is for. */
export function withTargets(
  audience: PhotometryAudience,
  { groupIds }: PointRequests,
): PhotometryAudience {
  if (groupIds.length === 0) return audience;
  return { ...audience, groupIds: [...new Set([...audience.groupIds, ...groupIds])] };
}

/** Takes in that what was asked for came. */
export async function noteCame(tx: ViewerTx, { ids }: PointRequests): Promise<void> {
  for (const id of ids) await notePhotometryCame(tx, id);
}
