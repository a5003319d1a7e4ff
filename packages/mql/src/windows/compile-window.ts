import { compareValues } from '../compare.ts';
import { compileExpression } from '../compile-expression.ts';
import { type Context, spend } from '../context.ts';
import { fail } from '../errors.ts';
import { sortBy, sortKeyOf } from '../sort-keys.ts';
import type { RunSet } from '../stages/compile-sets.ts';
import { compileAccumulator, partition } from '../stages/group.ts';
import { withField } from '../stages/set-field.ts';
import type { SetStage, SortKey, WindowOutput } from '../tree.ts';
import type { PlainObject } from '../values.ts';
import { findBounds } from './bounds.ts';
import { type Partition, type RunFunction, takeAll } from './define.ts';
import { WINDOW_FUNCTIONS } from './functions.ts';

function compileFunction({ call, window }: WindowOutput, keys: readonly SortKey[]): RunFunction {
  const special = WINDOW_FUNCTIONS.get(call.operator);
  if (special !== undefined) return special.compile(call, compileExpression, { window, keys });
  const { take, finish } = compileAccumulator(call);
  return (part, context) => {
    const taken = takeAll(take, part.documents, context);
    return findBounds(window, part, call.at).map(({ first, last }) => {
      spend(context, Math.max(0, last - first + 1));
      return finish(taken.slice(first, last + 1), null, context);
    });
  };
}

/** Sorts a partition and says how its documents lie in the order. */
function arrange(
  members: readonly PlainObject[],
  { keys, at }: { keys: readonly SortKey[]; at: string },
  context: Context,
): Partition {
  if (keys.length === 0) return { documents: members, positions: [], isTied: () => false };
  const documents = sortBy(members, keys, at, context);
  const places = documents.map((document) => sortKeyOf(document, keys, at, context));
  return {
    documents,
    positions: places.map((place) => (keys.length === 1 ? place[0] : undefined)),
    isTied: (index) => index > 0 && compareValues(places[index], places[index - 1]) === 0,
  };
}

/** Partitions come out in the order of their values, each sorted, with the outputs added. */
export function compileWindow(stage: Extract<SetStage, { kind: 'window' }>): RunSet {
  const { keys, at } = stage;
  const by = compileExpression(stage.partitionBy);
  const idOf = (context: Context): unknown => {
    const id = by(context);
    return Array.isArray(id) ? fail(at, 'partitionBy must not be an array') : id;
  };
  const outputs = stage.outputs.map((output) => {
    return { fields: output.fields, run: compileFunction(output, keys) };
  });
  return (documents, context) =>
    partition(documents, idOf, context)
      .sort((a, b) => compareValues(a.id, b.id))
      .flatMap(({ members }) => {
        const part = arrange(members, stage, context);
        const columns = outputs.map(({ run }) => run(part, context));
        return part.documents.map((document, index) =>
          outputs.reduce(
            (result, { fields }, column) => withField(result, fields, columns[column]?.[index]),
            document,
          ),
        );
      });
}
