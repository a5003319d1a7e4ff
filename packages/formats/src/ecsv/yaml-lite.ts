/**
 * As much of YAML 1.2 as the heads of ECSV files are written in: mappings and lists in block and
 * flow style, plain and quoted scalars, folded over lines. Anchors, aliases and block scalars are
 * passed over as text; tags are dropped. Nothing is looked up, nothing is made but plain values.
 */

export type YamlValue =
  | string
  | null
  | readonly YamlValue[]
  | { readonly [key: string]: YamlValue };

const MAX_DEPTH = 40;

interface Line {
  readonly indent: number;
  readonly text: string;
}

/** A document as nested values; what is beyond this subset becomes text or null, never an error. */
export function parseYaml(text: string): YamlValue {
  const lines: Line[] = [];
  for (const raw of text.split('\n')) {
    if (/^\s*(?:#.*)?$/.test(raw) || /^(?:---|\.\.\.)/.test(raw)) continue;
    lines.push({ indent: raw.length - raw.trimStart().length, text: raw.trim() });
  }
  return new BlockParser(lines).value(0, 0);
}

class BlockParser {
  readonly #lines: readonly Line[];
  #at = 0;

  constructor(lines: readonly Line[]) {
    this.#lines = lines;
  }

  /** The value of the lines that are indented at least so far. */
  value(least: number, depth: number): YamlValue {
    const line = this.#lines[this.#at];
    if (!line || line.indent < least || depth > MAX_DEPTH) return null;
    if (isItem(line.text)) return this.#list(line.indent, depth);
    if (keyEnd(line.text) > 0) return this.#mapping(line.indent, depth);
    return parseFlow(this.#scalarText(line.indent, ''));
  }

  #list(indent: number, depth: number): YamlValue[] {
    const items: YamlValue[] = [];
    for (;;) {
      const line = this.#lines[this.#at];
      if (!line || line.indent !== indent || !isItem(line.text)) return items;
      const rest = line.text.slice(1).trimStart();
      if (rest === '') {
        this.#at += 1;
        items.push(this.value(indent + 1, depth + 1));
      } else if (keyEnd(rest) > 0) {
        // A mapping that begins beside the dash.
        const inner = indent + line.text.length - rest.length;
        items.push(this.#mapping(inner, depth + 1, rest));
      } else {
        this.#at += 1;
        items.push(parseFlow(this.#scalarText(indent + 1, rest)));
      }
    }
  }

  #mapping(indent: number, depth: number, first?: string): { [key: string]: YamlValue } {
    const entries: [string, YamlValue][] = [];
    let text = first;
    for (;;) {
      const line = this.#lines[this.#at];
      if (!line) break;
      if (text === undefined && (line.indent !== indent || isItem(line.text))) break;
      const own = text ?? line.text;
      text = undefined;
      const end = keyEnd(own);
      if (end < 0) break;
      this.#at += 1;
      const rest = own.slice(end + 1).trim();
      const key = unquote(own.slice(0, end).trim());
      if (rest !== '') entries.push([key, parseFlow(this.#scalarText(indent + 1, rest))]);
      else entries.push([key, this.#below(indent, depth)]);
    }
    return Object.fromEntries(entries);
  }

  /** The value under a key: a list may stand as far left as the key. */
  #below(indent: number, depth: number): YamlValue {
    const next = this.#lines[this.#at];
    const isList = next?.indent === indent && isItem(next.text);
    return this.value(isList ? indent : indent + 1, depth + 1);
  }

  /** Text with the lines that go on with it, which are indented further. */
  #scalarText(least: number, begin: string): string {
    const parts = begin === '' ? [] : [begin];
    for (;;) {
      const line = this.#lines[this.#at];
      if (!line || line.indent < least) return parts.join(' ');
      parts.push(line.text);
      this.#at += 1;
    }
  }
}

function isItem(text: string): boolean {
  return text === '-' || text.startsWith('- ');
}

/** Where the colon after a key is; −1 where the text is no key with a value. */
function keyEnd(text: string): number {
  const match = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'{[!&*#,][^{}[\],#]*?)\s*:(?=\s|$)/.exec(
    text,
  );
  return match ? match[0].length - 1 : -1;
}

function unquote(text: string): string {
  const value = parseFlow(text);
  return typeof value === 'string' ? value : text;
}

/** A value in flow style: `{a: 1, b: [x, 'y']}`, a quoted or a plain scalar. */
export function parseFlow(text: string): YamlValue {
  return new FlowParser(text).value(0, false);
}

class FlowParser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number, isInside: boolean): YamlValue {
    this.#skipBlanks();
    while (this.#text[this.#at] === '!') {
      this.#at = endOf(this.#text, this.#at, /[\s,\]}]/);
      this.#skipBlanks();
    }
    const char = this.#text[this.#at];
    if (depth > MAX_DEPTH) return this.#plain(isInside);
    if (char === '{') return this.#map(depth);
    if (char === '[') return this.#list(depth);
    if (char === '"' || char === "'") return this.#quoted(char);
    return this.#plain(isInside);
  }

  #map(depth: number): { [key: string]: YamlValue } {
    const entries: [string, YamlValue][] = [];
    this.#at += 1;
    while (this.#more('}')) {
      const key = this.#key();
      this.#skipBlanks();
      let value: YamlValue = null;
      if (this.#text[this.#at] === ':') {
        this.#at += 1;
        value = this.value(depth + 1, true);
      }
      entries.push([key, value]);
    }
    return Object.fromEntries(entries);
  }

  #list(depth: number): YamlValue[] {
    const items: YamlValue[] = [];
    this.#at += 1;
    while (this.#more(']')) items.push(this.value(depth + 1, true));
    return items;
  }

  /** Whether another entry comes; passes over commas, and over the end. */
  #more(close: string): boolean {
    for (;;) {
      this.#skipBlanks();
      const char = this.#text[this.#at];
      if (char === undefined) return false;
      if (char === ',') this.#at += 1;
      else if (char === close) {
        this.#at += 1;
        return false;
      } else if (char === '}' || char === ']') this.#at += 1;
      else return true;
    }
  }

  #key(): string {
    const char = this.#text[this.#at];
    if (char === '"' || char === "'") return this.#quoted(char);
    const end = endOf(this.#text, this.#at, /:(?=\s|$)|[,}\]{[]/);
    // A character that begins nothing is passed over: each call goes on.
    const stop = Math.max(end, this.#at + 1);
    const key = this.#text.slice(this.#at, stop).trim();
    this.#at = stop;
    return key;
  }

  #quoted(quote: string): string {
    let value = '';
    for (this.#at += 1; this.#at < this.#text.length; this.#at += 1) {
      const char = this.#text[this.#at] ?? '';
      if (char === quote) {
        if (quote === '"' || this.#text[this.#at + 1] !== "'") break;
        this.#at += 1;
      }
      if (char === '\\' && quote === '"') {
        this.#at += 1;
        value += this.#escape();
      } else value += char;
    }
    this.#at += 1;
    return value;
  }

  /** Leaves the cursor on the escape's last character. */
  #escape(): string {
    const char = this.#text[this.#at] ?? '';
    const digits = { x: 2, u: 4, U: 8 }[char];
    if (digits === undefined) return { n: '\n', t: '\t', r: '\r', '0': '' }[char] ?? char;
    const code = Number.parseInt(this.#text.slice(this.#at + 1, this.#at + 1 + digits), 16);
    this.#at += digits;
    return code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  }

  #plain(isInside: boolean): string | null {
    const end = isInside ? endOf(this.#text, this.#at, /[,}\]]/) : this.#text.length;
    const text = this.#text
      .slice(this.#at, end)
      .replace(/\s+#.*$/, '')
      .trim();
    this.#at = Math.max(end, this.#at);
    return text === '' || text === 'null' || text === '~' ? null : text;
  }

  #skipBlanks(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }
}

/** The first place from `from` on where the pattern is, or the end. */
function endOf(text: string, from: number, pattern: RegExp): number {
  const global = new RegExp(pattern.source, 'g');
  global.lastIndex = from;
  return global.exec(text)?.index ?? text.length;
}
