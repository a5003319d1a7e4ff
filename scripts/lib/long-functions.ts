/** A function that is longer than people read at a sitting. */
export interface LongFunction {
  readonly line: number;
  readonly lines: number;
}

/** How a function or a method begins; its parameters may go on over the next lines. */
const beginning =
  /^( *)(?:export )?(?:(?:private|protected|public|static|override|async) )*(?:function\b[^;]*|(?!(?:if|for|while|switch|return|await|catch|super)\b)[\w#]+(?:<[^>]*>)?\([^;]*)[{(]$/;

/**
 * Functions and methods of more than `most` lines. The formatter puts the end of each at the
 * indentation of its beginning, so that no parser is needed.
 */
export function findLongFunctions(text: string, most: number): LongFunction[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    const indentation = beginning.exec(line)?.[1];
    if (indentation === undefined) return [];
    const length = lengthFrom(lines, index, indentation.length);
    return length > most ? [{ line: index + 1, lines: length }] : [];
  });
}

/** From the beginning to its brace; 0 where the next line so far left is no part of a function. */
function lengthFrom(lines: readonly string[], start: number, indentation: number): number {
  for (let at = start + 1; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line === '' || line.search(/\S/) > indentation) continue;
    if (line.trim() === '}') return at - start + 1;
    // The parameters end, perhaps those of a type before them.
    if (!/^ *[)}\]>].*[{(]$/.test(line)) return 0;
  }
  return 0;
}
