import { findSealedCredentials, setSealedCredentials, type ViewerTx } from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import type { ServerContext } from '../../context.ts';
import { type CredentialSafe, UnsealError } from '../../credentials/credential-safe.ts';
import { FritzError, InvalidRequestError } from '../../http/fritz-error.ts';

/** A facility's credentials: what its interface asks for, by name. */
export type Credentials = Record<string, unknown>;

const placeOf = (allocationId: number) => `allocation:${allocationId}`;

function demandSafe(context: Pick<ServerContext, 'credentials'>): CredentialSafe {
  if (context.credentials === null) throw new FritzError('credentials_unavailable');
  return context.credentials;
}

/**
 * The credentials of an allocation that the viewer sees, for the server to use; {} where there are
 * none. To show them is for who may change the allocation.
 */
export async function readCredentials(
  context: Pick<ServerContext, 'credentials'>,
  tx: ViewerTx,
  allocationId: number,
): Promise<Credentials> {
  const sealed = await findSealedCredentials(tx, allocationId);
  if (sealed === null) return {};
  try {
    const text = demandSafe(context).open(placeOf(allocationId), sealed);
    return asCredentials(JSON.parse(text)) ?? {};
  } catch (error) {
    if (!(error instanceof UnsealError)) throw error;
    throw new FritzError('credentials_unreadable', { cause: error });
  }
}

/** Reads credentials from a request: an object, or a text of JSON; null: none. */
export function parseCredentials(given: Credentials | string | null): Credentials | null {
  if (given === null || given === '') return null;
  if (typeof given !== 'string') return given;
  try {
    const found = asCredentials(JSON.parse(given));
    if (found !== null) return found;
  } catch {
    // Told below.
  }
  throw new InvalidRequestError([
    { in: 'body', field: '_altdata', message: 'is an object, or a text of JSON of one' },
  ]);
}

/** Keeps credentials: of those that are there what is not named stays, unless all is replaced. */
export async function keepCredentials(
  context: Pick<ServerContext, 'credentials'>,
  tx: ViewerTx,
  allocationId: number,
  given: Credentials | null,
  replaces: boolean,
): Promise<void> {
  if (given === null) return setSealedCredentials(tx, allocationId, null);
  const known = replaces ? {} : await readCredentials(context, tx, allocationId);
  const text = stringifyExact({ ...known, ...given });
  const sealed = demandSafe(context).seal(placeOf(allocationId), text);
  return setSealedCredentials(tx, allocationId, sealed);
}

function asCredentials(value: unknown): Credentials | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}
