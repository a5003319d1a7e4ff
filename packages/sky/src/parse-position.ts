import { type Position, parseDec, parseRa } from './angles.ts';

const LABELS = /\b(?:j2000(?:\.0)?|icrs|fk5|ra|dec(?:l)?|α|δ)\b\s*[:=]?|[αδ]\s*[:=]?/gi;
/** `83.63deg`, `83.63°`, `83.63d`: a plain number whose unit is said. */
const DEGREES = /(\d)\s*(?:deg(?:rees?)?|°|d)(?=[\s,;]|$)/gi;
const PACKED = /^(?:.*\s)?J?(\d\d)(\d\d)(\d\d(?:\.\d*)?)\s*([+-])(\d\d)(\d\d)(\d\d(?:\.\d*)?)$/i;

/**
 * A position from a text as people paste it: sexagesimal with colons, spaces or `h m s`, degrees,
 * with a comma, blanks or only a sign between the two, `J053430.9+220053`, `RA = …, Dec = …`. Hours
 * where it is sexagesimal, else degrees; ICRS.
 *
 * @returns null if the text is no position, or one out of range
 */
export function parsePosition(text: string): Position | null {
  const plain = text.trim().replaceAll(/[−–]/g, '-');
  const packed = PACKED.exec(plain);
  if (packed !== null) {
    const [, h, m, s, sign, deg, min, sec] = packed;
    return pair(`${h}:${m}:${s}`, `${sign}${deg}:${min}:${sec}`);
  }
  const words = plain.replaceAll(LABELS, ' ').replaceAll(DEGREES, '$1').trim();
  for (const [ra, dec] of splits(words)) {
    const found = pair(ra, dec);
    if (found !== null) return found;
  }
  return null;
}

function pair(raText: string, decText: string): Position | null {
  const [ra, dec] = [parseRa(raText), parseDec(decText)];
  return ra === null || dec === null ? null : { ra, dec };
}

/** Where one coordinate may end and the other begin, the surest first. */
function splits(words: string): (readonly [string, string])[] {
  const atComma = words.split(/[,;]/);
  if (atComma.length > 1) {
    const [ra = '', dec = '', ...rest] = atComma;
    return rest.length === 0 ? [[ra.trim(), dec.trim()]] : [];
  }
  // A sign begins the declination, unless it is an exponent's.
  const atSign = /^(.*?[^e\s])\s*([+-].*)$/i.exec(words);
  if (atSign !== null) return [[atSign[1] ?? '', atSign[2] ?? '']];
  const parts = words.split(/\s+/);
  if (parts.length % 2 !== 0) return [];
  const half = parts.length / 2;
  return [[parts.slice(0, half).join(' '), parts.slice(half).join(' ')]];
}
