import { compileNamed } from '../expressions/define.ts';
import { parsePercentile, percentilesOf, readFractions } from '../expressions/percentile.ts';
import type { Accumulator } from './define.ts';

function percentile(name: string): Accumulator {
  return {
    name,
    parse: parsePercentile(name),
    compile: (node, compile) => {
      const p = compileNamed(node, 'p', compile);
      return {
        take: compileNamed(node, 'input', compile),
        finish: (values, _id, context) => {
          const found = percentilesOf(values, readFractions(p(context), node.at));
          return name === '$median' ? found[0] : found;
        },
      };
    },
  };
}

export const PERCENTILES: readonly Accumulator[] = [
  percentile('$median'),
  percentile('$percentile'),
];
