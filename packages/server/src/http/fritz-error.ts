import { type ErrorCode, errorCodes } from '@fritz/contract';

/** What an error tells beyond its code and message; becomes the envelope's `data`. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/** An error that the client is told of, by a stable code. */
export class FritzError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly details: ErrorDetails;

  constructor(
    code: ErrorCode,
    options: { message?: string; details?: ErrorDetails; cause?: unknown } = {},
  ) {
    super(
      options.message ?? errorCodes[code].message,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.name = 'FritzError';
    this.code = code;
    this.status = errorCodes[code].status;
    this.details = options.details ?? {};
  }
}

/** Something that is not there, or that the viewer may not see: the two are never told apart. */
export class NotFoundError extends FritzError {
  constructor(what: string) {
    super('not_found', { message: `There is no such ${what}, or you may not see it.` });
    this.name = 'NotFoundError';
  }
}

/** A permission that the viewer lacks. */
export class PermissionError extends FritzError {
  constructor(acl: string) {
    super('permission_denied', {
      message: `This needs the permission “${acl}”.`,
      details: { acl },
    });
    this.name = 'PermissionError';
  }
}

/** One field of a request that is not as it should be. */
export interface FieldProblem {
  in: 'path' | 'query' | 'body';
  field: string;
  message: string;
}

/** A request that is not as its route needs it; names the fields. */
export class InvalidRequestError extends FritzError {
  constructor(problems: readonly FieldProblem[]) {
    const text = problems.map(({ in: part, field, message }) => `${part} ${field}: ${message}`);
    super('invalid_request', { message: text.join('; '), details: { errors: problems } });
    this.name = 'InvalidRequestError';
  }
}

/** Refuses a field of a body. */
export function refuseField(field: string, message: string): never {
  throw new InvalidRequestError([{ in: 'body', field, message }]);
}
