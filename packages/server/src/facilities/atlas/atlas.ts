import { InDoubtError, NotArrivedError } from '../../outbound/guarded-request.ts';
import type { DeliveredPhotometry, Facility, News, Order, Word } from '../facility.ts';
import { cellOf, forcedForm, mjdOf, readColumns } from '../forced-form.ts';
import {
  credentialOr,
  demandClear,
  demandCredential,
  type Line,
  readJson,
  wordsOf,
} from '../line.ts';

const server = 'https://fallingstar-data.com/forcedphot';

const homeOf = ({ credentials }: Order) =>
  credentialOr(credentials, 'endpoint', server).replace(/\/$/, '');
const headersOf = ({ credentials }: Order) => ({
  authorization: `Token ${demandCredential(credentials, 'api_token')}`,
  accept: 'application/json',
});
/** By what we find it again. */
const commentOf = ({ mark }: Order) => `fritz-${mark}`;

function taken({ id }: Record<string, unknown>): Word {
  if (typeof id !== 'number') throw new InDoubtError('its answer has no id');
  return { kind: 'taken', words: 'submitted', ref: String(id) };
}

async function submit(order: Order, line: Line): Promise<Word> {
  const answer = await line.say({
    method: 'POST',
    url: `${homeOf(order)}/queue/`,
    headers: headersOf(order),
    form: {
      ra: String(order.ra),
      dec: String(order.dec),
      mjd_min: String(mjdOf(order.payload, 'start_date')),
      mjd_max: String(mjdOf(order.payload, 'end_date')),
      send_email: 'false',
      comment: commentOf(order),
    },
  });
  demandClear(answer);
  // It has taken nothing, and asks for patience.
  if (answer.status === 429) throw new NotArrivedError(`throttled: ${wordsOf(answer)}`, null);
  if (answer.status !== 201) return { kind: 'refused', words: `rejected: ${wordsOf(answer)}` };
  return taken(readJson(answer));
}

async function find(order: Order, line: Line): Promise<Word | null> {
  const answer = await line.say({
    method: 'GET',
    url: `${homeOf(order)}/queue/?ordering=-id`,
    headers: headersOf(order),
  });
  demandClear(answer);
  const { results } = readJson(answer);
  if (!Array.isArray(results)) throw new InDoubtError('its queue cannot be read');
  const found = results.find((one) => one?.comment === commentOf(order));
  return found === undefined ? null : taken(found);
}

async function poll(order: Order, line: Line): Promise<News> {
  const headers = headersOf(order);
  const task = await line.say({
    method: 'GET',
    url: `${homeOf(order)}/queue/${order.ref}/`,
    headers,
  });
  demandClear(task);
  if (task.status === 404) return { state: 'failed', words: 'it is not in the queue any more' };
  const { finishtimestamp, starttimestamp, result_url, error_msg } = readJson(task);
  if (typeof error_msg === 'string' && error_msg !== '') {
    return { state: 'failed', words: `failed: ${error_msg.slice(0, 300)}` };
  }
  if (typeof finishtimestamp !== 'string') {
    return typeof starttimestamp === 'string'
      ? { state: 'accepted', words: 'being measured' }
      : { state: null, words: 'in the queue' };
  }
  if (typeof result_url !== 'string') return { state: 'completed', words: 'no photometry' };
  const at = URL.parse(result_url);
  if (at === null) throw new InDoubtError('where its table is cannot be read');
  // The token is for the service itself, wherever that has its tables.
  const isOwn = at.origin === new URL(homeOf(order)).origin;
  const result = await line.say({
    method: 'GET',
    url: result_url,
    ...(isOwn ? { headers } : {}),
  });
  demandClear(result);
  const photometry = readAtlas(result.text);
  if (photometry === null) throw new InDoubtError('its table cannot be read');
  const points = Array.isArray(photometry.mjd) ? photometry.mjd.length : 0;
  return points === 0
    ? { state: 'completed', words: 'no photometry' }
    : { state: 'completed', words: `completed: ${points} points`, photometry };
}

/** ATLAS's table (`###MJD m dm uJy duJy F err chi/N …`) as an upload; null where it is none. */
export function readAtlas(text: string): DeliveredPhotometry | null {
  if (!/^#+MJD\s/.test(text)) return null;
  const rows = readColumns(text, /^$/).flatMap((row) => {
    const [mjd, flux, fluxerr] = ['MJD', 'uJy', 'duJy'].map((name) => cellOf(row, name));
    const band = row.F === 'c' ? 'atlasc' : row.F === 'o' ? 'atlaso' : null;
    if (mjd == null || flux == null || fluxerr == null || fluxerr <= 0 || band === null) return [];
    return [{ row, mjd, flux, fluxerr, band }];
  });
  return {
    mjd: rows.map((one) => one.mjd),
    flux: rows.map((one) => one.flux),
    fluxerr: rows.map((one) => one.fluxerr),
    filter: rows.map((one) => one.band),
    ra: rows.map(({ row }) => cellOf(row, 'RA')),
    dec: rows.map(({ row }) => cellOf(row, 'Dec')),
    zp: 23.9,
    magsys: 'ab',
    origin: 'forced photometry',
    altdata: rows.map(({ row }) => ({
      flag: cellOf(row, 'err'),
      chi_per_n: cellOf(row, 'chi/N'),
      mag5sig: cellOf(row, 'mag5sig'),
      apfit: cellOf(row, 'apfit'),
      obs: row.Obs ?? null,
    })),
  };
}

/** ATLAS's forced photometry server: queued, polled, stored with its flags. */
export const atlas: Facility = {
  name: 'ATLASAPI',
  title: 'ATLAS forced photometry',
  form: () => null,
  forcedForm,
  credentialsForm: {
    type: 'object',
    properties: {
      api_token: { type: 'string', title: 'API token' },
      endpoint: { type: 'string', title: 'Address, where it is another' },
    },
    required: ['api_token'],
  },
  remembers: () => 'lookup',
  hours: () => 0,
  submit,
  find,
  poll,
  pollEveryS: 120,
};
