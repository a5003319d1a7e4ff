/**
 * FITS headers: 80-character cards in blocks of 2880 bytes.
 * Source: FITS Standard 4.0 (IAU FITS Working Group, 2018), sections 3.3 and 4.
 */
import { FitsError } from './fits-error.ts';

export const CARD_BYTES = 80;
export const BLOCK_BYTES = 2880;
/** No header of a real image comes near; it bounds the work on a hostile file. */
const MAX_CARDS = 36 * 1000;

/** Complex values are kept as text; null is a keyword with an undefined value. */
export type FitsValue = string | number | boolean | null;
export type FitsHeader = ReadonlyMap<string, FitsValue>;

export interface HeaderUnit {
  header: FitsHeader;
  /** Offset of the first byte after the header's last block. */
  dataOffset: number;
}

/**
 * Read the header that begins at `offset`. Of a repeated keyword the first counts; COMMENT,
 * HISTORY and blank cards are joined by line feeds. Cards that break the standard in their value
 * are kept as text, since only the structural keywords matter to a reader of pixels.
 * @throws FitsError `bad_header` or `truncated`.
 */
export function readHeader(bytes: Uint8Array, offset: number): HeaderUnit {
  const header = new Map<string, FitsValue>();
  let continuedKeyword: string | null = null;
  for (let index = 0; index < MAX_CARDS; index++) {
    const start = offset + index * CARD_BYTES;
    if (start + CARD_BYTES > bytes.length) {
      throw new FitsError('truncated', 'the file ends within a header: no END card');
    }
    const card = cardText(bytes, start);
    const keyword = card.slice(0, 8).trimEnd();
    if (keyword === 'END') {
      const headerBytes = (index + 1) * CARD_BYTES;
      return { header, dataOffset: offset + roundUpToBlock(headerBytes) };
    }
    if (keyword === 'CONTINUE' && continuedKeyword !== null) {
      continuedKeyword = appendContinuation(header, continuedKeyword, card);
      continue;
    }
    continuedKeyword = addCard(header, keyword, card);
  }
  throw new FitsError('bad_header', `no END within ${MAX_CARDS} cards`);
}

export function roundUpToBlock(size: number): number {
  return Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
}

function cardText(bytes: Uint8Array, start: number): string {
  let text = '';
  for (let i = start; i < start + CARD_BYTES; i++) {
    // Bytes outside printable ASCII break the standard; a blank keeps the columns in place.
    const code = bytes[i] ?? 0x20;
    text += code >= 0x20 && code <= 0x7e ? String.fromCharCode(code) : ' ';
  }
  return text;
}

/** @returns the keyword if its string goes on in the next card. */
function addCard(header: Map<string, FitsValue>, keyword: string, card: string): string | null {
  if (keyword === 'HIERARCH') {
    const equals = card.indexOf('=');
    if (equals > 0)
      setFirst(header, card.slice(9, equals).trim(), parseCardValue(card.slice(equals + 1)));
    return null;
  }
  if (card.slice(8, 10) !== '= ' && !(card[8] === '=' && keyword !== '')) {
    const before = header.get(keyword);
    const text = card.slice(8).trimEnd();
    if (text !== '') header.set(keyword, typeof before === 'string' ? `${before}\n${text}` : text);
    return null;
  }
  if (header.has(keyword)) return null;
  const value = parseCardValue(card.slice(9));
  header.set(keyword, value);
  return typeof value === 'string' && value.endsWith('&') ? keyword : null;
}

function setFirst(header: Map<string, FitsValue>, keyword: string, value: FitsValue): void {
  if (!header.has(keyword)) header.set(keyword, value);
}

function appendContinuation(
  header: Map<string, FitsValue>,
  keyword: string,
  card: string,
): string | null {
  const before = header.get(keyword);
  const value = parseCardValue(card.slice(8));
  if (typeof before !== 'string' || typeof value !== 'string') return null;
  header.set(keyword, before.slice(0, -1) + value);
  return value.endsWith('&') ? keyword : null;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([EeDd][+-]?\d+)?$/;

/** Value field of a card, i.e. what follows the value indicator, comment included. */
export function parseCardValue(field: string): FitsValue {
  const text = field.trimStart();
  if (text.startsWith("'")) return parseQuoted(text);
  const slash = text.indexOf('/');
  const bare = (slash < 0 ? text : text.slice(0, slash)).trim();
  if (bare === '') return null;
  if (bare === 'T') return true;
  if (bare === 'F') return false;
  if (NUMBER.test(bare)) return Number(bare.replace(/[Dd]/, 'E'));
  return bare;
}

/** Two quotes in a row stand for one; trailing blanks do not count. */
function parseQuoted(text: string): string {
  let value = '';
  for (let i = 1; i < text.length; i++) {
    const char = text[i];
    if (char === "'") {
      if (text[i + 1] !== "'") break;
      i++;
    }
    value += char;
  }
  return value.trimEnd();
}

/**
 * One 80-character card in fixed format (Standard, 4.2).
 * @throws FitsError `bad_card` for a bad keyword, a value that is not finite or does not fit.
 */
export function formatCard(keyword: string, value: FitsValue, comment = ''): string {
  if (!/^[A-Z0-9_-]{1,8}$/.test(keyword)) {
    throw new FitsError('bad_card', `not a FITS keyword: "${keyword}"`);
  }
  const card = `${keyword.padEnd(8)}= ${formatValue(keyword, value)}`;
  if (card.length > CARD_BYTES) {
    throw new FitsError('bad_card', `the value of ${keyword} is too long for a card`);
  }
  const withComment = comment === '' ? card : `${card} / ${comment.replace(/[^\x20-\x7e]/g, '?')}`;
  return withComment.slice(0, CARD_BYTES).padEnd(CARD_BYTES);
}

function formatValue(keyword: string, value: FitsValue): string {
  if (value === null) return ''.padStart(20);
  if (typeof value === 'boolean') return (value ? 'T' : 'F').padStart(20);
  if (typeof value === 'string') {
    if (/[^\x20-\x7e]/.test(value)) {
      throw new FitsError('bad_card', `the value of ${keyword} is not printable ASCII`);
    }
    return `'${value.replaceAll("'", "''").padEnd(8)}'`.padEnd(20);
  }
  if (!Number.isFinite(value)) throw new FitsError('bad_card', `${keyword} is not a finite number`);
  return String(value).replace('e', 'E').padStart(20);
}
