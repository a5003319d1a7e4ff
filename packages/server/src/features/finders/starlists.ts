import type { FinderFacility, routes, Static } from '@fritz/contract';
import { formatDec, formatRa, offsetArcsec, type Position, positionAngleDegrees } from '@fritz/sky';
import type { Star } from './offset-stars.ts';

type Entry = Static<typeof routes.getSourceOffsets.response>['starlist_info'][number];

/** What a list is of. */
export interface Target extends Position {
  name: string;
  priority: number | null;
  comment: string | null;
  /** Its last brightness in a band that the facility knows. */
  mag: { value: number; filter: string } | null;
}

interface Form {
  separator: string;
  comment: string;
  givesOffsets: boolean;
  nameLength: number;
  firstLine: string | null;
}

const csvHead =
  'NAME,RA,DECL,OFFSET_RA,OFFSET_DEC,COMMENT,PRIORITY,BINSPAT,BINSPECT,SLITANGLE,SLITWIDTH,AIRMASS_MAX,' +
  'WRANGE_LOW,WRANGE_HIGH,CHANNEL,MAGNITUDE,MAGFILTER,EXPTIME,NEXP';

const forms: Readonly<Record<FinderFacility, Form>> = {
  Keck: { separator: ' ', comment: '#', givesOffsets: true, nameLength: 15, firstLine: null },
  P200: { separator: ':', comment: '!', givesOffsets: false, nameLength: 20, firstLine: null },
  Shane: {
    ...{ separator: ' ', comment: '#', givesOffsets: true, nameLength: 15 },
    firstLine: '!Data {name %16} ra_h ra_m ra_s dec_d dec_m dec_s equinox keyval {comment *}',
  },
  'P200-NGPS': {
    ...{ separator: ':', comment: '', givesOffsets: true, nameLength: 30, firstLine: csvHead },
  },
  generic: {
    ...{ separator: ':', comment: '', givesOffsets: true, nameLength: 64 },
    firstLine: 'name,ra,dec,equinox,offset_east_arcsec,offset_north_arcsec,mag,comment',
  },
};

/** The line that lists of a form begin with. SkyPortal's page writes that of NGPS itself. */
export function firstLine(facility: FinderFacility): string | null {
  return forms[facility].firstLine;
}

function placeOf({ ra, dec }: Position, separator: string): string {
  const [alpha, delta] = [formatRa(ra, 2), formatDec(dec, 2)];
  return `${alpha.replaceAll(':', separator)} ${delta.replaceAll(':', separator)}`;
}

/** Blanks would end a name; one that is too long keeps its end, which tells objects of a survey apart. */
function nameFor(name: string, length: number): string {
  const packed = name.replaceAll(/\s+/g, '');
  return packed.length > length ? packed.slice(packed.length - length) : packed;
}

/** What a person wrote, in one line of a list. */
const oneLine = (text: string) => text.replaceAll(/[\r\n\t]+/g, ' ').trim();

function csv(cells: readonly (string | number | null)[]): string {
  return cells
    .map((cell) => {
      const text = oneLine(String(cell ?? ''));
      const safe =
        typeof cell === 'string' &&
        /^[=+\-@]/.test(text) &&
        Number.isNaN(Number(text.replaceAll(':', '')))
          ? `'${text}`
          : text;
      return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
    })
    .join(',');
}

/** SDSS-like letters that the spectrograph's planner knows. */
const planned: Readonly<Record<string, string>> = { u: 'U', g: 'G', r: 'R', i: 'I' };

function ngps(
  name: string,
  place: Position,
  parts: { offset?: { east: number; north: number }; target: Target; comment: string },
): string {
  const { offset, target, comment } = parts;
  const letter = target.mag && planned[target.mag.filter.replace(/^.*?([ugri])$/, '$1')];
  return csv([
    name,
    formatRa(place.ra, 2),
    formatDec(place.dec, 2),
    offset ? offset.east.toFixed(2) : '',
    offset ? offset.north.toFixed(2) : '',
    comment,
    target.priority ?? 1,
    ...[1, 1, 'PA', 'SET 1.5', 4, 590, 610, 'R'],
    letter && target.mag ? target.mag.value.toFixed(2) : '',
    letter ?? '',
    ...['SET 900', 1],
  ]);
}

function generic(name: string, place: Position, more: readonly (string | number | null)[]): string {
  return csv([name, formatRa(place.ra, 2), formatDec(place.dec, 2), 'J2000', ...more]);
}

/** The line of a target. */
export function targetLine(facility: FinderFacility, target: Target): Entry {
  const { separator, comment, nameLength } = forms[facility];
  const { ra, dec } = target;
  const name = nameFor(target.name, nameLength);
  const said = oneLine(target.comment ?? '');
  if (facility === 'P200-NGPS') {
    return { str: ngps(name, target, { target, comment: said || 'science' }), ra, dec, name };
  }
  if (facility === 'generic') {
    const mag = target.mag === null ? '' : target.mag.value.toFixed(2);
    return { str: generic(name, target, ['', '', mag, said]), ra, dec, name };
  }
  const notes = [`source_name=${oneLine(target.name)}`, ...(said ? [said] : [])].join(' ');
  const str = `${name.padEnd(nameLength)} ${placeOf(target, separator)} 2000.0  ${comment} ${notes}`;
  return { str, ra, dec, name };
}

/** The line of a star from which a target is gone to; the offsets are from the star to the target. */
export function starLine(
  facility: FinderFacility,
  target: Target,
  { star, number }: { star: Star; number: number },
): Entry {
  const { separator, comment, givesOffsets, nameLength } = forms[facility];
  const { east, north } = offsetArcsec(star, target);
  const name = `${nameFor(target.name, nameLength - 3)}_o${number}`;
  const dras = `${Math.abs(east).toFixed(3)}" ${east > 0 ? 'E' : 'W'}`;
  const ddecs = `${Math.abs(north).toFixed(3)}" ${north > 0 ? 'N' : 'S'}`;
  const told =
    `dist=${star.distanceArcsec.toFixed(2)}"; ${star.mag.toFixed(2)} mag; ${dras}, ${ddecs} ` +
    `PA=${positionAngleDegrees(star, target).toFixed(2)} ID=${star.id}`;
  const offsets = givesOffsets ? `raoffset=${east.toFixed(3)} decoffset=${north.toFixed(3)}` : '';
  const str =
    facility === 'P200-NGPS'
      ? ngps(name, star, {
          offset: { east, north },
          target: { ...target, mag: null },
          comment: told,
        })
      : facility === 'generic'
        ? generic(name, star, [east.toFixed(3), north.toFixed(3), star.mag.toFixed(2), told])
        : `${name.padEnd(nameLength)} ${placeOf(star, separator)} 2000.0 ${offsets} ${comment} ${told}`;
  return {
    ...{ str, name, dras, ddecs },
    ra: star.ra,
    dec: star.dec,
    mag: star.mag,
    pa: positionAngleDegrees(star, target),
  };
}

/** The line of a star that is observed for itself. */
export function standardLine(
  facility: FinderFacility,
  standard: Position & { name: string; comment: string },
): { str: string } {
  const { name, comment } = standard;
  const target: Target = { ...standard, name, comment, priority: null, mag: null };
  if (facility === 'P200-NGPS' || facility === 'generic')
    return { str: targetLine(facility, target).str };
  const form = forms[facility];
  const place = placeOf(standard, form.separator);
  return {
    str: `${nameFor(name, form.nameLength).padEnd(form.nameLength)} ${place} 2000.0  ${form.comment} ${comment}`,
  };
}

/** A list as SkyPortal's page shows it. */
export function asShown(entries: readonly { str: string }[]): string {
  return entries.map(({ str }) => str.replaceAll(' ', '&nbsp;')).join('\n');
}
