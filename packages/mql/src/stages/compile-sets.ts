import { type Context, spend } from '../context.ts';
import { toMqlError } from '../errors.ts';
import { sortBy } from '../sort-keys.ts';
import { isDocumentStage, type SetStage, type Stage } from '../tree.ts';
import type { PlainObject } from '../values.ts';
import { compileWindow } from '../windows/compile-window.ts';
import { compileStage, type RunStage } from './compile-stage.ts';
import { compileBucket, compileBucketAuto, compileGroup } from './group.ts';
import { compileLookup } from './lookup.ts';
import { fieldAt, withField } from './set-field.ts';

/** A stage over documents that it sees together. */
export type RunSet = (
  documents: readonly PlainObject[],
  context: Context,
) => readonly PlainObject[];

function compileUnwind(stage: Extract<SetStage, { kind: 'unwind' }>): RunSet {
  const { fields, index, keepsEmpty } = stage;
  const place = (document: PlainObject, position: number | null): PlainObject =>
    index === null ? document : withField(document, index, position);
  const unwind = (document: PlainObject, context: Context): readonly PlainObject[] => {
    const value = fieldAt(document, fields);
    if (!Array.isArray(value)) {
      const isEmpty = value === undefined || value === null;
      return isEmpty && !keepsEmpty ? [] : [place(document, null)];
    }
    if (value.length === 0) {
      return keepsEmpty ? [place(withField(document, fields, undefined), null)] : [];
    }
    // Each document is a copy of all its fields.
    spend(context, value.length * (1 + Math.ceil(Object.keys(document).length / 8)));
    return value.map((item: unknown, position) =>
      place(withField(document, fields, item), position),
    );
  };
  return (documents, context) => documents.flatMap((document) => unwind(document, context));
}

function compileFacet(stage: Extract<SetStage, { kind: 'facet' }>): RunSet {
  const facets = stage.facets.map(({ name, stages }) => ({
    name,
    run: compileSets(stages),
  }));
  return (documents, context) => {
    const result: PlainObject = {};
    for (const { name, run } of facets) result[name] = run(documents, context);
    return [result];
  };
}

/** Reservoir of `count` documents; only queries may sample, so that filters can be replayed. */
function sample(documents: readonly PlainObject[], count: number): readonly PlainObject[] {
  const chosen = documents.slice(0, count);
  for (let next = count; next < documents.length; next += 1) {
    const place = Math.floor(Math.random() * (next + 1));
    const document = documents[next];
    if (place < count && document !== undefined) chosen[place] = document;
  }
  return chosen;
}

/** Compiles a stage that sees all documents. */
export function compileSetStage(stage: SetStage): RunSet {
  switch (stage.kind) {
    case 'unwind':
      return compileUnwind(stage);
    case 'group':
      return compileGroup(stage);
    case 'bucket':
      return compileBucket(stage);
    case 'bucketAuto':
      return compileBucketAuto(stage);
    case 'sort':
      return (documents, context) => sortBy(documents, stage.keys, stage.at, context);
    case 'limit':
      return (documents) => documents.slice(0, stage.count);
    case 'skip':
      return (documents) => documents.slice(stage.count);
    case 'sample':
      return (documents) => sample(documents, stage.count);
    case 'count':
      return ({ length }) => (length === 0 ? [] : [{ [stage.name]: length }]);
    case 'window':
      return compileWindow(stage);
    case 'lookup':
      return compileLookup(stage);
    case 'facet':
      return compileFacet(stage);
  }
}

function overEach(run: RunStage): RunSet {
  return (documents, context) => {
    const passed: PlainObject[] = [];
    for (const document of documents) {
      context.root = document;
      const result = run(document, context);
      if (result !== null) passed.push(result);
    }
    return passed;
  };
}

/** Compiles stages of either kind to a function over documents. */
export function compileSets(stages: readonly Stage[]): RunSet {
  const compiled = stages.map((stage) => ({
    run: isDocumentStage(stage) ? overEach(compileStage(stage)) : compileSetStage(stage),
    at: stage.at,
  }));
  return (documents, context) => {
    let current = documents;
    for (const { run, at } of compiled) {
      try {
        current = run(current, context);
      } catch (error) {
        throw toMqlError(error, at);
      }
    }
    return current;
  };
}

/** The stages of a filter from the first on that sees documents together: one must be left. */
export function compileTail(stages: readonly Stage[]): RunStage {
  const run = compileSets(stages);
  return (input, context) => {
    const [only, ...others] = run([input], context);
    return only === undefined || others.length > 0 ? null : only;
  };
}
