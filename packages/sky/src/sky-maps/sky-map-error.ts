/**
 * - `bad_pixel`: a cell that does not exist, or cells that overlap;
 * - `bad_value`: a probability that is negative or no number;
 * - `not_normalised`: the probabilities do not add up to one;
 * - `bad_shape`: numbers that make no region;
 * - `bad_text`: a text that is no MOC;
 * - `too_many_cells`: more cells than are worked with.
 */
export type SkyMapErrorCode =
  | 'bad_pixel'
  | 'bad_value'
  | 'not_normalised'
  | 'bad_shape'
  | 'bad_text'
  | 'too_many_cells';

/** What is no sky map, or no region of the sky. */
export class SkyMapError extends Error {
  readonly code: SkyMapErrorCode;

  constructor(code: SkyMapErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SkyMapError';
    this.code = code;
  }
}
