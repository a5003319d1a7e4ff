import {
  type FileSpectrum,
  readAsciiSpectrum,
  readFitsSpectrum,
  SpectrumError,
} from '@fritz/formats';
import { FritzError, InvalidRequestError } from '../../http/fritz-error.ts';
import { decodeFile } from '../notes/base64.ts';

/** A spectrum that came in a file, with the file. */
export interface UploadedFile {
  spectrum: FileSpectrum;
  content: Uint8Array;
}

interface AsciiUpload {
  ascii: string;
  wave_column?: number | null;
  flux_column?: number | null;
  fluxerr_column?: number | null;
}

/** @throws FritzError `bad_spectrum_file` with the line that is wrong */
export function readAsciiUpload(upload: AsciiUpload): UploadedFile {
  const columns = {
    wave: upload.wave_column ?? 0,
    flux: upload.flux_column ?? 1,
    fluxerr: upload.fluxerr_column ?? null,
  };
  const used = [columns.wave, columns.flux, columns.fluxerr].filter((one) => one !== null);
  if (new Set(used).size < used.length) {
    const message = 'is a column that is used for something else, too';
    throw new InvalidRequestError([{ in: 'body', field: 'flux_column', message }]);
  }
  try {
    return {
      spectrum: readAsciiSpectrum(upload.ascii, columns),
      content: Buffer.from(upload.ascii),
    };
  } catch (error) {
    throw refuse(error);
  }
}

/** @throws FritzError `bad_spectrum_file` */
export async function readFitsUpload(upload: { fits: string }): Promise<UploadedFile> {
  const content = decodeFile('fits', upload.fits);
  try {
    return { spectrum: await readFitsSpectrum(content), content };
  } catch (error) {
    throw refuse(error);
  }
}

function refuse(error: unknown): unknown {
  if (!(error instanceof SpectrumError)) return error;
  return new FritzError('bad_spectrum_file', {
    message: `This file holds no spectrum that can be read: ${error.message}.`,
    details: { line: error.line, reason: error.code },
    cause: error,
  });
}

/** What a file would become. */
export function presentPreview({ spectrum, content }: UploadedFile, isText: boolean) {
  return {
    wavelengths: [...spectrum.wavelengths],
    fluxes: [...spectrum.fluxes],
    errors: spectrum.errors && [...spectrum.errors],
    units: spectrum.units,
    altdata: { ...spectrum.header },
    original_file_string: isText ? Buffer.from(content).toString('utf8') : null,
    obj_id: null,
    instrument_id: null,
    observed_at: null,
  };
}
