import { VOCABULARY } from '@fritz/mql';

/** One thing that may be written. */
export type Suggestion = {
  readonly label: string;
  readonly detail: string;
  readonly kind: 'stage' | 'operator' | 'field';
};

export type DocumentField = {
  readonly path: string;
  readonly type: string;
  readonly nullable: boolean;
};

/** What may be written at a place, in place of the text from `from` on. */
export type Completion = { readonly from: number; readonly suggestions: readonly Suggestion[] };

/** A name that is being written: a field, `$field`, `$$variable` or `$operator`. */
const NAME = /[\w$.]*$/;

/** What may come next in a pipeline's text; null where nothing was begun and nobody asked. */
export function completePipeline(
  before: string,
  fields: readonly DocumentField[],
  isAsked: boolean,
): Completion | null {
  const name = NAME.exec(before)?.[0] ?? '';
  if (name === '' && !isAsked) return null;
  const from = before.length - name.length;
  const prefix = fieldPrefix(name, before);
  const ofFields = fields.map(({ path, type, nullable }) => ({
    label: `${prefix}${path}`,
    detail: nullable ? `${type}, may be missing` : type,
    kind: 'field' as const,
  }));
  if (name !== '' && !name.startsWith('$')) return { from, suggestions: ofFields };
  const { operators, isExpression } = operatorsFor(before);
  return { from, suggestions: isExpression ? [...operators, ...ofFields] : operators };
}

/** A field is a key as it is, and a value behind a dollar sign (or of a variable behind two). */
function fieldPrefix(name: string, before: string): string {
  const root = /^(\$\$(?:ROOT|CURRENT)\.)/.exec(name)?.[1];
  if (root !== undefined) return root;
  if (name.startsWith('$')) return '$';
  return isKey(before) ? '' : '$';
}

/** Whether a key is being written: the last sign before the quote is a brace or a comma in braces. */
function isKey(before: string): boolean {
  const rest = before.replace(NAME, '').replace(/["']$/, '').trimEnd();
  if (rest.endsWith('{')) return true;
  return rest.endsWith(',') && innermost(rest) === '{';
}

/** The bracket that is open at the end of a text. */
function innermost(text: string): string {
  let depth = 0;
  for (let i = text.length - 1; i >= 0; i--) {
    const sign = text[i];
    if (sign === '}' || sign === ']') depth += 1;
    else if (sign === '{' || sign === '[') {
      if (depth === 0) return sign;
      depth -= 1;
    }
  }
  return '';
}

/** How many brackets are open. */
function depthOf(text: string): number {
  let depth = 0;
  for (const sign of text) {
    if (sign === '{' || sign === '[') depth += 1;
    else if (sign === '}' || sign === ']') depth -= 1;
  }
  return depth;
}

const describe = (labels: readonly string[], detail: string, kind: Suggestion['kind']) =>
  labels.map((label) => ({ label, detail, kind }));

/** The operators that make sense: stages on top, a query's in `$match`, expressions elsewhere. */
function operatorsFor(before: string): {
  readonly operators: readonly Suggestion[];
  /** Whether a field's value may stand there, too. */
  readonly isExpression: boolean;
} {
  if (depthOf(before) <= 2) {
    return { operators: describe(VOCABULARY.stages, 'stage', 'stage'), isExpression: false };
  }
  const stages: readonly string[] = VOCABULARY.stages;
  const stage = [...before.matchAll(/["']?(\$\w+)["']?\s*:/g)]
    .map(([, name]) => name ?? '')
    .findLast((name) => stages.includes(name));
  const inStage = before.slice(before.lastIndexOf(stage ?? ''));
  if (stage === '$match' && !inStage.includes('$expr')) {
    const operators = [
      ...describe(VOCABULARY.fieldOperators, 'condition on a field', 'operator'),
      ...describe(VOCABULARY.queryOperators, 'condition', 'operator'),
    ];
    return { operators, isExpression: false };
  }
  const accumulators =
    stage === '$group' ? describe(VOCABULARY.accumulators, 'accumulator', 'operator') : [];
  const expressions = describe(VOCABULARY.expressionOperators, 'expression', 'operator');
  return { operators: [...accumulators, ...expressions], isExpression: true };
}
