/** The statuses whose message Kowalski's clients get to see. */
export type KowalskiStatus = 200 | 400 | 401 | 403 | 404 | 409;

/** An error in Kowalski's words. */
export class KowalskiError extends Error {
  readonly status: KowalskiStatus;

  constructor(status: KowalskiStatus, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'KowalskiError';
    this.status = status;
  }

  /** As an exception of Python's was told. */
  static of(kind: 'KeyError' | 'ValueError', text: string): KowalskiError {
    return new KowalskiError(400, `${kind}: ${text}`);
  }
}
