import { updateProfile, type ViewerTx } from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import { FritzError, InvalidRequestError } from '../../http/fritz-error.ts';

/** Deeper than any setting of a page, and no burden to merge. */
const maxDepth = 16;

/** What JSON can say and jsonb cannot keep: escapes that are not themselves escaped. */
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/;

/** What of a profile is to be changed; what is absent stays. */
export interface ProfileChange {
  username?: string;
  preferences?: Readonly<Record<string, unknown>>;
  [field: string]: unknown;
}

/** Changes the viewer's profile. @throws FritzError changed_meanwhile, already_exists */
export async function editProfile(
  tx: ViewerTx,
  change: ProfileChange,
  knownRevision: number | null,
): Promise<{ revision: number }> {
  const { username, preferences } = change;
  if (preferences !== undefined && isDeeper(preferences, maxDepth)) {
    throw badPreferences(`must not be nested deeper than ${maxDepth} levels`);
  }
  if (unstorable.test(stringifyExact(change))) {
    throw new FritzError('invalid_request', {
      message: 'Text cannot hold the character NUL or half a surrogate pair.',
    });
  }
  const named = username === undefined ? change : { ...change, username: username.toLowerCase() };
  const outcome = await updateProfile(tx, named, knownRevision);
  if (outcome === 'changed_meanwhile') throw new FritzError('changed_meanwhile');
  if (outcome === 'preferences_too_large') throw badPreferences('hold more than 64 kB in all');
  return outcome;
}

function badPreferences(message: string): InvalidRequestError {
  return new InvalidRequestError([{ in: 'body', field: 'preferences', message }]);
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}
