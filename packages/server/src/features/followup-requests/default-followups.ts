import {
  type DefaultFollowupRow,
  deleteDefaultFollowup,
  findDefaultFollowups,
  insertDefaultFollowup,
  listDefaultFollowups,
  type ViewerTx,
} from '@fritz/archive';
import { naiveUtc, routes } from '@fritz/contract';
import { dayOf } from '../../facilities/form-fields.ts';
import type { Binder } from '../../http/bind.ts';
import { FritzError, NotFoundError } from '../../http/fritz-error.ts';
import { demandAllocation } from '../allocations/allocations.service.ts';
import { demandInstrument } from '../instruments/instruments.service.ts';
import { demandFacility, type FollowupCall } from './draft.service.ts';
import { makeFollowup } from './followup-requests.service.ts';

export function bindDefaultFollowups(bind: Binder): void {
  bind.viewer(routes.listDefaultFollowups, async ({ tx }) =>
    (await listDefaultFollowups(tx)).map(presentDefault),
  );
  bind.viewer(routes.getDefaultFollowup, async ({ tx, params }) =>
    presentDefault(await demandDefault(tx, params.id)),
  );
  bind.viewer(routes.createDefaultFollowup, async ({ tx, body }) => {
    const { default_followup_name: name, target_group_ids = [], ...rest } = body;
    const { instrument_id } = await demandAllocation(tx, body.allocation_id);
    demandFacility(await demandInstrument(tx, instrument_id));
    return { id: await insertDefaultFollowup(tx, { name, target_group_ids, ...rest }) };
  });
  bind.viewer(routes.deleteDefaultFollowup, async ({ tx, params }) => {
    await demandDefault(tx, params.id);
    if (!(await deleteDefaultFollowup(tx, params.id))) throw new FritzError('not_author');
    return {};
  });
}

async function demandDefault(tx: ViewerTx, id: number): Promise<DefaultFollowupRow> {
  const [found] = await listDefaultFollowups(tx, id);
  if (found === undefined) throw new NotFoundError('default follow-up request');
  return found;
}

function presentDefault({ name, created_at, ...rest }: DefaultFollowupRow) {
  return { ...rest, default_followup_name: name, created_at: naiveUtc(created_at) };
}

const dayMs = 86_400_000;

/** The payload from now on, for as long as its dates were apart; a week where it has none. */
function fromNow(payload: Record<string, unknown>, now: Date): Record<string, unknown> {
  const [start, end] = ['start_date', 'end_date'].map((name) => {
    const value = payload[name];
    return typeof value === 'string' ? Date.parse(value.slice(0, 10)) : Number.NaN;
  });
  const apartMs = (end ?? Number.NaN) - (start ?? Number.NaN);
  const lengthMs = apartMs >= 0 ? apartMs : 7 * dayMs;
  return {
    ...payload,
    start_date: dayOf(now),
    end_date: dayOf(new Date(now.getTime() + lengthMs)),
  };
}

/**
 * Asks for what is asked for by itself where this is said of an object: with the rights of whoever says
 * so, if he may. What cannot be asked for does not stand in the way of what he says. Returns how many
 * were asked for.
 */
export async function beginDefaultFollowups(
  call: FollowupCall,
  said: { objId: string; class: string; probability: number | null },
): Promise<number> {
  const { tx, viewer, context } = call;
  if (!viewer.acls.has('Upload data') && !viewer.acls.has('System admin')) return 0;
  let begun = 0;
  for (const wanted of await findDefaultFollowups(tx, said)) {
    try {
      const made = await makeFollowup(call, {
        objId: said.objId,
        allocationId: wanted.allocation_id,
        kind: 'triggered',
        payload: fromNow(wanted.payload, context.now()),
        comment: `By itself: ${wanted.name}`,
        targetGroupIds: wanted.target_group_ids.length > 0 ? wanted.target_group_ids : undefined,
        constraints: { not_if_duplicates: true },
      });
      if ('id' in made) begun += 1;
    } catch (error) {
      // Each of these is found out before anything is written.
      if (!(error instanceof FritzError)) throw error;
    }
  }
  return begun;
}
