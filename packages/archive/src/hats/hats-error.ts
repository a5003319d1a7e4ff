/**
 * - `is_there`: there is something under this name already;
 * - `busy`: another program writes it right now;
 * - `changed`: rows came from where there were none when it was begun;
 * - `nothing`: there is no row.
 */
export type HatsErrorCode = 'is_there' | 'busy' | 'changed' | 'nothing';

export class HatsError extends Error {
  readonly code: HatsErrorCode;

  constructor(code: HatsErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'HatsError';
    this.code = code;
  }
}
