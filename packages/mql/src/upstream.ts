import { isEqual } from './compare.ts';
import { decodeExtendedJson } from './extended-json.ts';
import { isPlainObject, type PlainObject } from './values.ts';

/**
 * The broker's own stages in front of a filter: they choose the alert, drop the cutouts, and look
 * up history and neighbours. Alerts come with all of that, so the stages go; what they restrict
 * (programids, days of history) stays, as `restrictions`.
 */
export interface Upstream {
  readonly prefix: readonly unknown[];
  /** The programids of the history asked for, else those of the alert; null: no restriction. */
  readonly programIds: readonly number[] | null;
  /** The programids that the alert itself may have; null: no restriction. */
  readonly alertProgramIds: readonly number[] | null;
  /** Days of history asked for, back from the alert's jd; null: no restriction. */
  readonly historyDays: number | null;
  /** Stages that do to the given alert what the prefix would have left out. */
  readonly restrictions: readonly unknown[];
  readonly rest: readonly unknown[];
}

const CUTOUTS = new Set(['cutoutScience', 'cutoutTemplate', 'cutoutDifference']);
const HISTORIES = ['prv_candidates', 'fp_hists'];

function stageArgument(stage: unknown, name: string): unknown {
  return isPlainObject(stage) && Object.keys(stage).join() === name ? stage[name] : undefined;
}

/** The parts of a leading `$match` that outlive the choice of one alert by candid or objectId. */
function keepOfMatch(stage: unknown): PlainObject | null {
  const query = stageArgument(stage, '$match');
  if (!isPlainObject(query)) return null;
  const kept = Object.entries(query).filter(([key]) => key !== 'candid' && key !== 'objectId');
  return Object.fromEntries(kept);
}

function dropsCutouts(stage: unknown): boolean {
  const unset = stageArgument(stage, '$unset');
  if (unset !== undefined) {
    const names: readonly unknown[] = Array.isArray(unset) ? unset : [unset];
    return names.every((name) => typeof name === 'string' && CUTOUTS.has(name));
  }
  const project = stageArgument(stage, '$project');
  if (!isPlainObject(project)) return false;
  return Object.entries(project).every(
    ([name, flag]) => CUTOUTS.has(name) && (flag === 0 || flag === false),
  );
}

/** The name under which `$lookup` puts the auxiliary document; null for any other stage. */
function lookupName(stage: unknown): string | null {
  const lookup = stageArgument(stage, '$lookup');
  if (!isPlainObject(lookup)) return null;
  const { from, localField, foreignField, as } = lookup;
  const isHistory = typeof from === 'string' && from.endsWith('_alerts_aux');
  if (!isHistory || localField !== 'objectId' || foreignField !== '_id') return null;
  return typeof as === 'string' ? as : null;
}

function first(path: string): PlainObject {
  return { $arrayElemAt: [path, 0] };
}

/** `$replaceRoot` that lays the alert over its auxiliary document. */
function mergesAux(stage: unknown, aux: string): boolean {
  const replaceRoot = stageArgument(stage, '$replaceRoot');
  const newRoot = isPlainObject(replaceRoot)
    ? replaceRoot.newRoot
    : stageArgument(stage, '$replaceWith');
  const accepted = [first(`$${aux}`), { $first: `$${aux}` }].map((element) => ({
    $mergeObjects: [element, '$$ROOT'],
  }));
  return accepted.some((candidate) => isEqual(candidate, newRoot));
}

interface HistoryStage {
  /** The `$filter` of each history, its input being the alert's own field. */
  readonly filters: ReadonlyMap<string, PlainObject>;
}

/** True for the field itself or the auxiliary document's field of that name. */
function isField(value: unknown, name: string, aux: string): boolean {
  const accepted: readonly unknown[] = [
    `$${name}`,
    first(`$${aux}.${name}`),
    { $first: `$${aux}.${name}` },
  ];
  return accepted.some((candidate) => isEqual(candidate, value));
}

/** The stage that builds cross_matches and the histories; null for any other. */
function readHistoryStage(stage: unknown, aux: string): HistoryStage | null {
  const fields = ['$project', '$addFields', '$set']
    .map((name) => stageArgument(stage, name))
    .find(isPlainObject);
  if (!isPlainObject(fields)) return null;
  const filters = new Map<string, PlainObject>();
  for (const [name, value] of Object.entries(fields)) {
    if (value === 1 || value === true || isField(value, name, aux)) continue;
    if (name === aux && (value === 0 || value === false)) continue;
    const filter = isPlainObject(value) ? value.$filter : undefined;
    if (!HISTORIES.includes(name) || !isPlainObject(filter)) return null;
    if (!isField(filter.input, name, aux)) return null;
    filters.set(name, { $filter: { ...filter, input: `$${name}` } });
  }
  const isAbout = ['cross_matches', ...HISTORIES].some((name) => Object.hasOwn(fields, name));
  return isAbout ? { filters } : null;
}

/** A number as Extended JSON, too, may have it; null for anything else. */
function readNumber(value: unknown): number | null {
  const decoded = decodeExtendedJson(value);
  return typeof decoded === 'number' || typeof decoded === 'bigint' ? Number(decoded) : null;
}

function readNumbers(value: unknown): readonly number[] | null {
  if (!Array.isArray(value)) return null;
  const numbers = value.map(readNumber).filter((item) => item !== null);
  return numbers.length === value.length ? numbers : null;
}

/** The list in `{$in: [<field>, [1, 2]]}` and the days in `{$lt: [{$subtract: …}, 100]}`. */
function readConditions(filter: PlainObject): {
  ids: readonly number[] | null;
  days: number | null;
} {
  const { as = 'this', cond } = isPlainObject(filter.$filter) ? filter.$filter : {};
  const item = `$$${String(as)}`;
  const parts = isPlainObject(cond) && Array.isArray(cond.$and) ? cond.$and : [cond];
  let ids: readonly number[] | null = null;
  let days: number | null = null;
  for (const part of parts) {
    if (!isPlainObject(part)) continue;
    const [key, list] = Array.isArray(part.$in) ? part.$in : [];
    if (key === `${item}.programid`) ids = readNumbers(list) ?? ids;
    const [age, limit] = Array.isArray(part.$lt) ? part.$lt : [];
    const isAge = isEqual(age, { $subtract: ['$candidate.jd', `${item}.jd`] });
    if (isAge) days = readNumber(limit) ?? days;
  }
  return { ids, days };
}

function readAlertProgramIds(kept: PlainObject): readonly number[] | null {
  const condition = kept['candidate.programid'];
  const only = readNumber(condition);
  if (only !== null) return [only];
  return readNumbers(isPlainObject(condition) ? condition.$in : null);
}

function whole(pipeline: readonly unknown[]): Upstream {
  return {
    prefix: [],
    programIds: null,
    alertProgramIds: null,
    historyDays: null,
    restrictions: [],
    rest: pipeline,
  };
}

/** Recognises the broker's stages in front of a filter; without a history look-up all is filter. */
export function splitUpstream(pipeline: readonly unknown[]): Upstream {
  let next = 0;
  const kept = keepOfMatch(pipeline[next]);
  if (kept !== null) next += 1;
  if (dropsCutouts(pipeline[next])) next += 1;
  const aux = lookupName(pipeline[next]);
  if (aux === null) return whole(pipeline);
  next += 1;
  if (mergesAux(pipeline[next], aux)) next += 1;
  const history = readHistoryStage(pipeline[next], aux);
  if (history === null) return whole(pipeline);
  next += 1;
  const restrictions: unknown[] = [];
  if (kept !== null && Object.keys(kept).length > 0) restrictions.push({ $match: kept });
  if (history.filters.size > 0)
    restrictions.push({ $addFields: Object.fromEntries(history.filters) });
  const conditions = [...history.filters.values()].map(readConditions);
  const alertProgramIds = readAlertProgramIds(kept ?? {});
  return {
    prefix: pipeline.slice(0, next),
    programIds: conditions.find(({ ids }) => ids !== null)?.ids ?? alertProgramIds,
    alertProgramIds,
    historyDays: conditions.find(({ days }) => days !== null)?.days ?? null,
    restrictions,
    rest: pipeline.slice(next),
  };
}
