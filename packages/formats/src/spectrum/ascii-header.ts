import { parseYaml, type YamlValue } from '../ecsv/yaml-lite.ts';
import { parseCardValue } from '../fits/header.ts';
import type { HeaderValue, SpectrumHeader } from './spectrum.ts';

/** Beyond that, a header is no header; what it says is left out. */
const MAX_HEADER_LINES = 10_000;

/**
 * What the comment lines above a table say, without their `#`: all of it as YAML where each line is
 * some, else line by line `KEY: VALUE`, or a FITS card `KEY = value / comment` (Standard 4.0, 4.1).
 * Lines of neither kind are passed over.
 */
export function parseAsciiHeader(lines: readonly string[]): SpectrumHeader {
  const said = lines.filter((line) => line.trim() !== '').slice(0, MAX_HEADER_LINES);
  if (said.length > 0 && said.every((line) => /^\s*(?:- |[\w"'][^=]*?:(?:\s|$))/.test(line))) {
    const whole = parseYaml(dedent(said).join('\n'));
    if (isRecord(whole)) return mapValues(whole);
  }
  const header = new Map<string, HeaderValue>();
  for (const line of said) addLine(header, line.trim());
  return Object.fromEntries(header);
}

function addLine(header: Map<string, HeaderValue>, line: string): void {
  const commentary = /^(HISTORY|COMMENT)(?:\s+(.*)|)$/.exec(line);
  if (commentary) {
    const [, key = '', text = ''] = commentary;
    const before = header.get(key);
    header.set(key, typeof before === 'string' ? `${before}\n${text}` : text);
    return;
  }
  const card = /^(?:HIERARCH\s+)?([A-Za-z0-9_][\w .-]{0,67}?)\s*=\s?(.*)$/.exec(line);
  if (card) {
    const [, key = '', field = ''] = card;
    if (!header.has(key)) header.set(key, parseCardValue(field));
    return;
  }
  const pair = /^([A-Za-z0-9_][\w ./()-]{0,79}?)\s*:(?:\s+(.*)|)$/.exec(line);
  if (pair) {
    const [, key = '', value = ''] = pair;
    if (!header.has(key)) header.set(key, scalarOf(parseYaml(`value: ${value}`), value));
  }
}

function scalarOf(parsed: YamlValue, text: string): HeaderValue {
  return isRecord(parsed) && 'value' in parsed ? typed(parsed.value ?? null) : text;
}

function dedent(lines: readonly string[]): string[] {
  const indents = lines.map((line) => line.length - line.trimStart().length);
  // Not a spread: there may be more lines than arguments.
  const least = indents.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  return lines.map((line) => line.slice(least));
}

function isRecord(value: YamlValue): value is { readonly [key: string]: YamlValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapValues(record: { readonly [key: string]: YamlValue }): Record<string, HeaderValue> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, typed(value)]));
}

/** YAML's plain scalars, by its core schema: numbers and booleans are no texts. */
function typed(value: YamlValue): HeaderValue {
  if (Array.isArray(value)) return value.map(typed);
  if (isRecord(value)) return mapValues(value);
  if (typeof value !== 'string') return null;
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value)) {
    const number = Number(value);
    // A long number is an identifier; as a number it would be another one.
    return Number.isFinite(number) && (!/^\d{16,}$/.test(value) || Number.isSafeInteger(number))
      ? number
      : value;
  }
  if (value === 'true' || value === 'false') return value === 'true';
  return value === '' || value === '~' || value === 'null' ? null : value;
}
