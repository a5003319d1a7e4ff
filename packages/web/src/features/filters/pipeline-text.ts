/** Where in a text something is wrong; lines and columns count from 1. */
export type TextProblem = {
  readonly message: string;
  readonly line: number | null;
  readonly column: number | null;
};

function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function isBeginningOfJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const offset = /position (\d+)/.exec(message);
    return offset ? Number(offset[1]) >= text.length : /end of|unterminated/i.test(message);
  }
}

/** The offset of the first sign with which the text cannot become JSON any more; else its length. */
function findBadSign(text: string): number {
  let [good, bad] = [0, text.length + 1];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isBeginningOfJson(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

/** The place that an engine's JSON error names: an offset (V8) or a line and column (Gecko). */
function locate(message: string, text: string): Pick<TextProblem, 'line' | 'column'> {
  const place = /line (\d+) column (\d+)/.exec(message);
  if (place) return { line: Number(place[1]), column: Number(place[2]) };
  const offset = /position (\d+)/.exec(message);
  if (offset) return lineAndColumn(text, Number(offset[1]));
  // V8 names no place for a sign that it did not expect, nor when the text ends too soon.
  return lineAndColumn(text, findBadSign(text));
}

/** What keeps the text from being a pipeline (a JSON list of stages), or null. The server judges the stages. */
export function checkPipelineText(text: string): TextProblem | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : 'This is not JSON';
    // The place is told apart from the message.
    const reason = message
      .replace(/ (in JSON )?at (position|line) .*$/s, '')
      .replace(/, .*is not valid JSON$/s, '');
    return { message: reason, ...locate(message, text) };
  }
  if (Array.isArray(parsed)) return null;
  return {
    message: 'A pipeline is a list of stages: [ { "$match": … }, … ]',
    line: 1,
    column: 1,
  };
}

/** The text with two spaces per level; unchanged where it is not JSON. */
export function tidyPipelineText(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
