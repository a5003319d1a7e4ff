import {
  BLOCK_BYTES,
  CARD_BYTES,
  type FitsValue,
  formatCard,
  roundUpToBlock,
} from '../fits/header.ts';
import type { SpectrumUnit } from './spectrum.ts';

/** A spectrum to be written. */
export interface WritableSpectrum {
  readonly wavelengths: readonly number[];
  readonly fluxes: readonly (number | null)[];
  readonly errors: readonly (number | null)[] | null;
  readonly units: SpectrumUnit | null;
}

/** A card of the file's own; its keyword is of eight characters at most. */
export interface SpectrumCard {
  readonly keyword: string;
  readonly value: FitsValue;
  readonly comment?: string;
}

/** Comma-separated values under the names of their columns; a missing one is empty. */
export function writeCsvSpectrum(spectrum: WritableSpectrum): string {
  const { wavelengths, fluxes, errors } = spectrum;
  const lines = [errors ? 'wavelength,flux,fluxerr' : 'wavelength,flux'];
  for (const [i, wavelength] of wavelengths.entries()) {
    const cells = [wavelength, fluxes[i] ?? '', ...(errors ? [errors[i] ?? ''] : [])];
    lines.push(cells.join(','));
  }
  return `${lines.join('\n')}\n`;
}

/** How FITS writes units (Standard 4.0, 4.3). */
const fitsUnits: Readonly<Record<SpectrumUnit, string>> = {
  Jy: 'Jy',
  AB: 'mag',
  'erg/s/cm/cm/AA': 'erg s-1 cm-2 Angstrom-1',
};

/**
 * A FITS file with a binary table of 64-bit columns, WAVELENGTH in ångström, FLUX and, where there
 * are any, FLUX_ERR; what is missing is NaN. Source: FITS Standard 4.0, sections 3.3 and 7.3.
 *
 * @throws FitsError `bad_card` for a card that cannot be
 */
export function writeFitsSpectrum(
  spectrum: WritableSpectrum,
  cards: readonly SpectrumCard[] = [],
): Uint8Array {
  const { wavelengths, fluxes, errors, units } = spectrum;
  const columns: [name: string, unit: string | null, values: readonly (number | null)[]][] = [
    ['WAVELENGTH', 'Angstrom', wavelengths],
    ['FLUX', units && fitsUnits[units], fluxes],
    ...(errors
      ? [['FLUX_ERR', units && fitsUnits[units], errors] as [string, string | null, typeof errors]]
      : []),
  ];
  const rowBytes = columns.length * 8;
  const header = padHeader([
    formatCard('SIMPLE', true, 'conforms to the FITS standard'),
    formatCard('BITPIX', 8),
    formatCard('NAXIS', 0),
    formatCard('EXTEND', true),
    ...cards.map(({ keyword, value, comment }) => formatCard(keyword, value, comment)),
  ]);
  const table = padHeader([
    formatCard('XTENSION', 'BINTABLE', 'binary table'),
    formatCard('BITPIX', 8),
    formatCard('NAXIS', 2),
    formatCard('NAXIS1', rowBytes, 'bytes of a row'),
    formatCard('NAXIS2', wavelengths.length, 'rows'),
    formatCard('PCOUNT', 0),
    formatCard('GCOUNT', 1),
    formatCard('TFIELDS', columns.length),
    ...columns.flatMap(([name, unit], i) => [
      formatCard(`TTYPE${i + 1}`, name),
      formatCard(`TFORM${i + 1}`, 'D'),
      ...(unit ? [formatCard(`TUNIT${i + 1}`, unit)] : []),
    ]),
    formatCard('EXTNAME', 'SPECTRUM'),
  ]);
  const text = header + table;
  const bytes = new Uint8Array(text.length + roundUpToBlock(rowBytes * wavelengths.length));
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  const view = new DataView(bytes.buffer, text.length);
  for (const [place, [, , values]] of columns.entries()) {
    for (const [row, value] of values.entries()) {
      view.setFloat64(row * rowBytes + place * 8, value ?? Number.NaN);
    }
  }
  return bytes;
}

function padHeader(cards: readonly string[]): string {
  const text = [...cards, 'END'.padEnd(CARD_BYTES)].join('');
  return text.padEnd(Math.ceil(text.length / BLOCK_BYTES) * BLOCK_BYTES);
}
