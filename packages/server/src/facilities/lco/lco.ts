import type { FollowupState } from '@fritz/archive';
import { InDoubtError } from '../../outbound/guarded-request.ts';
import type { Draft, Facility, FormContext, News, Order, Word } from '../facility.ts';
import {
  choicesField,
  exposureFields,
  numberOr,
  textOf,
  textsOf,
  windowAliases,
  windowFields,
} from '../form-fields.ts';
import {
  credentialOr,
  demandClear,
  demandCredential,
  type Line,
  readJson,
  SetupError,
  wordsOf,
} from '../line.ts';
import { findFrames, requestIds } from './lco-frames.ts';
import { type LcoInstrument, lcoInstruments } from './lco-instruments.ts';

const portal = 'https://observe.lco.global';
/** Slewing, acquisition and read-out that the network books for each exposure. */
const overheadS = 60;

const homeOf = ({ credentials }: Pick<Order, 'credentials'>): string =>
  credentialOr(credentials, 'endpoint', portal).replace(/\/$/, '');

const headersOf = ({ credentials }: Pick<Order, 'credentials'>) => ({
  authorization: `Token ${demandCredential(credentials, 'API_TOKEN')}`,
});

/** By what we find it again. */
const nameOf = ({ objId, mark }: Order): string => `${objId} fritz-${mark}`;

/** A request group of the portal, API version 3. */
function requestGroup(instrument: LcoInstrument, order: Order) {
  const { payload } = order;
  const day = (name: string) => `${textOf(payload, name).slice(0, 10)} 00:00:00`;
  const proposal = order.credentials.PROPOSAL_ID ?? order.proposalId;
  if (typeof proposal !== 'string' || proposal === '') {
    throw new SetupError('the allocation names no proposal');
  }
  return {
    name: nameOf(order),
    proposal,
    ipp_value: numberOr(payload, 'priority', 1),
    operator: 'SINGLE',
    observation_type: textOf(payload, 'observation_mode') || 'NORMAL',
    requests: [
      {
        configurations: instrument.configurations({
          exposureS: numberOr(payload, 'exposure_time', 300),
          count: Math.round(numberOr(payload, 'exposure_counts', 1)),
          filters: textsOf(payload, 'observation_choices'),
          target: { name: order.objId, type: 'ICRS', ra: order.ra, dec: order.dec, epoch: 2000 },
          constraints: {
            max_airmass: numberOr(payload, 'maximum_airmass', 2),
            min_lunar_distance: numberOr(payload, 'minimum_lunar_distance', 30),
          },
        }),
        windows: [{ start: day('start_date'), end: day('end_date') }],
        location: { telescope_class: instrument.telescopeClass },
      },
    ],
  };
}

/** The portal's words for what became of a request group. */
const states: Readonly<Record<string, FollowupState>> = {
  PENDING: 'accepted',
  COMPLETED: 'observed',
  WINDOW_EXPIRED: 'expired',
  CANCELED: 'cancelled',
  FAILURE_LIMIT_REACHED: 'failed',
};

async function submit(instrument: LcoInstrument, order: Order, line: Line): Promise<Word> {
  const json = requestGroup(instrument, order);
  const url = `${homeOf(order)}/api/requestgroups`;
  const headers = headersOf(order);
  // What it would refuse it tells without taking it.
  const checked = await line.say({ method: 'POST', url: `${url}/validate/`, headers, json });
  demandClear(checked);
  if (checked.status !== 200) return { kind: 'refused', words: `rejected: ${wordsOf(checked)}` };
  const { errors } = readJson(checked);
  if (errors && Object.keys(errors).length > 0) {
    return { kind: 'refused', words: `rejected: ${JSON.stringify(errors).slice(0, 500)}` };
  }
  const answer = await line.say({ method: 'POST', url: `${url}/`, headers, json });
  demandClear(answer);
  if (answer.status !== 201) return { kind: 'refused', words: `rejected: ${wordsOf(answer)}` };
  return taken(readJson(answer));
}

function taken({ id }: Record<string, unknown>): Word {
  if (typeof id !== 'number') throw new InDoubtError('its answer has no id');
  return { kind: 'taken', words: 'submitted', ref: String(id) };
}

async function find(order: Order, line: Line): Promise<Word | null> {
  const query = new URLSearchParams({ name: nameOf(order) });
  const answer = await line.say({
    method: 'GET',
    url: `${homeOf(order)}/api/requestgroups/?${query}`,
    headers: headersOf(order),
  });
  demandClear(answer);
  const { results } = readJson(answer);
  if (!Array.isArray(results)) throw new InDoubtError('its list cannot be read');
  const found = results.find((one) => one?.name === nameOf(order));
  return found === undefined ? null : taken(found);
}

async function poll(order: Order, line: Line): Promise<News> {
  if (order.ref === null) return { state: null, words: 'submitted' };
  const answer = await line.say({
    method: 'GET',
    url: `${homeOf(order)}/api/requestgroups/${order.ref}/`,
    headers: headersOf(order),
  });
  demandClear(answer);
  const { state, requests } = readJson(answer);
  const known = typeof state === 'string' ? (states[state] ?? null) : null;
  const words = typeof state === 'string' ? state.toLowerCase() : 'submitted';
  if (known !== 'observed') return { state: known, words };
  const products = await findFrames(order, line, requestIds(requests));
  // Observed it is at once; reduced a while later.
  if (products.length === 0) return { state: 'observed', words: 'observed', products };
  return { state: 'completed', words: `completed: ${products.length} frames`, products };
}

async function cancel(order: Order, line: Line): Promise<Word> {
  if (order.ref === null) return { kind: 'refused', words: 'it gave no id to delete it by' };
  const answer = await line.say({
    method: 'POST',
    url: `${homeOf(order)}/api/requestgroups/${order.ref}/cancel/`,
    headers: headersOf(order),
    json: {},
  });
  demandClear(answer);
  const isGone = answer.status === 200 || /already.*cancel/i.test(answer.text);
  return isGone ? { kind: 'taken', words: 'deleted' } : { kind: 'refused', words: wordsOf(answer) };
}

function lcoForm(instrument: LcoInstrument, { now }: FormContext) {
  const choices = instrument.filters.length > 0;
  const required = [
    'observation_mode',
    'exposure_time',
    'exposure_counts',
    'start_date',
    'end_date',
  ];
  return {
    formSchema: {
      type: 'object',
      properties: {
        ...(choices ? { observation_choices: choicesField(instrument.filters) } : {}),
        observation_mode: {
          type: 'string',
          enum: ['NORMAL', 'RAPID_RESPONSE', 'TIME_CRITICAL'],
          default: 'NORMAL',
          title: 'Observation Type',
        },
        ...exposureFields(instrument.usualS),
        priority: {
          type: 'number',
          title: 'IPP (0.5-2)',
          default: 1,
          minimum: 0.5,
          maximum: 2,
        },
        ...windowFields(now),
      },
      required: choices ? ['observation_choices', ...required] : required,
    },
    uiSchema: { observation_choices: { 'ui:widget': 'checkboxes' } },
    aliasLookup: {
      ...windowAliases,
      observation_choices: 'Request',
      observation_mode: 'Mode',
      exposure_time: 'Exposure Time',
    },
  };
}

/** One of the network's instruments, asked through its observation portal. */
function lco(instrument: LcoInstrument): Facility {
  return {
    name: instrument.name,
    title: instrument.title,
    form: (context) => lcoForm(instrument, context),
    credentialsForm: {
      type: 'object',
      properties: {
        API_TOKEN: { type: 'string', title: 'API token of the portal' },
        PROPOSAL_ID: { type: 'string', title: 'Proposal' },
        endpoint: { type: 'string', title: 'Address of the portal, where it is another' },
        archive_endpoint: { type: 'string', title: 'Address of the archive, where it is another' },
      },
      required: ['API_TOKEN', 'PROPOSAL_ID'],
    },
    remembers: () => 'lookup',
    check: ({ dec }: Draft) =>
      instrument.mostDec !== null && dec > instrument.mostDec
        ? [
            {
              field: 'obj_id',
              message: `is north of ${instrument.mostDec}°: it is in the south alone`,
            },
          ]
        : [],
    hours(payload) {
      const bands =
        instrument.filters.length > 0 ? textsOf(payload, 'observation_choices').length : 1;
      const each = numberOr(payload, 'exposure_time', instrument.usualS) + overheadS;
      return (each * numberOr(payload, 'exposure_counts', 1) * bands + instrument.setUpS) / 3600;
    },
    submit: (order, line) => submit(instrument, order, line),
    cancel,
    find,
    poll,
    pollEveryS: 600,
  };
}

export const lcoFacilities: readonly Facility[] = lcoInstruments.map(lco);
