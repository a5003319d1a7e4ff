import { randomBytes } from 'node:crypto';
import { type DatabaseFailure, databaseFailure } from '@fritz/archive';
import type { ErrorCode } from '@fritz/contract';
import { FritzError } from './fritz-error.ts';

/** What the database refused, in the API's words. */
const databaseCodes: Record<DatabaseFailure, ErrorCode> = {
  duplicate: 'already_exists',
  missing_reference: 'conflict',
  forbidden: 'permission_denied',
  last_system_admin: 'last_system_admin',
  account_in_use: 'account_in_use',
  last_admin: 'last_admin',
  missing_streams: 'missing_streams',
  stream_needed: 'stream_needed',
  timeout: 'query_timeout',
  unavailable: 'database_unavailable',
  unstorable_text: 'invalid_request',
  unstorable_number: 'invalid_request',
};

/** What Fastify itself refuses, before a route is asked. */
const fastifyCodes: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid_json',
  FST_ERR_BAD_URL: 'route_not_found',
  FST_ERR_MAX_PARAM_LENGTH: 'route_not_found',
};

/**
 * The error that the client is told of. What is nobody's fault but ours says nothing of itself but
 * an id, under which the log has it.
 *
 * @param maxBodyBytes the largest body of the route, where it was asked for one
 */
export function toFritzError(error: unknown, maxBodyBytes?: number): FritzError {
  if (error instanceof FritzError) return error;
  const failure = databaseFailure(error);
  if (failure === 'unstorable_text') {
    return new FritzError('invalid_request', {
      message: 'Text cannot hold the character NUL (\\u0000).',
      cause: error,
    });
  }
  if (failure === 'unstorable_number') {
    return new FritzError('invalid_request', {
      message: 'A number is too large, or too near to zero, to be kept.',
      cause: error,
    });
  }
  if (failure !== null) return new FritzError(databaseCodes[failure], { cause: error });
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    const code = fastifyCodes[error.code];
    if (code === 'body_too_large' && maxBodyBytes !== undefined) {
      const message = `The body is larger than ${maxBodyBytes / 1e6} MB: send it in parts.`;
      return new FritzError(code, { message, details: { max_bytes: maxBodyBytes }, cause: error });
    }
    if (code !== undefined) return new FritzError(code, { cause: error });
  }
  const id = randomBytes(4).toString('hex');
  return new FritzError('internal', { details: { id }, cause: error });
}
