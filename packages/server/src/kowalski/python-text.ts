/** A number that was written as a float, whatever its value. */
export class PythonFloat {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** A pair in round brackets. */
export class PythonTuple {
  readonly items: readonly unknown[];
  constructor(items: readonly unknown[]) {
    this.items = items;
  }
}

/** What Python's `str` makes of a value, as far as coordinates go. */
export function pythonText(value: unknown): string {
  if (value instanceof PythonFloat) return floatText(value.value);
  if (value instanceof PythonTuple) return `(${value.items.map(pythonText).join(', ')})`;
  if (Array.isArray(value)) return `[${value.map(pythonText).join(', ')}]`;
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : floatText(value);
  if (typeof value === 'string') return value.includes("'") ? `"${value}"` : `'${value}'`;
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return String(value);
}

/** The shortest text that gives the number back; with an exponent below 1e-4 and from 1e16 on. */
function floatText(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  }
  const text = String(value);
  return Number.isInteger(value) ? `${Object.is(value, -0) ? '-0' : text}.0` : text;
}

/** JSON in which numbers that were written as floats are told from integers. */
export function parseWithFloats(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) => {
    const isFloat = typeof value === 'number' && /[.eE]/.test(context?.source ?? '');
    return isFloat ? new PythonFloat(value) : value;
  });
}

const ITEM = `('[^']*'|"[^"]*"|[+-]?[\\d.eE+-]+)`;
const PAIR = new RegExp(`([[(])\\s*${ITEM}\\s*,\\s*${ITEM}\\s*,?\\s*[\\])]`, 'g');

/** The pairs of a list in Python's words, as `[(1.5, 2), ('12:00:00', '+1:00:00')]`; null for other text. */
export function parsePairs(text: string): unknown[] | null {
  const pairs: unknown[] = [];
  const rest = text.replaceAll(PAIR, (_all, bracket: string, a: string, b: string) => {
    const items = [readItem(a), readItem(b)];
    pairs.push(bracket === '(' ? new PythonTuple(items) : items);
    return '';
  });
  return /^[[(][\s,]*[\])]$/.test(rest.trim()) ? pairs : null;
}

function readItem(text: string): unknown {
  if (/^['"]/.test(text)) return text.slice(1, -1);
  return /[.eE]/.test(text) ? new PythonFloat(Number(text)) : Number(text);
}
