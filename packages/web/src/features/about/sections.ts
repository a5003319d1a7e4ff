/** A part of a document: its heading, and what stands beneath it. */
export type Section = { readonly level: number; readonly heading: string; readonly text: string };

const FENCE = /^\s*```/;
const OWN_LINE = /^\s*(?:[-*+>|#]|\d+[.)]\s|$)/;

/** Splits Markdown at its headings; what looks like one in code is none. */
export function splitSections(markdown: string): readonly Section[] {
  const sections: { level: number; heading: string; lines: string[] }[] = [
    { level: 0, heading: '', lines: [] },
  ];
  let isCode = false;
  for (const line of markdown.split(/\r?\n/)) {
    if (FENCE.test(line)) isCode = !isCode;
    const heading = isCode ? null : /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
    if (heading) {
      sections.push({ level: heading[1]?.length ?? 1, heading: heading[2] ?? '', lines: [] });
    } else {
      sections.at(-1)?.lines.push(line);
    }
  }
  return sections
    .map(({ level, heading, lines }) => ({ level, heading, text: joinLines(lines).trim() }))
    .filter(({ heading, text }) => heading !== '' || text !== '');
}

/** Lines that were broken to fit a page become one; code, lists and tables keep theirs. */
function joinLines(lines: readonly string[]): string {
  const joined: string[] = [];
  let isCode = false;
  for (const line of lines) {
    const isFence = FENCE.test(line);
    const before = joined.at(-1);
    const canJoin =
      !isCode &&
      !isFence &&
      before !== undefined &&
      before.trim() !== '' &&
      !/^\s*[|#]/.test(before) &&
      !FENCE.test(before) &&
      !OWN_LINE.test(line);
    if (canJoin) joined[joined.length - 1] = `${before.trimEnd()} ${line.trim()}`;
    else joined.push(line);
    if (isFence) isCode = !isCode;
  }
  return joined.join('\n');
}

/** Under which a heading can be linked to. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[`*]/g, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
}
