import { checkFields, checkTypes, type FieldType, MqlError, parsePipeline } from '@fritz/mql';
import { findPlaces, placeOf, type TextRange } from './pipeline-places.ts';

/** What is wrong with a pipeline, or odd, where in its text. */
export type PipelineProblem = TextRange & {
  readonly message: string;
  /** Whether it may be run and saved all the same. */
  readonly isWarning: boolean;
};

/**
 * Everything that the language can say against a pipeline before it runs: the first thing that it
 * cannot read, else every field that alerts do not have, and what is compared with a constant of
 * another type.
 *
 * @param fields what alerts have; null while that is not known
 */
export function checkPipeline(
  text: string,
  fields: readonly FieldType[] | null,
): readonly PipelineProblem[] {
  if (text.trim() === '') return [];
  try {
    const pipeline = parsePipeline(text);
    if (fields === null) return [];
    const unknown = checkFields(pipeline, fields);
    const odd = checkTypes(pipeline, fields);
    return [
      ...unknown.map((error) => problemAt(error, text, false)),
      ...odd.map((warning) => problemAt(warning, text, true)),
    ];
  } catch (error) {
    if (error instanceof MqlError) return [problemAt(error, text, false)];
    throw error;
  }
}

/** What is said, and of which place in the pipeline. */
type Told = { readonly message: string; readonly path: string };

/** What is said, at its place in the text. */
export function problemAt(told: Told, text: string, isWarning: boolean): PipelineProblem {
  const { message } = told;
  return { message, isWarning, ...(atLine(message, text) ?? atPath(told, text)) };
}

/** A syntax error names line and column. */
function atLine(message: string, text: string): TextRange | null {
  const [, line, column] = /at line (\d+), column (\d+)/.exec(message) ?? [];
  if (line === undefined || column === undefined) return null;
  const before = text.split('\n').slice(0, Number(line) - 1);
  const start = before.reduce((sum, one) => sum + one.length + 1, 0) + Number(column) - 1;
  const from = Math.min(Math.max(start, 0), Math.max(0, text.length - 1));
  return { from, to: Math.min(from + 1, text.length) };
}

function atPath({ path, message }: Told, text: string): TextRange {
  const place = placeOf(path, findPlaces(text)) ?? { from: 0, to: text.length };
  // Of a field that alerts do not have only the stage is known: the name stands in it somewhere.
  const [, field] = /no field '([^']+)'/.exec(message) ?? [];
  const at = field === undefined ? -1 : text.indexOf(field, place.from);
  return at < 0 || field === undefined ? place : { from: at, to: at + field.length };
}
