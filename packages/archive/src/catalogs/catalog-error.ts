/**
 * - `bad_plan`: the columns or options do not fit the files;
 * - `bad_rows`: rows were refused, and none may be;
 * - `no_rows`: nothing is left to load;
 * - `busy`: another program loads this catalog right now;
 * - `not_found`: no catalog of this name.
 */
export type CatalogErrorCode = 'bad_plan' | 'bad_rows' | 'no_rows' | 'busy' | 'not_found';

export class CatalogError extends Error {
  readonly code: CatalogErrorCode;

  constructor(code: CatalogErrorCode, message: string) {
    super(message);
    this.name = 'CatalogError';
    this.code = code;
  }
}
