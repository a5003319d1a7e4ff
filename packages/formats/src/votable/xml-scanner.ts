/**
 * XML 1.0 as VOTables are written in it, piece by piece: elements, attributes, text, CDATA. Document
 * types are passed over, and no entity is known but the five of XML itself and characters by their
 * number: nothing is looked up and nothing grows.
 */
import { TableError } from '../table/table.ts';

export type XmlEvent =
  | {
      readonly kind: 'open';
      readonly name: string;
      readonly attributes: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string };

/** Text is handed out in pieces of about this size; a tag must be shorter. */
const MAX_TAG_CHARS = 1 << 20;
const MAX_DEPTH = 100;

const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
};

/** Names come without their namespace's prefix. A lone element is opened and closed. */
export class XmlScanner {
  readonly #pieces: AsyncIterator<Uint8Array>;
  readonly #decoder = new TextDecoder();
  readonly #open: string[] = [];
  #text = '';
  #at = 0;
  #isEnded = false;
  #pending: XmlEvent | null = null;

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /**
   * The next event; null at the end.
   * @throws TableError `bad_format` where it is no XML, `truncated` within an element
   */
  async next(): Promise<XmlEvent | null> {
    for (;;) {
      const event = this.scan();
      if (event !== undefined) return event;
      if (!(await this.fill())) return this.#finish();
    }
  }

  /** The next event of what has come; undefined when more is needed, see `fill`. */
  scan(): XmlEvent | undefined {
    if (this.#pending) {
      const event = this.#pending;
      this.#pending = null;
      return event;
    }
    while (this.#at < this.#text.length) {
      const event = this.#text[this.#at] === '<' ? this.#markup() : this.#characters();
      if (event === undefined) return undefined;
      if (event !== 'nothing') return event;
    }
    return undefined;
  }

  /** Takes the next piece; false at the end. */
  async fill(): Promise<boolean> {
    if (this.#isEnded) return false;
    const { done, value } = await this.#pieces.next();
    const text =
      done === true ? this.#decoder.decode() : this.#decoder.decode(value, { stream: true });
    this.#isEnded = done === true;
    this.#text = this.#text.slice(this.#at) + text;
    this.#at = 0;
    return !this.#isEnded || text !== '';
  }

  async close(): Promise<void> {
    await this.#pieces.return?.();
  }

  #finish(): null {
    if (this.#open.length > 0) {
      throw new TableError('truncated', `the file ends within <${this.#open.at(-1)}>`);
    }
    return null;
  }

  #characters(): XmlEvent | undefined {
    let end = this.#text.indexOf('<', this.#at);
    if (end < 0) {
      if (!this.#isEnded && this.#text.length - this.#at < MAX_TAG_CHARS) return undefined;
      // A reference may be cut in two; what is before it may go.
      const cut = this.#text.lastIndexOf('&');
      end =
        cut > this.#at && this.#text.length - cut < 20 && !this.#isEnded ? cut : this.#text.length;
    }
    const text = resolveEntities(this.#text.slice(this.#at, end));
    this.#at = end;
    return { kind: 'text', text };
  }

  #markup(): XmlEvent | 'nothing' | undefined {
    if (this.#text.startsWith('<!--', this.#at)) return this.#skipTo('-->', 4);
    if (this.#text.startsWith('<![CDATA[', this.#at)) return this.#cdata();
    if (this.#text.startsWith('<?', this.#at)) return this.#skipTo('?>', 2);
    if (this.#text.startsWith('<!', this.#at)) return this.#docType();
    const end = tagEnd(this.#text, this.#at);
    if (end < 0) return this.#needMore();
    const tag = this.#text.slice(this.#at + 1, end);
    this.#at = end + 1;
    return tag.startsWith('/') ? this.#closeTag(tag.slice(1).trim()) : this.#openTag(tag);
  }

  #needMore(): undefined {
    if (this.#text.length - this.#at > MAX_TAG_CHARS) {
      throw new TableError('too_large', 'a tag of the XML does not end');
    }
    if (this.#isEnded) throw new TableError('truncated', 'the file ends within a tag');
    return undefined;
  }

  #skipTo(mark: string, from: number): 'nothing' | undefined {
    const end = this.#text.indexOf(mark, this.#at + from);
    if (end < 0) return this.#needMore();
    this.#at = end + mark.length;
    return 'nothing';
  }

  #cdata(): XmlEvent | undefined {
    const end = this.#text.indexOf(']]>', this.#at);
    if (end < 0) return this.#needMore();
    const text = this.#text.slice(this.#at + 9, end);
    this.#at = end + 3;
    return { kind: 'text', text };
  }

  /** With a part of its own in brackets, at most; what it declares is not used. */
  #docType(): 'nothing' | undefined {
    // `<!` alone may still become a comment or CDATA.
    if (this.#text.length - this.#at < 9) return this.#needMore();
    const end = this.#text.indexOf('>', this.#at);
    const bracket = this.#text.indexOf('[', this.#at);
    if (end >= 0 && (bracket < 0 || bracket > end)) return this.#skipTo('>', 2);
    return this.#skipTo(']>', 2);
  }

  #openTag(tag: string): XmlEvent {
    const isLone = tag.endsWith('/');
    const body = isLone ? tag.slice(0, -1) : tag;
    const name = /^[^\s/>]+/.exec(body)?.[0] ?? '';
    if (!/^[\p{L}_:]/u.test(name))
      throw new TableError('bad_format', `<${name.slice(0, 40)}> is no element of XML`);
    if (this.#open.length > MAX_DEPTH)
      throw new TableError('too_large', 'elements are nested too deeply');
    const local = localName(name);
    if (isLone) this.#pending = { kind: 'close', name: local };
    else this.#open.push(local);
    return { kind: 'open', name: local, attributes: readAttributes(body.slice(name.length)) };
  }

  #closeTag(name: string): XmlEvent {
    const local = localName(name);
    const expected = this.#open.pop();
    if (expected !== local) {
      throw new TableError(
        'bad_format',
        `</${local.slice(0, 40)}> closes <${expected ?? 'nothing'}>`,
      );
    }
    return { kind: 'close', name: local };
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** Where a tag ends: a `>` that is not in quotes. */
function tagEnd(text: string, from: number): number {
  const end = text.indexOf('>', from);
  if (end < 0 || !/["']/.test(text.slice(from, end))) return end;
  let quote = '';
  for (let at = from; at < text.length; at++) {
    const char = text[at] ?? '';
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return at;
  }
  return -1;
}

function readAttributes(text: string): Record<string, string> {
  const attributes: [string, string][] = [];
  for (const match of text.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    attributes.push([localName(match[1] ?? ''), resolveEntities(match[2] ?? match[3] ?? '')]);
  }
  return Object.fromEntries(attributes);
}

/** @throws TableError `bad_format` for an entity that XML itself does not define */
export function resolveEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&([^;&\s]{0,20});?/g, (whole, name: string) => {
    const known = Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
    if (known !== undefined) return known;
    const match = /^#(?:x([0-9a-f]+)|(\d+))$/i.exec(name);
    const code = match ? Number.parseInt(match[1] ?? match[2] ?? '', match[1] ? 16 : 10) : -1;
    if (code > 0 && code <= 0x10ffff) return String.fromCodePoint(code);
    throw new TableError('bad_format', `the XML has ${whole}, which stands for nothing`);
  });
}
