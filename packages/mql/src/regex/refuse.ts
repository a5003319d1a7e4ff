import { MqlError } from '../errors.ts';

/** What only a backtracking matcher can do is refused, since it can take forever. */
export function refuseUnbounded(at: string, what: string): never {
  const hint =
    'a regex runs in time linear in the text: write alternatives, or combine two of them';
  throw new MqlError('unsupported', at, `${what} are not supported in a regex`, hint);
}
