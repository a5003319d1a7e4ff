import type { Facility, FormContext, Order, Word } from '../facility.ts';
import {
  choicesField,
  exposureFields,
  numberOr,
  priorityField,
  textsOf,
  windowAliases,
  windowFields,
} from '../form-fields.ts';
import { demandClear, demandCredential, type Line, readJson, type Said, wordsOf } from '../line.ts';

function addressed(order: Order): { url: string; headers: Record<string, string> } {
  const { credentials, mark } = order;
  const token = credentials.api_token;
  return {
    url: demandCredential(credentials, 'endpoint').replace(/\/$/, ''),
    headers: {
      ...(typeof token === 'string' && token !== '' ? { authorization: `token ${token}` } : {}),
      'idempotency-key': mark,
    },
  };
}

const bodyOf = (order: Order, id: string | null) => ({
  ...(id === null ? {} : { id }),
  obj_id: order.objId,
  ra: order.ra,
  dec: order.dec,
  followup_request_id: order.requestId,
  requester: order.requester.username,
  payload: order.payload,
});

async function ask(line: Line, said: Said): Promise<Word> {
  const answer = await line.say(said);
  demandClear(answer);
  if (answer.status < 200 || answer.status > 299) {
    return { kind: 'refused', words: `rejected: ${wordsOf(answer)}` };
  }
  const said2 = readJson(answer);
  const data = typeof said2.data === 'object' && said2.data !== null ? said2.data : said2;
  const id = Object.entries(data).find(([name]) => name === 'id')?.[1];
  const isNamed = typeof id === 'string' || typeof id === 'number';
  return { kind: 'taken', words: 'submitted', ...(isNamed ? { ref: String(id) } : {}) };
}

/** Anybody's endpoint: told as JSON what to observe. */
export const generic: Facility = {
  name: 'GENERICAPI',
  title: 'An endpoint of one’s own',
  form({ filters, now }: FormContext) {
    return {
      formSchema: {
        type: 'object',
        properties: {
          observation_choices: choicesField(filters),
          ...exposureFields(300),
          priority: priorityField,
          ...windowFields(now),
        },
        required: [
          'observation_choices',
          'priority',
          'start_date',
          'end_date',
          'exposure_time',
          'exposure_counts',
          'maximum_airmass',
          'minimum_lunar_distance',
        ],
      },
      uiSchema: { observation_choices: { 'ui:widget': 'checkboxes' } },
      aliasLookup: { ...windowAliases, observation_choices: 'Request', priority: 'Priority' },
    };
  },
  credentialsForm: {
    type: 'object',
    properties: {
      endpoint: { type: 'string', title: 'Address' },
      api_token: { type: 'string', title: 'Token' },
      idempotent: { type: 'boolean', title: 'It knows Idempotency-Key' },
    },
    required: ['endpoint'],
  },
  remembers: ({ idempotent }) => (idempotent === true ? 'key' : 'nothing'),
  hours: (payload) =>
    (numberOr(payload, 'exposure_time', 0) *
      numberOr(payload, 'exposure_counts', 1) *
      textsOf(payload, 'observation_choices').length) /
    3600,
  submit(order, line) {
    return ask(line, { method: 'POST', ...addressed(order), json: bodyOf(order, null) });
  },
  update(order, line) {
    const { url, headers } = addressed(order);
    const json = bodyOf(order, order.ref);
    if (order.ref === null) return ask(line, { method: 'POST', url, headers, json });
    return ask(line, {
      method: 'PUT',
      url: `${url}/${encodeURIComponent(order.ref)}`,
      headers,
      json,
    });
  },
  async cancel(order, line) {
    const { url, headers } = addressed(order);
    if (order.ref === null) return { kind: 'refused', words: 'it gave no id to delete it by' };
    const answer = await line.say({
      method: 'DELETE',
      url: `${url}/${encodeURIComponent(order.ref)}`,
      headers,
    });
    demandClear(answer);
    const isGone = (answer.status >= 200 && answer.status < 300) || answer.status === 404;
    return isGone
      ? { kind: 'taken', words: 'deleted' }
      : { kind: 'refused', words: wordsOf(answer) };
  },
};
