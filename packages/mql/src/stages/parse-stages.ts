import { joinPath, MqlError, refuse } from '../errors.ts';
import { parseFieldPath } from '../field-paths.ts';
import { type Frame, parseExpression } from '../parse-expression.ts';
import { parseQuery } from '../query/parse-query.ts';
import { suggestName } from '../suggest.ts';
import type { Stage } from '../tree.ts';
import { isPlainObject } from '../values.ts';
import { buildProjection, type ProjectionItem, parseProjectionItems } from './parse-projection.ts';

type ParseStage = (argument: unknown, frame: Frame, at: string) => Stage;

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

/** The allow-list of stages; each keeps the document or drops it. */
const STAGES: ReadonlyMap<string, ParseStage> = new Map([
  ['$match', parseMatch],
  ['$project', parseProject],
  ['$addFields', parseAddFields],
  ['$set', parseAddFields],
  ['$unset', parseUnset],
  ['$replaceRoot', parseReplaceRoot],
  ['$replaceWith', parseReplaceWith],
]);

const HISTORY_HINT =
  'the history and the neighbours are in the alert already: prv_candidates, fp_hists, cross_matches';

const FORBIDDEN_STAGES: ReadonlyMap<string, string> = new Map([
  ['$lookup', HISTORY_HINT],
  ['$graphLookup', HISTORY_HINT],
  ['$unionWith', 'a filter sees one alert at a time'],
  ['$out', 'leave it out: what passes is stored as a candidate'],
  ['$merge', 'leave it out: what passes is stored as a candidate'],
]);

const LATER_STAGES = new Set(
  `$bucket $bucketAuto $count $densify $facet $fill $group $limit $redact $sample $setWindowFields
  $skip $sort $sortByCount $unwind $geoNear $search $documents`
    .trim()
    .split(/\s+/),
);

function unknownStage(name: string, at: string): MqlError {
  const instead = FORBIDDEN_STAGES.get(name);
  if (instead !== undefined) {
    return new MqlError('forbidden', at, `${name} is not allowed in filters`, instead);
  }
  if (LATER_STAGES.has(name)) {
    return new MqlError('unsupported', at, `the stage ${name} is not supported yet`);
  }
  const hint = suggestName(name, STAGES.keys());
  return new MqlError('unknown_stage', at, `unrecognized pipeline stage '${name}'`, hint);
}

/** Parses one stage, `{$name: argument}`. */
export function parseStage(value: unknown, frame: Frame, at: string): Stage {
  if (!isPlainObject(value)) return refuse(at, 'a pipeline stage must be an object');
  const [name, ...others] = Object.keys(value);
  if (name === undefined || others.length > 0) {
    return refuse(at, 'a pipeline stage must have exactly one field, its name');
  }
  const place = joinPath(at, name);
  const parse = STAGES.get(name);
  if (parse === undefined) throw unknownStage(name, place);
  return parse(value[name], frame, place);
}
