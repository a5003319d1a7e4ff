/** A stretch of the text. */
export type TextRange = { readonly from: number; readonly to: number };

const SKIPPED = /(?:\s+|\/\/[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/|,)*/y;
const QUOTED = /"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?/y;
const WORD = /[^\s,:[\]{}"']+/y;

/**
 * Where the parts of a pipeline stand in its text, by their place as the language names it
 * (`0.$match.candidate.drb`): a key where there is one, else the element. Reads on where the text is
 * not well-formed, as far as it makes sense.
 */
export function findPlaces(text: string): ReadonlyMap<string, TextRange> {
  const places = new Map<string, TextRange>();
  new Scanner(text, places).value('');
  return places;
}

class Scanner {
  private readonly text: string;
  private readonly places: Map<string, TextRange>;
  private at = 0;

  constructor(text: string, places: Map<string, TextRange>) {
    this.text = text;
    this.places = places;
  }

  value(path: string): void {
    this.skip();
    const from = this.at;
    const sign = this.text[this.at];
    if (sign === '[') this.list(path);
    else if (sign === '{') this.object(path);
    else this.word();
    if (!this.places.has(path)) this.places.set(path, { from, to: this.at });
  }

  private list(path: string): void {
    this.at += 1;
    for (let index = 0; !this.isAt(']}'); index++) {
      const before = this.at;
      this.value(join(path, String(index)));
      if (this.at === before) this.at += 1;
    }
    this.at += 1;
  }

  private object(path: string): void {
    this.at += 1;
    while (!this.isAt(']}')) {
      const from = this.at;
      const key = unquote(this.word());
      const place = join(path, key);
      this.places.set(place, { from, to: this.at });
      this.skip();
      if (this.text[this.at] === ':') {
        this.at += 1;
        this.value(place);
      } else if (this.at === from) this.at += 1;
    }
    this.at += 1;
  }

  /** Whether one of these signs, or the end, comes next. */
  private isAt(signs: string): boolean {
    this.skip();
    const sign = this.text[this.at];
    return sign === undefined || signs.includes(sign);
  }

  private word(): string {
    return this.take(QUOTED) || this.take(WORD);
  }

  private skip(): void {
    this.take(SKIPPED);
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }
}

function join(path: string, part: string): string {
  return path === '' ? part : `${path}.${part}`;
}

function unquote(word: string): string {
  return word.replace(/^["']|["']$/g, '');
}

/** The place of a path, or of the nearest part that holds it. */
export function placeOf(path: string, places: ReadonlyMap<string, TextRange>): TextRange | null {
  for (let part = path; part !== ''; part = part.slice(0, Math.max(0, part.lastIndexOf('.')))) {
    const place = places.get(part);
    if (place) return place;
  }
  return places.get('') ?? null;
}
