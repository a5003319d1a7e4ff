import { joinPath, MqlError, refuse } from '../errors.ts';
import { parseFieldPath } from '../field-paths.ts';
import { type Frame, parseExpression } from '../parse-expression.ts';
import { parseQuery } from '../query/parse-query.ts';
import { suggestName } from '../suggest.ts';
import type { Facet, Stage } from '../tree.ts';
import { isPlainObject } from '../values.ts';
import { parseWindowFields } from '../windows/parse-window.ts';
import { parseBucket, parseBucketAuto, parseGroup, parseSortByCount } from './parse-group.ts';
import { keepsHistory, parseLookup } from './parse-lookup.ts';
import { buildProjection, type ProjectionItem, parseProjectionItems } from './parse-projection.ts';
import {
  parseCountStage,
  parseLimit,
  parseSample,
  parseSkip,
  parseSort,
  parseUnwind,
} from './parse-set-stages.ts';

type ParseStage = (argument: unknown, frame: Frame, at: string) => Stage | readonly Stage[];

const parseMatch: ParseStage = (argument, frame, at) => ({
  kind: 'match',
  query: parseQuery(argument, frame, at),
  at,
});

function isId(item: ProjectionItem): boolean {
  return item.fields.length === 1 && item.fields[0] === '_id';
}

/** Inclusion or exclusion, by its first field other than `_id`; the two do not mix. */
const parseProject: ParseStage = (argument, frame, at) => {
  const items = parseProjectionItems(argument, { frame, hasFlags: true }, at);
  const deciding = items.find((item) => !isId(item)) ?? items[0];
  const isExclusion = deciding?.action === 'drop';
  const id = items.find(isId);
  for (const item of items) {
    if (isId(item) && typeof item.action === 'string') continue;
    if ((item.action === 'drop') !== isExclusion) {
      const [kind, other] = isExclusion ? ['exclusion', 'include'] : ['inclusion', 'exclude'];
      refuse(
        item.at,
        `cannot ${other} or compute '${item.fields.join('.')}' in an ${kind} projection`,
      );
    }
  }
  if (isExclusion) {
    const dropped = items.filter((item) => item.action === 'drop');
    return { kind: 'exclude', projection: buildProjection(dropped), at };
  }
  const kept = items.filter((item) => item.action !== 'drop');
  const hasId = id !== undefined || kept.some((item) => item.fields[0] === '_id');
  const implicit: readonly ProjectionItem[] = hasId
    ? []
    : [{ fields: ['_id'], action: 'keep', at }];
  return { kind: 'include', projection: buildProjection([...implicit, ...kept]), at };
};

const parseAddFields: ParseStage = (argument, frame, at) => {
  const items = parseProjectionItems(argument, { frame, hasFlags: false }, at);
  return { kind: 'addFields', projection: buildProjection(items), at };
};

const parseUnset: ParseStage = (argument, _frame, at) => {
  const names: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  if (names.length === 0) refuse(at, '$unset needs at least one field');
  const items = names.map((name): ProjectionItem => {
    if (typeof name !== 'string') return refuse(at, '$unset takes field names only');
    return { fields: parseFieldPath(name, at), action: 'drop', at };
  });
  return { kind: 'exclude', projection: buildProjection(items), at };
};

const parseReplaceWith: ParseStage = (argument, frame, at) => ({
  kind: 'replaceRoot',
  newRoot: parseExpression(argument, frame, at),
  at,
});

const parseReplaceRoot: ParseStage = (argument, frame, at) => {
  if (!isPlainObject(argument) || Object.keys(argument).join() !== 'newRoot') {
    return refuse(at, '$replaceRoot takes {newRoot: <expression>}');
  }
  return parseReplaceWith(argument.newRoot, frame, joinPath(at, 'newRoot'));
};

const parseFacet: ParseStage = (argument, frame, at) => {
  if (!isPlainObject(argument)) return refuse(at, '$facet takes an object of pipelines');
  const names = Object.keys(argument);
  if (names.length === 0) refuse(at, '$facet needs at least one pipeline');
  const facets = names.map((name): Facet => {
    const place = joinPath(at, name);
    const [field, ...rest] = parseFieldPath(name, place);
    if (field === undefined || rest.length > 0) refuse(place, "a facet's name must not hold a '.'");
    const pipeline = argument[name];
    if (!Array.isArray(pipeline)) return refuse(place, 'a facet must be a list of stages');
    const { hasHistory } = frame;
    const stages = parseStages(pipeline, frame, { at: place, within: '$facet' });
    frame.hasHistory = hasHistory;
    return { name, stages };
  });
  return { kind: 'facet', facets, at };
};

const parseLookupStage: ParseStage = (argument, frame, at) =>
  parseLookup(argument, {
    frame,
    at,
    parseStages: (stages, inner, place) => parseStages(stages, inner, { at: place, first: 1 }),
  });

/** The allow-list of stages. */
export const STAGES: ReadonlyMap<string, ParseStage> = new Map([
  ['$match', parseMatch],
  ['$project', parseProject],
  ['$addFields', parseAddFields],
  ['$set', parseAddFields],
  ['$unset', parseUnset],
  ['$replaceRoot', parseReplaceRoot],
  ['$replaceWith', parseReplaceWith],
  ['$unwind', parseUnwind],
  ['$group', parseGroup],
  ['$sort', parseSort],
  ['$limit', parseLimit],
  ['$skip', parseSkip],
  ['$count', parseCountStage],
  ['$bucket', parseBucket],
  ['$bucketAuto', parseBucketAuto],
  ['$sortByCount', parseSortByCount],
  ['$facet', parseFacet],
  ['$lookup', parseLookupStage],
  ['$setWindowFields', parseWindowFields],
  ['$sample', parseSample],
] satisfies [string, ParseStage][]);

const HISTORY_HINT =
  'the history and the neighbours are in the alert already: prv_candidates, fp_hists, cross_matches';
const STORED_HINT = 'leave it out: what passes is stored as a candidate';
const ONE_ALERT_HINT = 'a filter sees one alert at a time';
const SERVER_HINT = "it tells about a database server's inside, which alerts have none of";

/** Stages that write, look into other collections or into a server: never, and what to do. */
export const FORBIDDEN_STAGES: ReadonlyMap<string, string> = new Map([
  ['$graphLookup', HISTORY_HINT],
  ['$unionWith', ONE_ALERT_HINT],
  ['$documents', ONE_ALERT_HINT],
  ['$out', STORED_HINT],
  ['$merge', STORED_HINT],
  ['$geoNear', 'compare the distances that cross_matches has, or coordinates, in a $match'],
  ['$search', 'use $match'],
  ['$searchMeta', 'use $match'],
  ['$vectorSearch', 'use $match'],
  ['$changeStream', ONE_ALERT_HINT],
  ['$collStats', SERVER_HINT],
  ['$currentOp', SERVER_HINT],
  ['$indexStats', SERVER_HINT],
  ['$listLocalSessions', SERVER_HINT],
  ['$listSessions', SERVER_HINT],
  ['$planCacheStats', SERVER_HINT],
  ['$queryStats', SERVER_HINT],
]);

/** Stages that are not supported, and what to do instead. */
export const UNSUPPORTED_STAGES: ReadonlyMap<string, string> = new Map([
  ['$densify', 'filters have the points as they were taken; use $map over $range'],
  ['$fill', 'use $ifNull, or $setWindowFields with $locf or $linearFill'],
  ['$redact', 'use $match, $unset and $filter'],
]);

function unknownStage(name: string, at: string): MqlError {
  const instead = FORBIDDEN_STAGES.get(name);
  if (instead !== undefined) {
    return new MqlError('forbidden', at, `${name} is not allowed in filters`, instead);
  }
  const other = UNSUPPORTED_STAGES.get(name);
  if (other !== undefined) {
    return new MqlError('unsupported', at, `the stage ${name} is not supported`, other);
  }
  const hint = suggestName(name, STAGES.keys());
  return new MqlError('unknown_stage', at, `unrecognized pipeline stage '${name}'`, hint);
}

/** Parses one stage, `{$name: argument}`; a few are short for two. */
export function parseStage(value: unknown, frame: Frame, at: string): readonly Stage[] {
  if (!isPlainObject(value)) return refuse(at, 'a pipeline stage must be an object');
  const [name, ...others] = Object.keys(value);
  if (name === undefined || others.length > 0) {
    return refuse(at, 'a pipeline stage must have exactly one field, its name');
  }
  const place = joinPath(at, name);
  const parse = STAGES.get(name);
  if (parse === undefined) throw unknownStage(name, place);
  if (name === '$sample' && frame.purpose === 'filter') {
    const hint = 'use $limit, or leave it out';
    const message = '$sample is not allowed in filters, which must give the same answer every time';
    throw new MqlError('forbidden', place, message, hint);
  }
  const parsed = parse(value[name], frame, place);
  return 'kind' in parsed ? [parsed] : parsed;
}

/** Where a list of stages stands. */
interface StagesPlace {
  readonly at?: string;
  /** The number of the first stage. */
  readonly first?: number;
  /** The stage around the list, in which it may not occur itself. */
  readonly within?: string;
}

/** Parses a list of stages. */
export function parseStages(
  given: readonly unknown[],
  frame: Frame,
  { at = '', first = 0, within }: StagesPlace = {},
): readonly Stage[] {
  return given.flatMap((stage, index) => {
    const place = joinPath(at, index + first);
    if (within !== undefined && isPlainObject(stage) && Object.hasOwn(stage, within)) {
      refuse(joinPath(place, within), `${within} is not allowed inside of ${within}`);
    }
    const parsed = parseStage(stage, frame, place);
    frame.hasHistory &&= parsed.every(keepsHistory);
    return parsed;
  });
}
