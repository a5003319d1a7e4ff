import { refuse } from '../errors.ts';
import { callNode } from '../expressions/define.ts';
import { isPlainObject } from '../values.ts';
import type { Partition, WindowFunction } from './define.ts';

/** A rank takes no argument: `{$rank: {}}`. */
function ranking(
  name: string,
  needsOrder: 'any' | 'single',
  rank: (partition: Partition) => readonly number[],
): WindowFunction {
  return {
    name,
    takesWindow: 'none',
    needsOrder,
    parse: (argument, _scope, at) => {
      if (!isPlainObject(argument) || Object.keys(argument).length > 0) {
        refuse(at, `${name} takes an empty object: {${name}: {}}`);
      }
      return callNode(name, at, {});
    },
    compile: () => (partition) => rank(partition),
  };
}

export const RANKING: readonly WindowFunction[] = [
  ranking('$documentNumber', 'any', ({ documents }) => documents.map((_, index) => index + 1)),
  ranking('$rank', 'single', ({ documents, isTied }) => {
    let rank = 0;
    return documents.map((_, index) => {
      if (!isTied(index)) rank = index + 1;
      return rank;
    });
  }),
  ranking('$denseRank', 'single', ({ documents, isTied }) => {
    let rank = 0;
    return documents.map((_, index) => {
      if (!isTied(index)) rank += 1;
      return rank;
    });
  }),
];
