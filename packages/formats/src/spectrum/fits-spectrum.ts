/**
 * One-dimensional FITS spectra in the layouts that people send: an image whose first axis is the
 * wavelength, IRAF's multispec, or a binary table.
 * Source: FITS Standard 4.0 (IAU FITS Working Group, 2018).
 */
import { FitsError } from '../fits/fits-error.ts';
import { gunzipStream, isGzip } from '../fits/gzip.ts';
import { type FitsHeader, readHeader } from '../fits/header.ts';
import { readUnitPixels } from '../fits/image-reader.ts';
import { TableError } from '../table/table.ts';
import { wavelengthsOfAxis } from './fits-dispersion.ts';
import { readTableSpectrum } from './fits-table-spectrum.ts';
import {
  type FileSpectrum,
  MAX_SPECTRUM_POINTS,
  SpectrumError,
  type SpectrumHeader,
} from './spectrum.ts';
import { readSpectrumUnit } from './spectrum-unit.ts';

const MAX_FILE_BYTES = 2 ** 26;
const STRUCTURAL =
  /^(SIMPLE|XTENSION|BITPIX|NAXIS\d*|EXTEND|PCOUNT|GCOUNT|TFIELDS|T(TYPE|FORM|UNIT|DISP|NULL|DIM|UTYP|UCD|COMM|SCAL|ZERO)\d+|BSCALE|BZERO|BLANK|CHECKSUM|DATASUM|LONGSTRN)$/;

/**
 * Reads a FITS file, which may be gzipped.
 *
 * @throws SpectrumError
 */
export async function readFitsSpectrum(bytes: Uint8Array): Promise<FileSpectrum> {
  try {
    const plain = isGzip(bytes) ? await gunzipStream(bytes, MAX_FILE_BYTES) : bytes;
    if (!hasText(plain, 'SIMPLE  =')) {
      throw new SpectrumError('bad_fits', 'the file does not begin as FITS does');
    }
    const { header } = readHeader(plain, 0);
    const axis = header.get('NAXIS1');
    const isImage = Number(header.get('NAXIS')) > 0 && typeof axis === 'number' && axis > 1;
    return isImage ? readImageSpectrum(plain) : await readTableSpectrum(plain, headerOf(header));
  } catch (error) {
    if (error instanceof FitsError || error instanceof TableError) {
      throw new SpectrumError('bad_fits', error.message, { cause: error });
    }
    throw error;
  }
}

function hasText(bytes: Uint8Array, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[i] !== text.charCodeAt(i)) return false;
  return true;
}

/** Axes beyond the first: apertures, then bands. The first of each is the spectrum. */
function readImageSpectrum(bytes: Uint8Array): FileSpectrum {
  const { axes, pixels, header } = readUnitPixels(bytes, 0, MAX_FILE_BYTES / 4);
  const [count = 0, apertures = 1, bands = 1] = axes;
  if (count > MAX_SPECTRUM_POINTS) {
    throw new SpectrumError('too_large', `has more than ${MAX_SPECTRUM_POINTS} points`);
  }
  const isMultispec =
    header.has('WAT2_001') || /MULTISPE/i.test(String(header.get('CTYPE1') ?? ''));
  if (axes.slice(1).some((length) => length > 1) && !isMultispec && apertures > 10) {
    throw new SpectrumError('unsupported', `an image of ${axes.join(' × ')} is no spectrum`);
  }
  const values = (band: number) =>
    Array.from(pixels.subarray(band * count * apertures, band * count * apertures + count), orNull);
  const errorBand = Array.from({ length: bands }, (_, band) => band).find((band) =>
    /\b(sigma|error|uncert)/i.test(String(header.get(`BANDID${band + 1}`) ?? '')),
  );
  return {
    wavelengths: wavelengthsOfAxis(header, count),
    fluxes: values(0),
    errors: errorBand === undefined || errorBand === 0 ? null : values(errorBand),
    header: headerOf(header),
    units: readSpectrumUnit(header.get('BUNIT')),
  };
}

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** The cards that say something of the spectrum, not of the file's bytes. */
function headerOf(header: FitsHeader): SpectrumHeader {
  return Object.fromEntries(
    [...header].filter(([keyword]) => keyword !== '' && !STRUCTURAL.test(keyword)),
  );
}
