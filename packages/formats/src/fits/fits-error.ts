/**
 * - `not_fits`: the bytes do not begin as FITS does;
 * - `truncated`: the file ends before its header or its pixels do;
 * - `bad_header`: a mandatory keyword is missing or wrong, or the header has no END;
 * - `bad_bitpix`: not one of 8, 16, 32, 64, −32, −64;
 * - `bad_axes`: an axis is negative or not an integer, or the image is not two-dimensional;
 * - `no_image`: neither the primary unit nor an extension holds an image;
 * - `no_table`: no extension holds a binary table;
 * - `too_large`: more pixels or bytes than the caller allows;
 * - `bad_gzip`: the compressed bytes are damaged;
 * - `bad_card`: a keyword or value that cannot be written.
 */
export type FitsErrorCode =
  | 'not_fits'
  | 'truncated'
  | 'bad_header'
  | 'bad_bitpix'
  | 'bad_axes'
  | 'no_image'
  | 'no_table'
  | 'too_large'
  | 'bad_gzip'
  | 'bad_card';

export class FitsError extends Error {
  readonly code: FitsErrorCode;

  constructor(code: FitsErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'FitsError';
    this.code = code;
  }
}
