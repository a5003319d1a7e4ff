import { type FollowupRow, latestMagnitudes, type ViewerTx } from '@fritz/archive';
import type { routes, Static } from '@fritz/contract';
import { refuseField } from '../../http/fritz-error.ts';
import type { FollowupCall } from './draft.service.ts';
import { changeFollowup, demandFollowup } from './followup-requests.service.ts';

type Body = Static<NonNullable<typeof routes.prioritizeFollowupRequests.body>>;

/** Gives requests priorities by the last brightness that the viewer sees; returns how many changed. */
export async function prioritize(call: FollowupCall, body: Body): Promise<number> {
  const { minimumPriority: least = 1, maximumPriority: most = 5 } = body;
  if (most < least) refuseField('maximumPriority', 'is below minimumPriority');
  const brightFirst = (body.magnitudeOrdering ?? 'ascending') === 'ascending';
  const measured = [];
  for (const id of new Set(body.requestIds)) {
    const request = await demandFollowup(call.tx, id);
    measured.push({ request, mag: await lastMagnitude(call.tx, request) });
  }
  const known = measured.flatMap(({ mag }) => (mag === null ? [] : [mag]));
  const [brightest, faintest] = [Math.min(...known), Math.max(...known)];
  let changed = 0;
  for (const { request, mag } of measured) {
    if (mag === null) continue;
    const fraction = faintest > brightest ? (faintest - mag) / (faintest - brightest) : 1;
    const share = brightFirst ? fraction : 1 - fraction;
    const priority = Math.round(least + share * (most - least));
    if (request.payload.priority === priority) continue;
    await changeFollowup(call, request.id, { payload: { priority } });
    changed += 1;
  }
  return changed;
}

async function lastMagnitude(tx: ViewerTx, { obj_id }: FollowupRow): Promise<number | null> {
  const bands = await latestMagnitudes(tx, obj_id);
  return bands.toSorted((a, b) => b.mjd - a.mjd)[0]?.mag ?? null;
}
