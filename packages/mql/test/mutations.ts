import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ACCUMULATORS } from '../src/accumulators/registry.ts';
import { EXPRESSION_OPERATORS } from '../src/expressions/registry.ts';
import { compileFilter, type MqlDocument, MqlError, parsePipeline } from '../src/index.ts';
import { parseText } from '../src/parse-text.ts';
import { FIELD_OPERATORS } from '../src/query/parse-query.ts';
import { STAGES } from '../src/stages/parse-stages.ts';
import { isPlainObject } from '../src/values.ts';
import { WINDOW_FUNCTIONS } from '../src/windows/functions.ts';

/** Filters that groups wrote, spoilt in every way: the compiler must answer with its own errors. */

const OWN_FILTERS: readonly string[] = [
  `[{$match: {"candidate.drb": {$gt: 0.5}, "candidate.isdiffpos": {$in: [1, "1", "t", true]}}},
    {$addFields: {age: {$subtract: ["$candidate.jd", "$candidate.jdstarthist"]}}},
    {$match: {age: {$lt: 30}}}, {$project: {_id: 0, objectId: 1, "annotations.age": {$round: ["$age", 2]}}}]`,
  `[{$project: {m: {$map: {input: {$filter: {input: "$prv_candidates", as: "p",
      cond: {$and: [{$eq: ["$$p.fid", 1]}, {$lt: ["$$p.magpsf", 19]}]}}}, as: "q", in: "$$q.magpsf"}}}},
    {$match: {$expr: {$gt: [{$size: "$m"}, 1]}}}]`,
  `[{$unwind: {path: "$prv_candidates", includeArrayIndex: "i"}},
    {$group: {_id: "$prv_candidates.fid", n: {$sum: 1}, peak: {$min: "$prv_candidates.magpsf"},
      all: {$push: {m: "$prv_candidates.magpsf"}}, top: {$top: {sortBy: {i: -1}, output: "$i"}}}},
    {$sort: {n: -1, _id: 1}}, {$limit: 1}, {$match: {peak: {$lt: 19}}}]`,
  `[{$facet: {g: [{$bucket: {groupBy: "$candidate.fid", boundaries: [0, 2, 4], default: "other"}}],
      n: [{$count: "n"}], s: [{$sortByCount: "$candidate.fid"}, {$skip: 0}]}}]`,
  `[{$setWindowFields: {partitionBy: "$candidate.fid", sortBy: {"candidate.jd": 1}, output: {
      r: {$avg: "$candidate.magpsf", window: {documents: [-2, "current"]}}, k: {$rank: {}}}}}]`,
  `[{$match: {objectId: {$regex: "^ZTF\\\\d{2}[a-z]+$", $options: "i"}, candid: {$exists: true}}},
    {$set: {t: {$dateToString: {date: {$toDate: {$multiply: ["$candidate.jd", 1000.5]}}, format: "%Y-%m-%d"}},
      s: {$switch: {branches: [{case: {$regexMatch: {input: "$objectId", regex: /a|b/}}, then: 1}], default: 2}},
      z: {$zip: {inputs: ["$prv_candidates.jd", "$prv_candidates.magpsf"]}},
      r: {$reduce: {input: {$range: [0, 4]}, initialValue: 0, in: {$add: ["$$value", "$$this"]}}},
      o: {$arrayToObject: {$map: {input: {$objectToArray: "$candidate"}, in: {k: "$$this.k", v: 1}}}}}}]`,
];

export function readFilters(): readonly string[] {
  const root = process.env.FRITZ_SHARED ?? resolve(import.meta.dirname, '../../../../shared');
  const folder = join(root, 'data', 'filters');
  const names = existsSync(folder) ? globSync('*.json', { cwd: folder }).sort() : [];
  return [...OWN_FILTERS, ...names.map((name) => readFileSync(join(folder, name), 'utf8'))];
}

const DOCUMENT: MqlDocument = {
  candid: 1127561445515015011n,
  objectId: 'ZTF20aacbyec',
  candidate: { jd: 2459000.5, jdstarthist: 2458990.25, fid: 1, magpsf: 18.25, drb: 0.99, rb: null },
  classifications: { braai: 0.98 },
  cross_matches: { CLU_20190625: [{ name: 'MESSIER 031', z: 0.001 }], Gaia_EDR3: [] },
  prv_candidates: [
    { jd: 2458999.5, magpsf: 19, fid: 1, isdiffpos: 1, programid: 1 },
    { jd: 2458998.5, fid: 2, isdiffpos: '1', programid: 1 },
  ],
};

/** A small generator of pseudo-random numbers (mulberry32), so that a failure can be repeated. */
export function makeRandom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Random = (below: number) => number;

const NAMES: readonly string[] = [
  ...EXPRESSION_OPERATORS.keys(),
  ...ACCUMULATORS.keys(),
  ...WINDOW_FUNCTIONS.keys(),
  ...STAGES.keys(),
  ...FIELD_OPERATORS.keys(),
  '$regex',
  '$options',
  '$out',
  '$function',
  'candidate.drb',
  'a.b.0',
  '',
  '__proto__',
  'constructor',
  '.',
  '$',
  'input',
  'in',
  'as',
  'window',
  'sortBy',
  'n',
];

const LEAVES: readonly unknown[] = [
  0,
  -1,
  1,
  2.5,
  1e308,
  -0,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2 ** 31,
  2 ** 53,
  10n ** 18n,
  '',
  '$',
  '$$',
  '$$ROOT',
  '$$this',
  '$$REMOVE.a',
  '$candidate.jd',
  '$prv_candidates.magpsf',
  'x',
  '$a..b',
  '\0',
  '(a+)+$',
  '%Y-%Q',
  'Europe/Berlin',
  true,
  false,
  null,
  undefined,
  [],
  {},
  [[]],
  { $literal: '$x' },
  { $numberDouble: '1.0' },
  { $date: 'soon' },
  { $oid: 'x' },
  { $regularExpression: { pattern: '[', options: 'q' } },
];

function pick<T>(random: Random, values: readonly T[]): T | undefined {
  return values[random(values.length)];
}

/** Every value within a tree. */
function partsOf(value: unknown, parts: unknown[] = []): unknown[] {
  parts.push(value);
  const inside = Array.isArray(value) ? value : isPlainObject(value) ? Object.values(value) : [];
  for (const part of inside) partsOf(part, parts);
  return parts;
}

/** The tree with one value in it changed; what lies beside the way to it is shared. */
function changeSomewhere(
  tree: unknown,
  change: (value: unknown) => unknown,
  random: Random,
): unknown {
  const keys = Array.isArray(tree) || isPlainObject(tree) ? Object.keys(tree) : [];
  const key = pick(random, keys);
  if (key === undefined || random(12) === 0) return change(tree);
  if (Array.isArray(tree)) {
    const place = Number(key);
    return tree.with(place, changeSomewhere(tree[place], change, random));
  }
  if (!isPlainObject(tree)) return tree;
  return { ...tree, [key]: changeSomewhere(tree[key], change, random) };
}

function renameKey(value: unknown, random: Random): unknown {
  if (!isPlainObject(value)) return { [pick(random, NAMES) ?? 'x']: value };
  const keys = Object.keys(value);
  const chosen = pick(random, keys);
  const entries = keys.map((key) => {
    return [key === chosen ? (pick(random, NAMES) ?? 'x') : key, value[key]] as const;
  });
  return Object.fromEntries(entries);
}

function dropPart(value: unknown, random: Random): unknown {
  if (Array.isArray(value)) return value.toSpliced(random(value.length + 1), 1);
  if (!isPlainObject(value)) return null;
  const chosen = pick(random, Object.keys(value));
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== chosen));
}

function addPart(value: unknown, part: unknown, random: Random): unknown {
  if (Array.isArray(value)) return value.toSpliced(random(value.length + 1), 0, part);
  return isPlainObject(value) ? { ...value, [pick(random, NAMES) ?? 'x']: part } : [value, part];
}

/** Changes a tree in one place; `lent` is a part of some filter. */
function mutateTree(tree: unknown, lent: unknown, random: Random): unknown {
  const change = (value: unknown): unknown => {
    const changed = [
      () => pick(random, LEAVES),
      () => lent,
      () => renameKey(value, random),
      () => dropPart(value, random),
      () => addPart(value, lent, random),
      () => ({ [pick(random, NAMES) ?? 'x']: value }),
      () => [value],
      () => ({ [pick(random, NAMES) ?? 'x']: [value, lent] }),
    ];
    return pick(random, changed)?.();
  };
  return changeSomewhere(tree, change, random);
}

const CHARACTERS = '{}[]:,"\'$.\\/()#*-+0123456789eE abNT\n\u2028';

/** Changes a text in one place. */
function mutateText(text: string, random: Random): string {
  const at = random(text.length + 1);
  const length = random(6);
  switch (random(4)) {
    case 0:
      return text.slice(0, at) + text.slice(at + length);
    case 1:
      return text.slice(0, at) + (CHARACTERS[random(CHARACTERS.length)] ?? '') + text.slice(at);
    case 2:
      return text.slice(0, at) + text.slice(at, at + 20) + text.slice(at);
    default:
      return text.slice(0, at);
  }
}

/** What became of mutated filters. */
export interface MutationCounts {
  compiled: number;
  ran: number;
  readonly refused: Map<string, number>;
}

function compileAndRun(source: string | readonly unknown[], counts: MutationCounts): void {
  try {
    const filter = compileFilter(parsePipeline(source), { maxSteps: 5000 });
    counts.compiled += 1;
    filter.run(DOCUMENT);
    counts.ran += 1;
  } catch (error) {
    if (!(error instanceof MqlError)) throw error;
    counts.refused.set(error.code, (counts.refused.get(error.code) ?? 0) + 1);
  }
}

/**
 * Compiles `count` mutated filters and runs those that compile.
 *
 * @throws whatever is no MqlError, with the number of the mutation to repeat it
 */
export function runMutations(count: number, seed: number, onProgress = (_done: number) => {}) {
  const counts: MutationCounts = { compiled: 0, ran: 0, refused: new Map() };
  const texts = readFilters();
  const trees = texts.map((text) => parseText(text));
  const parts = trees.flatMap((tree) => partsOf(tree));
  for (let done = 0; done < count; done += 1) {
    const random = makeRandom(seed + done);
    const text = pick(random, texts) ?? '';
    try {
      if (random(8) === 0) {
        let spoilt = text;
        for (let times = 1 + random(3); times > 0; times -= 1) spoilt = mutateText(spoilt, random);
        compileAndRun(spoilt, counts);
      } else {
        let tree = pick(random, trees);
        for (let times = 1 + random(3); times > 0; times -= 1) {
          tree = mutateTree(tree, pick(random, parts), random);
        }
        compileAndRun(Array.isArray(tree) ? tree : [tree], counts);
      }
    } catch (error) {
      throw new Error(`mutation ${seed + done} ended in no MqlError`, { cause: error });
    }
    if (done % 1000 === 999) onProgress(done + 1);
  }
  return counts;
}
