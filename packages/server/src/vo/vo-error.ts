/** Statuses that clients of the Virtual Observatory are told by. */
export type VoStatus = 400 | 401 | 403 | 404 | 405 | 413 | 415 | 429 | 503;

/** Why a request is not answered; it is told in a VOTable. */
export class VoError extends Error {
  readonly status: VoStatus;

  constructor(status: VoStatus, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'VoError';
    this.status = status;
  }
}
