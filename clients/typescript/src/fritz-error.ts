/** What Fritz refuses, or cannot do. */
export class FritzError extends Error {
  override readonly name = 'FritzError';
  readonly status: number;
  /** Stable: see the reference of errors. Null where the answer was not Fritz's. */
  readonly code: string | null;
  /** What else the answer says: with `invalid_request`, `errors`. */
  readonly data: Record<string, unknown>;

  constructor(status: number, message: string, data: Record<string, unknown>) {
    super(message);
    this.status = status;
    this.code = typeof data.code === 'string' ? data.code : null;
    this.data = data;
  }
}
