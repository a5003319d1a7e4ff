import { TableError } from '../table/table.ts';

/** Bytes of base64 (RFC 4648) that comes in pieces; blanks and line feeds do not count. */
export async function* decodeBase64(pieces: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let left = '';
  let isPadded = false;
  for await (const piece of pieces) {
    const text = left + piece.replaceAll(/\s+/g, '');
    if (isPadded && text !== '') throw new TableError('bad_format', 'base64 goes on after its end');
    const whole = text.length - (text.length % 4);
    left = text.slice(whole);
    if (whole > 0) yield decode(text.slice(0, whole));
    isPadded = whole > 0 && text[whole - 1] === '=';
  }
  if (left !== '') throw new TableError('truncated', 'base64 ends within four characters');
}

function decode(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch (cause) {
    throw new TableError('bad_format', 'the data are not base64', { cause });
  }
}
