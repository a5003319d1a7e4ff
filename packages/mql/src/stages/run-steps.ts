import type { Context } from '../context.ts';
import { toMqlError } from '../errors.ts';
import { countParts, withoutInput } from '../output.ts';
import type { PlainObject } from '../values.ts';
import type { RunStage } from './compile-stage.ts';

/** A stage, and where it stands in the pipeline. */
export interface Step {
  readonly run: RunStage;
  readonly at: string;
}

/**
 * Sends a document through stages, one after the other.
 *
 * @returns the output, with `computedOnly` without what it has of the input; null where a stage
 * lets nothing through
 * @throws MqlError with the place of the stage, where it has none of its own
 */
export function runSteps(
  steps: readonly Step[],
  document: PlainObject,
  context: Context,
  computedOnly: boolean,
): PlainObject | null {
  let current: PlainObject | null = document;
  let place = '';
  try {
    for (const { run, at } of steps) {
      place = at;
      context.root = current;
      current = run(current, context);
      if (current === null) return null;
    }
    if (computedOnly) current = withoutInput(current, document);
    if (current !== document) countParts(current, context);
    return current;
  } catch (error) {
    throw toMqlError(error, place);
  }
}
