/**
 * - `bad_name`: no name for a release;
 * - `not_found`: there is no release of this name;
 * - `is_there`: there is one already;
 * - `busy`: another program is at it right now;
 * - `no_rows`: nothing of the files can be used;
 * - `bad_plan`: the files do not fit each other, or the release;
 * - `in_use`: it is the current one.
 */
export type ReleaseErrorCode =
  | 'bad_name'
  | 'not_found'
  | 'is_there'
  | 'busy'
  | 'no_rows'
  | 'bad_plan'
  | 'in_use';

export class ReleaseError extends Error {
  readonly code: ReleaseErrorCode;

  constructor(code: ReleaseErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ReleaseError';
    this.code = code;
  }
}
