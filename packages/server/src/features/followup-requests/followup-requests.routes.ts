import {
  type FollowupSearch,
  hastenFollowup,
  hearOfFollowup,
  listFollowupEvents,
  listFollowupRequests,
  listTransactions,
  updateFollowup,
  watchFollowup,
} from '@fritz/archive';
import { followupStates, routes, type Static } from '@fritz/contract';
import { sedm } from '../../facilities/sedm/sedm.ts';
import type { Binder } from '../../http/bind.ts';
import { readIds, readUtc } from '../../http/fields.ts';
import {
  FritzError,
  InvalidRequestError,
  NotFoundError,
  refuseField,
} from '../../http/fritz-error.ts';
import { demandInstrument } from '../instruments/instruments.service.ts';
import { bindDefaultFollowups } from './default-followups.ts';
import { demandFacility, draft, type FollowupCall } from './draft.service.ts';
import { bindFilterFollowups } from './filter-followups.ts';
import { whyNot } from './followup-constraints.ts';
import { bindFormRoutes } from './followup-forms.routes.ts';
import { prioritize } from './followup-priorities.service.ts';
import {
  presentEvent,
  presentFollowups,
  presentTransaction,
} from './followup-requests.presenter.ts';
import {
  cancelFollowup,
  changeFollowup,
  demandFollowup,
  makeFollowup,
} from './followup-requests.service.ts';
import { scheduleCsv, scheduleInstrument, schedulePdf } from './schedule.service.ts';

type MadeBody = Static<NonNullable<typeof routes.createFollowupRequest.body>>;

export function bindFollowupRoutes(bind: Binder): void {
  bindReads(bind);
  bindSchedule(bind);
  bindChanges(bind);
  bindWatching(bind);
  bindCallback(bind);
  bindFormRoutes(bind);
  bindDefaultFollowups(bind);
  bindFilterFollowups(bind);
}

function readAsked(body: Omit<MadeBody, 'obj_id' | 'obj_ids'>, objId: string) {
  const { allocation_id, payload, request_type, target_group_ids, comment, ...constraints } = body;
  return {
    objId,
    allocationId: allocation_id,
    kind: request_type ?? ('triggered' as const),
    payload,
    comment: comment || null,
    targetGroupIds: target_group_ids,
    constraints,
  };
}

async function makeAll(call: FollowupCall, { obj_id, obj_ids, ...body }: MadeBody) {
  if ((obj_id === undefined) === (obj_ids === undefined)) {
    return refuseField('obj_id', 'is needed, or obj_ids');
  }
  const made = [];
  for (const objId of new Set(obj_ids ?? [obj_id ?? ''])) {
    made.push(await makeFollowup(call, readAsked(body, objId)));
  }
  const ids = made.flatMap((one) => ('id' in one ? [one.id] : []));
  const reasons = made.flatMap((one) => ('ignoredBecause' in one ? [one.ignoredBecause] : []));
  const told =
    reasons.length > 0 ? { ignored: true, message: `Not asked for: ${reasons[0]}.` } : {};
  if (obj_ids !== undefined) return { ids, ...told };
  return { ...(ids[0] === undefined ? {} : { id: ids[0] }), ...told };
}

function bindReads(bind: Binder): void {
  bind.viewer(routes.listFollowupRequests, async ({ tx, query }) => {
    const { pageNumber = 1, numPerPage = 100, sortBy = 'created_at', sortOrder = 'desc' } = query;
    const { rows, total } = await listFollowupRequests(tx, readSearch(query), {
      order: sortBy === 'obj' ? 'obj_id' : sortBy,
      descending: sortOrder === 'desc',
      limit: numPerPage,
      offset: (pageNumber - 1) * numPerPage,
    });
    const followup_requests = await presentFollowups(tx, rows);
    return { followup_requests, totalMatches: total, pageNumber, numPerPage };
  });

  bind.viewer(routes.getFollowupRequest, async ({ tx, params }) => {
    const [shown] = await presentFollowups(tx, [await demandFollowup(tx, params.id)]);
    if (shown === undefined) throw new NotFoundError('follow-up request');
    const history = (await listFollowupEvents(tx, [params.id])).map(presentEvent);
    const transactions = (await listTransactions(tx, params.id)).map(presentTransaction);
    return { ...shown, history, transactions };
  });
}

type Query = Static<typeof routes.listFollowupRequests.query>;

function readSearch(query: Query): FollowupSearch {
  const time = (field: keyof Query) => {
    const text = query[field];
    return typeof text === 'string' ? readUtc('query', field, text) : undefined;
  };
  return {
    objId: query.objID,
    namePart: query.sourceID,
    instrumentIds: readIds(query.instrumentID) ?? undefined,
    allocationId: query.allocationID,
    requesterIds: readIds(query.requesters) ?? undefined,
    status: query.status,
    states: query.state?.split(',').map(readState),
    madeFrom: time('startDate'),
    madeUntil: time('endDate'),
    observeFrom: time('observationStartDate'),
    observeUntil: time('observationEndDate'),
    leastPriority: query.priorityThreshold,
  };
}

function readState(word: string) {
  const state = followupStates.find((one) => one === word);
  if (state !== undefined) return state;
  const message = `is none of ${followupStates.join(', ')}`;
  throw new InvalidRequestError([{ in: 'query', field: 'state', message }]);
}

function bindSchedule(bind: Binder): void {
  bind.file(
    routes.getFollowupSchedule,
    async ({ tx, context, params, query }) => {
      const { observationStartDate: from, observationEndDate: until } = query;
      const search = {
        namePart: query.sourceID,
        requesterIds: readIds(query.requesters) ?? undefined,
        status: query.status,
        leastPriority: query.priorityThreshold,
        ...(query.startDate ? { madeFrom: readUtc('query', 'startDate', query.startDate) } : {}),
        ...(query.endDate ? { madeUntil: readUtc('query', 'endDate', query.endDate) } : {}),
      };
      const at =
        from === undefined ? context.now() : readUtc('query', 'observationStartDate', from);
      const night = await scheduleInstrument(tx, params.instrument_id, search, {
        at,
        until: until === undefined ? null : readUtc('query', 'observationEndDate', until),
      });
      return { night, isPdf: query.output_format === 'pdf' };
    },
    (reply, { night, isPdf }) =>
      reply
        .type(isPdf ? 'application/pdf' : 'text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="schedule.${isPdf ? 'pdf' : 'csv'}"`)
        .send(isPdf ? schedulePdf(night) : scheduleCsv(night)),
  );
}

function bindChanges(bind: Binder): void {
  bind.viewer(routes.createFollowupRequest, async ({ body, ...call }) => makeAll(call, body));

  bind.viewer(routes.tryFollowupRequest, async ({ body, ...call }) => {
    const { obj_id, ...rest } = body;
    const asked = readAsked(rest, obj_id);
    const drafted = await draft(call, asked);
    return {
      problems: drafted.problems,
      hours: drafted.hours,
      hours_left: drafted.hoursLeft,
      max_altitude_deg: drafted.maxAltitudeDeg,
      ignored_because: await whyNot(call.tx, asked, drafted),
    };
  });

  bind.viewer(routes.updateFollowupRequest, async ({ params, body, ...call }) => {
    const { target_group_ids: targetGroupIds, ...rest } = body;
    const change = { ...rest, ...(targetGroupIds === undefined ? {} : { targetGroupIds }) };
    await changeFollowup(call, params.id, change);
    return {};
  });

  bind.viewer(routes.deleteFollowupRequest, async ({ tx, params }) => {
    return { state: await cancelFollowup(tx, params.id) };
  });

  bind.viewer(routes.commentFollowupRequest, async ({ tx, params, body }) => {
    await demandFollowup(tx, params.id);
    const comment = body.comment || null;
    if (!(await updateFollowup(tx, params.id, { comment }))) {
      throw new NotFoundError('follow-up request');
    }
    return {};
  });

  bind.viewer(routes.prioritizeFollowupRequests, async ({ body, ...call }) => {
    return { changed: await prioritize(call, body) };
  });
}

function bindWatching(bind: Binder): void {
  bind.viewer(routes.watchFollowupRequest, async ({ tx, params }) => {
    await demandFollowup(tx, params.id);
    await watchFollowup(tx, params.id, true);
    return {};
  });
  bind.viewer(routes.getPhotometryRequest, async ({ tx, params: { id } }) => {
    const { instrument_id } = await demandFollowup(tx, id);
    const facility = demandFacility(await demandInstrument(tx, instrument_id));
    if (facility.poll === undefined) {
      const message = `${facility.title} is not asked: it tells by itself, or a person does.`;
      throw new FritzError('conflict', { message });
    }
    if (!(await hastenFollowup(tx, id))) {
      throw new FritzError('conflict', { message: 'There is nothing to ask about it.' });
    }
    return { id, request_status: (await demandFollowup(tx, id)).status };
  });
  bind.viewer(routes.unwatchFollowupRequest, async ({ tx, params }) => {
    await demandFollowup(tx, params.id);
    await watchFollowup(tx, params.id, false);
    return {};
  });
}

function bindCallback(bind: Binder): void {
  logRefusals(bind);
  bind.viewer(routes.facilityCallback, async ({ tx, body }) => {
    const { followup_request_id: id, new_status: words } = body;
    // SEDM is the one facility that calls back; its words are what others would have to use.
    const state = sedm.meaning?.(words) ?? null;
    if (
      !(await hearOfFollowup(tx, { id, state, words, said: { method: 'POST', content: body } }))
    ) {
      throw new NotFoundError('follow-up request of this facility');
    }
    return {};
  });
}

/** Whoever speaks for a facility and may not, or of another's request, is written down. */
function logRefusals(bind: Binder): void {
  const { method, path } = routes.facilityCallback;
  bind.app.addHook('onResponse', async (request, reply) => {
    if (request.method !== method || request.routeOptions.url !== path) return;
    if (reply.statusCode < 400) return;
    const { body, ip } = request;
    const id =
      typeof body === 'object' && body !== null && Reflect.get(body, 'followup_request_id');
    bind.context.log.warn(
      { status: reply.statusCode, ip, followupRequestId: typeof id === 'number' ? id : null },
      'a call of a facility was refused',
    );
  });
}
