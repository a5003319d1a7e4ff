const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/**
 * The fields of a JSON object, each as the text of its value: whoever wants one of many need not parse
 * the others.
 *
 * @param text an object, as PostgreSQL keeps it: that it is JSON is known
 */
export function partsOfObject(text: string): Map<string, string> {
  const parts = new Map<string, string>();
  let depth = 0;
  let key: string | null = null;
  let start = -1;
  const close = (at: number) => {
    if (key !== null) parts.set(key, text.slice(start, at));
    key = null;
    start = -1;
  };
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfText(text, at);
      if (depth === 1 && start < 0) key = String(JSON.parse(text.slice(at, end)));
      at = end - 1;
    } else if (OPENING.has(code)) depth += 1;
    else if (CLOSING.has(code)) {
      depth -= 1;
      if (depth === 0) close(at);
    } else if (depth !== 1) continue;
    else if (code === COLON) start = at + 1;
    else if (code === COMMA) close(at);
  }
  return parts;
}

/** Behind the quote that ends the text which begins at a quote. */
function endOfText(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at > 0; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text.charCodeAt(at - 1 - escapes) === BACKSLASH) escapes += 1;
    if (escapes % 2 === 0) return at + 1;
  }
  return text.length;
}
