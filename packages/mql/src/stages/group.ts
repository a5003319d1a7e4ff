import { ACCUMULATORS } from '../accumulators/registry.ts';
import { canonicalKey } from '../canonical-key.ts';
import { compareValues } from '../compare.ts';
import { compileExpression } from '../compile-expression.ts';
import { type Context, type Evaluate, spend } from '../context.ts';
import { fail, MqlError } from '../errors.ts';
import type { CallNode, Output, SetStage } from '../tree.ts';
import type { PlainObject } from '../values.ts';
import type { RunSet } from './compile-sets.ts';

type Documents = readonly PlainObject[];
type Stage<Kind> = Extract<SetStage, { kind: Kind }>;

/** Makes the output fields of one group of documents. */
export type Summarize = (members: Documents, id: unknown, context: Context) => PlainObject;

export function compileAccumulator(call: CallNode) {
  const accumulator = ACCUMULATORS.get(call.operator);
  if (accumulator === undefined) {
    throw new MqlError('unknown_operator', call.at, `unknown group operator '${call.operator}'`);
  }
  return accumulator.compile(call, compileExpression);
}

function compileOutputs(outputs: readonly Output[]): Summarize {
  const compiled = outputs.map(({ fields, call }) => {
    return { name: fields[0] ?? '', ...compileAccumulator(call) };
  });
  return (members, id, context) => {
    const result: PlainObject = { _id: id };
    spend(context, members.length * compiled.length);
    for (const { name, take, finish } of compiled) {
      const taken = members.map((document) => {
        context.root = document;
        return take(context);
      });
      result[name] = finish(taken, id, context);
    }
    return result;
  };
}

/** The documents of each id, in the order in which the ids turn up; a missing id is null. */
export function partition(documents: Documents, idOf: Evaluate, context: Context) {
  const groups = new Map<string, { id: unknown; members: PlainObject[] }>();
  spend(context, documents.length);
  for (const document of documents) {
    context.root = document;
    const id = idOf(context) ?? null;
    const key = canonicalKey(id, context);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { id, members: [document] });
    else group.members.push(document);
  }
  return [...groups.values()];
}

export function compileGroup({ id, outputs }: Stage<'group'>): RunSet {
  const idOf = compileExpression(id);
  const summarize = compileOutputs(outputs);
  return (documents, context) =>
    partition(documents, idOf, context).map((group) => summarize(group.members, group.id, context));
}

/** The lower boundary of the bucket that a value lies in; the groups come out in order. */
export function compileBucket(stage: Stage<'bucket'>): RunSet {
  const { boundaries, otherwise, at } = stage;
  const by = compileExpression(stage.by);
  const summarize = compileOutputs(stage.outputs);
  const idOf: Evaluate = (context) => {
    const value = by(context);
    spend(context, boundaries.length);
    const next = boundaries.findIndex((boundary) => compareValues(value, boundary) < 0);
    if (next > 0) return boundaries[next - 1];
    if (otherwise !== undefined) return otherwise;
    return fail(at, '$bucket: a value lies outside of the boundaries and there is no default');
  };
  return (documents, context) =>
    partition(documents, idOf, context)
      .sort((a, b) => compareValues(a.id, b.id))
      .map((group) => summarize(group.members, group.id, context));
}

/** Buckets of about equal size; equal values share one, and each ends where the next begins. */
export function compileBucketAuto(stage: Stage<'bucketAuto'>): RunSet {
  const by = compileExpression(stage.by);
  const summarize = compileOutputs(stage.outputs);
  return (documents, context) => {
    spend(context, documents.length * Math.ceil(Math.log2(documents.length + 2)));
    const sorted = documents
      .map((document) => {
        context.root = document;
        return { document, value: by(context) ?? null };
      })
      .sort((a, b) => compareValues(a.value, b.value));
    const size = Math.max(1, Math.round(sorted.length / stage.count));
    const buckets: { min: unknown; max: unknown; members: PlainObject[] }[] = [];
    for (let next = 0; next < sorted.length; ) {
      const isLast = buckets.length === stage.count - 1;
      let end = isLast ? sorted.length : Math.min(next + size, sorted.length);
      const last = sorted[end - 1]?.value;
      while (end < sorted.length && compareValues(sorted[end]?.value, last) === 0) end += 1;
      const members = sorted.slice(next, end);
      const max = sorted[end]?.value ?? last;
      buckets.push({
        min: members[0]?.value,
        max,
        members: members.map(({ document }) => document),
      });
      next = end;
    }
    return buckets.map(({ min, max, members }) => summarize(members, { min, max }, context));
  };
}
