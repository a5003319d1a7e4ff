import { joinPath, MqlError, refuse } from '../errors.ts';
import { readNamed } from '../expressions/define.ts';
import { decodeExtendedJson } from '../extended-json.ts';
import { parseFieldPath } from '../field-paths.ts';
import { type Frame, parseExpression, rootScope } from '../parse-expression.ts';
import type { Expression, LookupVariable, Stage } from '../tree.ts';
import { isPlainObject } from '../values.ts';

/** What of an alert the auxiliary collection of its survey holds. */
export const HISTORY_FIELDS: readonly string[] = ['cross_matches', 'prv_candidates', 'fp_hists'];

const HISTORY_HINT =
  'the history and the neighbours are in the alert already: prv_candidates, fp_hists, cross_matches';

/** The Earth's radius by which MongoDB turns metres into angles. */
const EARTH_RADIUS_M = 6_378_100;
export const METRES_PER_ARCSEC = (EARTH_RADIUS_M * Math.PI) / (180 * 3600);

const CATALOG_NAME = /^[A-Za-z0-9][A-Za-z0-9_]{0,59}$/;

function forbid(at: string, message: string, hint: string): never {
  throw new MqlError('forbidden', at, message, hint);
}

function path(...fields: readonly string[]): Expression {
  return { kind: 'path', slot: null, fields };
}

/** The object's own history comes with the alert: the look-up only gives it another name. */
function ownHistory(fields: readonly string[], at: string): Stage {
  const row: Expression = {
    kind: 'object',
    fields: [
      ['_id', path('objectId')],
      ...HISTORY_FIELDS.map((name) => [name, path(name)] as const),
    ],
  };
  const [name = '', ...rest] = fields;
  if (rest.length > 0) refuse(at, "the look-up's 'as' must be a single field name");
  const rows: Expression = { kind: 'array', items: [row] };
  return {
    kind: 'addFields',
    projection: {
      leaves: new Set(),
      children: new Map(),
      computed: new Map([[name, rows]]),
      order: [name],
    },
    at,
  };
}

function parseVariables(
  given: unknown,
  frame: Frame,
  at: string,
): { variables: LookupVariable[]; inner: Frame } {
  const lets = given ?? {};
  if (!isPlainObject(lets)) return refuse(at, "'let' must be an object");
  let scope = rootScope(frame);
  const bound = new Map(frame.variables);
  const variables = Object.entries(lets).map(([name, value]): LookupVariable => {
    const place = joinPath(at, name);
    const expression = parseExpression(value, frame, place);
    const { slot, scope: wider } = scope.bind(name, place);
    scope = wider;
    bound.set(name, slot);
    return { slot, value: expression };
  });
  return { variables, inner: { ...frame, variables: bound, isOfRows: true } };
}

/** Whether a variable stands for where the alert is. */
function isOwnPlace(near: unknown, inner: Frame, variables: readonly LookupVariable[]): boolean {
  if (typeof near !== 'string' || !near.startsWith('$$')) return false;
  const slot = inner.variables?.get(near.slice(2));
  const value = variables.find((variable) => variable.slot === slot)?.value;
  return value?.kind === 'path' && value.fields.join('.') === 'coordinates.radec_geojson';
}

const NEAR_KEYS = {
  required: ['near', 'maxDistance', 'distanceField'],
  optional: ['key', 'spherical', 'distanceMultiplier'],
};

const POSITION_HINT =
  `write {from, let: {here: "$coordinates.radec_geojson"}, pipeline: [{$geoNear: {near: "$$here",
 maxDistance: <metres>, distanceField: "distance"}}], as}`.replace('\n', '');

function readNumber(value: unknown, at: string): number {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
  return refuse(at, 'must be a positive number');
}

interface Place {
  readonly frame: Frame;
  readonly at: string;
  readonly parseStages: (stages: readonly unknown[], frame: Frame, at: string) => readonly Stage[];
}

/** `{from, let, pipeline: [{$geoNear}, …], as}`: rows of a catalog around the alert. */
function byPosition(
  given: Readonly<Record<string, unknown>>,
  as: readonly string[],
  { frame, at, parseStages }: Place,
): Stage {
  const { from, pipeline } = given;
  if (typeof from !== 'string' || !CATALOG_NAME.test(from)) {
    return refuse(`${at}.from`, "'from' must be the name of a catalog");
  }
  const [first, ...rest] = Array.isArray(pipeline) ? pipeline : [];
  const geoNear = isPlainObject(first) ? first.$geoNear : undefined;
  if (geoNear === undefined) {
    forbid(at, `$lookup of '${from}' is not allowed in filters`, HISTORY_HINT);
  }
  const place = `${at}.pipeline.0.$geoNear`;
  const { variables, inner } = parseVariables(given.let, frame, `${at}.let`);
  const near = readNamed(decodeExtendedJson(geoNear), NEAR_KEYS, place);
  if (!isOwnPlace(near.near, inner, variables)) {
    forbid(`${place}.near`, 'rows are looked up around the alert only', POSITION_HINT);
  }
  if (typeof near.distanceField !== 'string') {
    refuse(`${place}.distanceField`, "'distanceField' must be a field name");
  }
  const metres = readNumber(near.maxDistance, `${place}.maxDistance`);
  const stages = parseStages(rest, inner, `${at}.pipeline`);
  frame.slotCount = inner.slotCount;
  return {
    kind: 'lookup',
    collection: from,
    radiusArcsec: metres / METRES_PER_ARCSEC,
    distanceField: parseFieldPath(near.distanceField, `${place}.distanceField`),
    distanceScale:
      METRES_PER_ARCSEC * readNumber(near.distanceMultiplier ?? 1, `${place}.distanceMultiplier`),
    variables,
    stages,
    as,
    at,
  };
}

/** Parses a look-up: the object's own history, or a catalog around the alert. */
export function parseLookup(argument: unknown, place: Place): Stage {
  const { at, frame } = place;
  if (!isPlainObject(argument)) return refuse(at, '$lookup takes an object');
  const { from, localField, foreignField, as } = argument;
  if (frame.isOfRows) forbid(at, 'rows of a look-up have nothing to look up', HISTORY_HINT);
  if (typeof as !== 'string') {
    forbid(at, '$lookup is not allowed in filters in this form', HISTORY_HINT);
  }
  const fields = parseFieldPath(as, `${at}.as`);
  const isHistory = typeof from === 'string' && from.endsWith('_alerts_aux');
  if (!isHistory && frame.purpose === 'query') {
    forbid(at, 'queries look up no catalogs', 'read cross_matches, or search the catalog itself');
  }
  if (!isHistory) return byPosition(argument, fields, place);
  if (localField !== 'objectId' || foreignField !== '_id' || Object.hasOwn(argument, 'pipeline')) {
    forbid(at, 'only the own history can be looked up: objectId in _id', HISTORY_HINT);
  }
  if (!frame.hasHistory) {
    const hint = `look it up before, or ${HISTORY_HINT}`;
    forbid(at, 'the history was dropped or changed before it is looked up', hint);
  }
  return ownHistory(fields, at);
}

/** Whether the history still is the alert's own behind a stage. */
export function keepsHistory(stage: Stage): boolean {
  const names = ['objectId', ...HISTORY_FIELDS];
  switch (stage.kind) {
    case 'match':
    case 'sort':
    case 'limit':
    case 'skip':
      return true;
    case 'include':
      return names.every((name) => stage.projection.leaves.has(name));
    case 'exclude':
    case 'addFields': {
      const { leaves, children, computed } = stage.projection;
      return names.every((name) => !leaves.has(name) && !children.has(name) && !computed.has(name));
    }
    default:
      return false;
  }
}
