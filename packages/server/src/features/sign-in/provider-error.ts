import * as client from 'openid-client';
import { FritzError } from '../../http/fritz-error.ts';

/** Codes of the library for what is the provider's own failure, not a wrong sign-in. */
const unavailableCodes = new Set([
  'OAUTH_TIMEOUT',
  'OAUTH_PARSE_ERROR',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_INVALID_RESPONSE',
  'OAUTH_HTTP_REQUEST_FORBIDDEN',
  'OAUTH_MISSING_SERVER_METADATA',
  'OAUTH_INVALID_SERVER_METADATA',
  'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED',
]);

/**
 * What a person is told of a failure at a provider. The library's errors hold requests, codes and
 * tokens: none of that is passed on or logged, only `reason`, a word or two.
 */
export function toSignInError(error: unknown, providerName: string): FritzError {
  if (error instanceof FritzError) return error;
  const reason = reasonOf(error);
  if (error instanceof client.AuthorizationResponseError) {
    return error.error === 'access_denied'
      ? new FritzError('sign_in_refused', {
          message: `You did not allow ${providerName} to tell who you are.`,
          details: { reason },
        })
      : refused(providerName, reason);
  }
  if (isUnavailable(error)) {
    return new FritzError('provider_unavailable', {
      message: `${providerName} does not answer as it should: try again in a while.`,
      details: { reason },
    });
  }
  return refused(providerName, reason);
}

function refused(providerName: string, reason: string): FritzError {
  return new FritzError('sign_in_refused', {
    message: `${providerName} did not confirm who you are.`,
    details: { reason },
  });
}

function isUnavailable(error: unknown): boolean {
  if (error instanceof client.ResponseBodyError) {
    return error.status >= 500 || error.error === 'invalid_client';
  }
  if (!(error instanceof Error)) return false;
  // What fetch and its signals throw.
  if (['TimeoutError', 'AbortError', 'SyntaxError'].includes(error.name)) return true;
  if (error.name === 'TypeError' && error.message === 'fetch failed') return true;
  const code = codeOf(error);
  if (code !== null && unavailableCodes.has(code)) return true;
  return error.cause instanceof Error && error.cause !== error && isUnavailable(error.cause);
}

function codeOf(error: Error): string | null {
  return 'code' in error && typeof error.code === 'string' ? error.code : null;
}

function reasonOf(error: unknown): string {
  if (error instanceof client.AuthorizationResponseError) return plainWord(error.error);
  if (error instanceof client.ResponseBodyError) return plainWord(error.error);
  if (!(error instanceof Error)) return 'unknown';
  const inner = error.cause instanceof Error ? codeOf(error.cause) : null;
  return plainWord([codeOf(error) ?? error.name, inner].filter((part) => part !== null).join(' '));
}

/** Nothing that a provider may have put into an error's name is passed on as it is. */
function plainWord(text: string): string {
  return text.replaceAll(/[^\w .-]/g, '').slice(0, 80);
}
