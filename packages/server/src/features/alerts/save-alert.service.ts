import { adoptObj, findObj, listPhotometry, type Viewer, type ViewerTx } from '@fritz/archive';
import type { routes, Static } from '@fritz/contract';
import { separationArcsec } from '@fritz/sky';
import type { ServerContext } from '../../context.ts';
import { NotFoundError, refuseField } from '../../http/fritz-error.ts';
import { copyPhotometry } from '../photometry/copy-photometry.service.ts';
import { saveToGroups } from '../sources/source-saves.service.ts';
import { demandAlert } from './triplets.service.ts';

interface Wanted {
  readonly group_ids?: readonly number[] | 'all';
  readonly candid?: bigint | null;
  readonly copyToSource?: string | null;
  readonly thumbnailsOnly?: boolean;
}

interface SaveCall {
  readonly tx: ViewerTx;
  readonly viewer: Viewer;
  readonly context: ServerContext;
}

/** A source gets the photometry of another name's alerts only where they are of the same thing. */
const COPY_RADIUS_ARCSEC = 2;

/** Saves an object of the archive, or gives the photometry of its alerts to a source beside it. */
export async function saveAlert(
  call: SaveCall,
  id: string,
  body: Wanted,
): Promise<Static<typeof routes.saveAlert.response>> {
  const { tx, viewer, context } = call;
  const { candid = null, copyToSource: target = null } = body;
  const newest = await demandAlert(tx, id, null);
  if (candid !== null) await demandAlert(tx, id, candid);
  const answer = { id, used_latest_candid: candid !== null && candid !== newest.candid };
  if (body.thumbnailsOnly) return answer;
  if (body.group_ids === undefined) refuseField('group_ids', 'is missing');
  const groups = body.group_ids === 'all' ? {} : { group_ids: [...body.group_ids] };
  if (target !== null && target !== id) await demandNear(tx, target, newest.candidate);
  await saveToGroups(tx, viewer, context, { id: target ?? id, ...groups });
  // What others adopted may lack points that this viewer sees.
  await adoptObj(tx, context.alerts, id);
  // Of alerts without a light curve there is nothing to copy.
  const isCopied = target !== null && target !== id && (await listPhotometry(tx, id)).length > 0;
  if (isCopied) {
    const groupIds = body.group_ids === 'all' ? [] : body.group_ids;
    await copyPhotometry(tx, viewer, { fromId: id, toId: target, groupIds });
  }
  return answer;
}

async function demandNear(
  tx: ViewerTx,
  target: string,
  { ra, dec }: Readonly<Record<string, unknown>>,
): Promise<void> {
  const obj = await findObj(tx, target);
  if (obj === null) throw new NotFoundError('source to copy to');
  const distance = separationArcsec(obj, { ra: Number(ra), dec: Number(dec) });
  if (distance <= COPY_RADIUS_ARCSEC) return;
  refuseField('copyToSource', `is ${distance.toFixed(1)}″ away: more than ${COPY_RADIUS_ARCSEC}″`);
}
