import {
  addSkyMapRegions,
  deleteSkyMap,
  findSkyMap,
  listSkyMapRegions,
  loadSkyMap,
  type SkyMapRow,
  type SkyMapSearch,
  type ViewerTx,
} from '@fritz/archive';
import { bodyBytes } from '@fritz/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ServerContext } from '../context.ts';
import { storeSkyMap } from '../features/localizations/localizations.service.ts';
import { type MadeSkyMap, makeSkyMap } from '../features/localizations/new-sky-map.ts';
import { demandCaller } from './kowalski-auth.ts';
import { KowalskiError } from './kowalski-error.ts';
import { parseBody, sendError, sendJson } from './messages.ts';
import { type Fields, isFields } from './read-query.ts';
import { isoTime, pythonTime, readShape, readTime } from './skymap-words.ts';

/** Kowalski's own limit of a body. */
const SMALL_BYTES = 1 << 20;

/** Skymaps as Kowalski has them: found by time, trigger or alias, and name; with the contours asked for. */
export function bindSkymaps(scope: FastifyInstance, context: ServerContext): void {
  // Somebody must be the sender of a large body before it is read.
  const onRequest = async (request: FastifyRequest): Promise<void> => {
    const length = Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY);
    if (length > SMALL_BYTES) await demandCaller(context, request);
  };
  scope.put('/api/skymap', { bodyLimit: bodyBytes.large, onRequest }, async (request, reply) => {
    const body = parseBody(request);
    if (!isFields(body)) throw KowalskiError.of('ValueError', 'the body must be an object');
    const asked = await readPut(body);
    return asUploader(context, request, (tx) => putSkymap(tx, asked, reply));
  });

  scope.get('/api/skymap', async (request, reply) => {
    const { key } = await demandCaller(context, request);
    const search = readSearch(isFields(request.query) ? request.query : {}, 'localization_name');
    if (search === null) return refuse(reply, 'must provide dateobs, triggerid, or alias');
    const { contours } = Object(request.query) as Fields;
    const wanted = contours === undefined ? [] : readLevels(contours);
    return context.archive.asViewer(key, (tx) => showSkymap(tx, search, wanted, reply));
  });

  scope.delete('/api/skymap', async (request, reply) => {
    const body = parseBody(request);
    const given = isFields(body) ? body : {};
    if (typeof given.localization_name !== 'string') {
      await demandCaller(context, request);
      return refuse(reply, 'localization_name: field required');
    }
    const { localization_name: name, ...others } = given;
    const search = readSearch(others, null);
    if (search === null) {
      await demandCaller(context, request);
      return refuse(reply, 'must provide dateobs, triggerid, or alias');
    }
    return asUploader(context, request, async (tx) => {
      const found = await findSkyMap(tx, { ...search, name });
      if (found === null) return refuse(reply, 'no skymap found');
      if (!(await deleteSkyMap(tx, found.id))) throw new KowalskiError(403, 'Forbidden');
      return sendJson(reply, 200, { status: 'success', message: 'deleted 1 skymap' });
    });
  });
}

/** Errors of reading and deleting come with the status of a success. */
function refuse(reply: FastifyReply, message: string): FastifyReply {
  return sendError(reply, 200, message);
}

async function asUploader(
  context: ServerContext,
  request: FastifyRequest,
  work: (tx: ViewerTx) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  const { key, viewer } = await demandCaller(context, request);
  if (!viewer.acls.has('Upload data')) throw new KowalskiError(403, 'Forbidden');
  return context.archive.asViewer(key, work);
}

/** A skymap that is put. */
interface PutSkymap {
  readonly dateobs: Date;
  readonly triggerId: string | null;
  readonly aliases: readonly string[];
  readonly levels: readonly number[];
  readonly made: MadeSkyMap;
  readonly name: string;
}

async function readPut(body: Fields): Promise<PutSkymap> {
  const levels = readLevels(body.contours ?? [90, 95]);
  if (body.voevent !== undefined) {
    throw KowalskiError.of(
      'ValueError',
      'voevent is not read here: send its position, or its sky map',
    );
  }
  if (body.dateobs === undefined || body.dateobs === null) {
    throw KowalskiError.of('ValueError', 'dateobs is required in the request body');
  }
  if (!isFields(body.skymap)) {
    throw KowalskiError.of(
      'ValueError',
      'either skymap dict or voevent is required in the request body',
    );
  }
  const made = await makeSkyMap(readShape(body.skymap), levels);
  if (made.name === null) throw KowalskiError.of('KeyError', "'localization_name'");
  const { name } = made;
  return { dateobs: readTime(body.dateobs), ...readNames(body), levels, made, name };
}

function readNames(body: Fields): Pick<PutSkymap, 'triggerId' | 'aliases'> {
  const trigger = body.triggerid ?? body.trigger_id ?? null;
  const { aliases: given = [] } = body;
  const aliases: unknown = typeof given === 'string' ? [given] : given;
  if (!Array.isArray(aliases)) {
    throw KowalskiError.of('ValueError', 'aliases must be a list of strings');
  }
  const triggerId = trigger === null || trigger === '' ? null : String(trigger).slice(0, 200);
  return { triggerId, aliases: aliases.map((alias: unknown) => String(alias).slice(0, 200)) };
}

/** A number, a list of them, or a text with commas between them; per cent. */
function readLevels(given: unknown): number[] {
  const list: readonly unknown[] = Array.isArray(given)
    ? given
    : typeof given === 'string'
      ? given.split(',')
      : [given];
  const levels = list.map((level) => (level === null || level === '' ? Number.NaN : Number(level)));
  if (levels.length === 0 || levels.length > 100 || !levels.every((one) => one > 0 && one <= 100)) {
    throw KowalskiError.of(
      'ValueError',
      'contours must be an integer or a comma-separated list of integers',
    );
  }
  return [...new Set(levels)];
}

async function putSkymap(
  tx: ViewerTx,
  asked: PutSkymap,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { dateobs, name, levels, made, triggerId, aliases } = asked;
  const existing = await findExisting(tx, asked);
  if (existing === null) {
    const said = { dateobs, name, triggerId, aliases, tags: [], groupIds: null };
    await storeSkyMap(tx, made, said);
    const message = `added skymap for ${pythonTime(dateobs)} with contours [${levels.join(', ')}]`;
    return sendJson(reply, 200, { status: 'success', message, data: dataOf(asked, levels) });
  }
  const kept = (await listSkyMapRegions(tx, existing.id)).map(({ percent }) => percent);
  const missing = levels.filter((level) => !kept.includes(level));
  if (missing.length === 0) {
    const message = 'skymap already exists with the same contours';
    return sendJson(reply, 409, { status: 'already_exists', message, data: dataOf(asked, kept) });
  }
  if (!existing.may_remove) throw new KowalskiError(403, 'Forbidden');
  await addSkyMapRegions(tx, existing.id, await loadSkyMap(tx, existing), missing);
  const message = `updated skymap for ${pythonTime(dateobs)} to add contours [${missing.join(', ')}]`;
  const all = [...kept, ...missing];
  return sendJson(reply, 200, { status: 'success', message, data: dataOf(asked, all) });
}

function dataOf({ dateobs, name }: PutSkymap, contours: readonly number[]) {
  return { dateobs: isoTime(dateobs), localization_name: name, contours };
}

async function findExisting(
  tx: ViewerTx,
  { dateobs, name, triggerId, aliases }: PutSkymap,
): Promise<SkyMapRow | null> {
  const found = await findSkyMap(tx, { name, dateobs });
  if (found !== null) return found;
  const byTrigger = triggerId === null ? null : await findSkyMap(tx, { name, triggerId });
  if (byTrigger !== null || aliases.length === 0) return byTrigger;
  const byAlias = await findSkyMap(tx, { name, aliases });
  const isSame =
    byAlias !== null &&
    byAlias.aliases.length === aliases.length &&
    aliases.every((alias) => byAlias.aliases.includes(alias));
  return isSame ? byAlias : null;
}

/** What is asked for; null: nothing. */
function readSearch(given: Fields, nameField: string | null): SkyMapSearch | null {
  const { dateobs, triggerid, alias } = given;
  const name = nameField === null ? undefined : given[nameField];
  const search = {
    ...(dateobs === undefined || dateobs === null ? {} : { dateobs: readTime(dateobs) }),
    ...(triggerid === undefined || triggerid === null ? {} : { triggerId: String(triggerid) }),
    ...(alias === undefined || alias === null ? {} : { aliases: [String(alias)] }),
    ...(name === undefined ? {} : { name: String(name) }),
  };
  return Object.keys(search).length === 0 ? null : search;
}

async function showSkymap(
  tx: ViewerTx,
  search: SkyMapSearch,
  wanted: readonly number[],
  reply: FastifyReply,
): Promise<FastifyReply> {
  const found = await findSkyMap(tx, search);
  if (found === null) return refuse(reply, 'no skymap found');
  const regions = await listSkyMapRegions(tx, found.id);
  const missing = wanted.filter((level) => !regions.some(({ percent }) => percent === level));
  if (missing.length > 0) {
    return refuse(reply, `skymap exists but is missing contours [${missing.join(', ')}]`);
  }
  // As MongoDB has longitudes: ra − 180.
  const contours: Record<string, unknown> = {
    center: { type: 'Point', coordinates: [found.peak_ra - 180, found.peak_dec] },
  };
  for (const { percent, outline } of regions) {
    const coordinates = outline.map((line) => [line.map(([ra, dec]) => [ra - 180, dec])]);
    contours[`contour${percent}`] = { type: 'MultiPolygon', coordinates };
  }
  const data = {
    dateobs: isoTime(found.dateobs),
    aliases: found.aliases,
    contours,
    localization_name: found.name,
    ...(found.trigger_id === null ? {} : { triggerid: found.trigger_id }),
  };
  return sendJson(reply, 200, { status: 'success', data });
}
