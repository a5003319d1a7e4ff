import { icrsToEcliptic, icrsToGalactic } from '@fritz/sky';
import { formatDec, formatRa } from '../../../format/angle.ts';

/** A position as one of the field's habits writes it. */
export type PlaceText = { readonly name: string; readonly text: string };

const letters = (text: string, units: readonly [string, string, string]) =>
  text.replace(':', units[0]).replace(':', units[1]) + units[2];

/** ICRS degrees in all the ways in which people and programs want them. */
export function listPlaceTexts(ra: number, dec: number): readonly PlaceText[] {
  const [hms, dms] = [formatRa(ra), formatDec(dec)];
  const galactic = icrsToGalactic({ ra, dec });
  const ecliptic = icrsToEcliptic({ ra, dec });
  const sign = dec < 0 ? '' : '+';
  return [
    { name: 'Sexagesimal', text: `${hms} ${dms}` },
    {
      name: 'With units',
      text: `${letters(hms, ['h', 'm', 's'])} ${letters(dms, ['d', 'm', 's'])}`,
    },
    { name: 'Degrees', text: `${ra.toFixed(6)} ${sign}${dec.toFixed(6)}` },
    {
      name: 'Name',
      text: `J${hms.replaceAll(':', '').slice(0, 9)}${dms.replaceAll(':', '').slice(0, 9)}`,
    },
    { name: 'Galactic', text: `${galactic.l.toFixed(5)} ${galactic.b.toFixed(5)}` },
    { name: 'Ecliptic', text: `${ecliptic.lambda.toFixed(5)} ${ecliptic.beta.toFixed(5)}` },
    { name: 'DS9 region', text: `fk5;circle(${ra.toFixed(6)},${dec.toFixed(6)},3")` },
  ];
}
