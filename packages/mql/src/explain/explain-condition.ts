import type { Context } from '../context.ts';
import type { PlainObject } from '../values.ts';
import {
  type Condition,
  decidingPart,
  explainError,
  filterError,
  type Verdict,
} from './conditions.ts';
import type { ExplainedCondition, ExplainedOperand } from './types.ts';

/** What a condition was asked of. */
export interface Asked {
  readonly document: PlainObject;
  readonly context: Context;
}

/** The operands of a test; what throws has thrown in the test already, and shows nothing here. */
function lookAt(condition: Condition, { document, context }: Asked): readonly ExplainedOperand[] {
  context.root = document;
  try {
    return condition.look(document, context);
  } catch (error) {
    filterError(error, '');
    return [];
  }
}

/** A condition and its verdict as data; see ExplainedCondition for what counts as reached. */
export function explainCondition(
  condition: Condition,
  verdict: Verdict,
  asked: Asked,
  isReached = true,
): ExplainedCondition {
  const { id, kind, text, path, expected, parts } = condition;
  const deciding = decidingPart(kind, verdict.parts);
  const explained = parts.flatMap((part, index) => {
    const ofPart = verdict.parts[index];
    if (ofPart === undefined) return [];
    const isPartReached = isReached && (deciding === -1 || index <= deciding);
    return [explainCondition(part, ofPart, asked, isPartReached)];
  });
  return {
    id,
    kind,
    text,
    path: path === null ? null : path.join('.'),
    expected,
    held: verdict.held,
    reached: isReached,
    operands: kind === 'test' ? lookAt(condition, asked) : [],
    error: explainError(verdict.error),
    parts: explained,
    cause: null,
  };
}
