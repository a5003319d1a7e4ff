/**
 * - `bad_plan`: the columns or options do not fit the files;
 * - `bad_rows`: rows were refused, and none may be;
 * - `no_rows`: nothing is left to load;
 * - `busy`: another program loads this catalog right now;
 * - `not_found`: no catalog of this name;
 * - `unreachable`: the files of a mounted catalog cannot be read now.
 */
export type CatalogErrorCode =
  | 'bad_plan'
  | 'bad_rows'
  | 'no_rows'
  | 'busy'
  | 'not_found'
  | 'unreachable';

export class CatalogError extends Error {
  readonly code: CatalogErrorCode;

  constructor(code: CatalogErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CatalogError';
    this.code = code;
  }
}
