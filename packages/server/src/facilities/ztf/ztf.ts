import { InDoubtError } from '../../outbound/guarded-request.ts';
import type { DeliveredPhotometry, Facility, News, Order, Word } from '../facility.ts';
import { cellOf, forcedForm, mjdOf, readColumns } from '../forced-form.ts';
import { credentialOr, demandClear, demandCredential, type Line, wordsOf } from '../line.ts';

const server = 'https://ztfweb.ipac.caltech.edu';
const jdOfMjd = 2_400_000.5;
/** Of infobitssci: the science image is bad (ZTF forced photometry service guide, §6.1). */
const badImage = 33_554_432;

const homeOf = ({ credentials }: Order) =>
  credentialOr(credentials, 'endpoint', server).replace(/\/$/, '');
function headersOf({ credentials }: Order): Record<string, string> {
  const [user, password] = ['ipac_http_user', 'ipac_http_password'].map((name) =>
    demandCredential(credentials, name),
  );
  const login = Buffer.from(`${user}:${password}`).toString('base64');
  return { authorization: `Basic ${login}` };
}
const loginOf = ({ credentials }: Order) => ({
  email: demandCredential(credentials, 'ipac_email'),
  userpass: demandCredential(credentials, 'ipac_userpass'),
});
const wishOf = (order: Order) => ({
  ra: order.ra,
  dec: order.dec,
  jdstart: mjdOf(order.payload, 'start_date') + jdOfMjd,
  jdend: mjdOf(order.payload, 'end_date') + jdOfMjd,
});

async function submit(order: Order, line: Line): Promise<Word> {
  const wish = Object.entries(wishOf(order)).map(([name, value]) => [name, String(value)]);
  const query = new URLSearchParams({ ...Object.fromEntries(wish), ...loginOf(order) });
  const answer = await line.say({
    method: 'GET',
    url: `${homeOf(order)}/cgi-bin/requestForcedPhotometry.cgi?${query}`,
    headers: headersOf(order),
  });
  demandClear(answer);
  if (answer.status !== 200 || /error|invalid|denied/i.test(answer.text)) {
    const words = wordsOf({ ...answer, text: answer.text.replaceAll(/<[^>]*>/g, ' ') });
    return { kind: 'refused', words: `rejected: ${words}` };
  }
  if (!/<table|success/i.test(answer.text)) throw new InDoubtError('its answer cannot be read');
  return { kind: 'taken', words: 'submitted' };
}

interface Job {
  lightCurve: string | null;
  exitCode: number | null;
}

/** What the service has of ours: the last job with this place and these dates. */
async function lookUp(order: Order, line: Line): Promise<Job | null> {
  const query = new URLSearchParams({
    ...loginOf(order),
    option: 'All recent jobs',
    action: 'Query Database',
  });
  const answer = await line.say({
    method: 'GET',
    url: `${homeOf(order)}/cgi-bin/getForcedPhotometryRequests.cgi?${query}`,
    headers: headersOf(order),
  });
  demandClear(answer);
  if (!/<table/i.test(answer.text)) throw new InDoubtError('its list of jobs cannot be read');
  const wish = wishOf(order);
  const isOurs = (row: Record<string, string>) =>
    Math.abs((cellOf(row, 'ra') ?? 999) - wish.ra) < 1e-5 &&
    Math.abs((cellOf(row, 'dec') ?? 999) - wish.dec) < 1e-5 &&
    Math.abs((cellOf(row, 'startjd') ?? 0) - wish.jdstart) < 1e-4 &&
    Math.abs((cellOf(row, 'endjd') ?? 0) - wish.jdend) < 1e-4;
  const found = readHtmlTable(answer.text).filter(isOurs).at(-1);
  if (found === undefined) return null;
  const path = found.lightcurve ?? '';
  const lightCurve = /^[\w./-]+\.txt$/.test(path) ? path : null;
  return { lightCurve, exitCode: cellOf(found, 'exitcode') };
}

/** The rows of a page's first table, by the names in its first row, in small letters. */
function readHtmlTable(html: string): Record<string, string>[] {
  const rows = [...html.matchAll(/<tr[^>]*>(.*?)(?=<tr|<\/table|$)/gis)].map(([, row = '']) =>
    [...row.matchAll(/<t[dh][^>]*>(.*?)(?=<t[dh]|<\/t[dh]|<\/tr|$)/gis)].map(([, cell = '']) =>
      cell.replaceAll(/<[^>]*>/g, '').trim(),
    ),
  );
  const names = (rows[0] ?? []).map((name) => name.toLowerCase());
  return rows.slice(1).map((cells) => {
    return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? '']));
  });
}

async function poll(order: Order, line: Line): Promise<News> {
  const job = await lookUp(order, line);
  if (job === null || (job.lightCurve === null && job.exitCode === null)) {
    return { state: null, words: 'in the queue' };
  }
  if (job.lightCurve === null)
    return { state: 'failed', words: `failed: exit code ${job.exitCode}` };
  const file = await line.say({
    method: 'GET',
    url: `${homeOf(order)}/${job.lightCurve.replace(/^\//, '')}`,
    headers: headersOf(order),
  });
  demandClear(file);
  const photometry = readZtf(file.text);
  if (photometry === null) throw new InDoubtError('its light curve cannot be read');
  const points = Array.isArray(photometry.mjd) ? photometry.mjd.length : 0;
  return points === 0
    ? { state: 'completed', words: 'no photometry' }
    : { state: 'completed', words: `completed: ${points} points`, photometry };
}

const flags = [
  'infobitssci',
  'scisigpix',
  'sciinpseeing',
  'procstatus',
  'forcediffimchisq',
] as const;

/** The service's light curve as an upload: all points, those of bad images flagged; null: it is none. */
export function readZtf(text: string): DeliveredPhotometry | null {
  const needed = ['jd', 'forcediffimflux', 'forcediffimfluxunc', 'zpdiff', 'filter'];
  const table = readColumns(text, /^\s*#/);
  if (table.length > 0 && needed.some((name) => table[0]?.[name] === undefined)) return null;
  if (table.length === 0 && !text.includes('forcediffimflux')) return null;
  const rows = table.flatMap((row) => {
    const [jd, flux, fluxerr, zp] = ['jd', 'forcediffimflux', 'forcediffimfluxunc', 'zpdiff'].map(
      (name) => cellOf(row, name),
    );
    const band = /^ztf_([gri])$/i.exec(row.filter ?? '')?.[1]?.toLowerCase();
    if (jd == null || flux == null || fluxerr == null || zp == null || !band || fluxerr <= 0) {
      return [];
    }
    return [{ row, mjd: jd - jdOfMjd, flux, fluxerr, zp, band: `ztf${band}` }];
  });
  return {
    mjd: rows.map((one) => one.mjd),
    flux: rows.map((one) => one.flux),
    fluxerr: rows.map((one) => one.fluxerr),
    zp: rows.map((one) => one.zp),
    filter: rows.map((one) => one.band),
    magsys: 'ab',
    origin: 'forced photometry',
    altdata: rows.map(({ row }) => ({
      is_bad: (cellOf(row, 'infobitssci') ?? 0) >= badImage,
      ...Object.fromEntries(flags.map((name) => [name, cellOf(row, name) ?? row[name] ?? null])),
    })),
  };
}

/** ZTF's forced photometry service at IPAC: queued, polled, stored with its flags. */
export const ztf: Facility = {
  name: 'ZTFAPI',
  title: 'ZTF forced photometry',
  form: () => null,
  forcedForm,
  credentialsForm: {
    type: 'object',
    properties: {
      ipac_email: { type: 'string', title: 'Email at IPAC' },
      ipac_userpass: { type: 'string', title: 'Password of that' },
      ipac_http_user: { type: 'string', title: 'User of the service' },
      ipac_http_password: { type: 'string', title: 'Password of the service' },
      endpoint: { type: 'string', title: 'Address, where it is another' },
    },
    required: ['ipac_email', 'ipac_userpass', 'ipac_http_user', 'ipac_http_password'],
  },
  remembers: () => 'lookup',
  hours: () => 0,
  submit,
  find: async (order, line) =>
    (await lookUp(order, line)) === null ? null : { kind: 'taken', words: 'submitted' },
  poll,
  pollEveryS: 300,
};
