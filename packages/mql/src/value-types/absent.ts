import { findReadPlaces } from '../reads.ts';
import type { Stage } from '../tree.ts';
import type { FieldType } from './schema.ts';
import { type TypeWarning, warning } from './warning.ts';

/** Parts of documents that are filled by what somebody added to a broker, and how. */
const PARTS: ReadonlyMap<string, { readonly none: string; readonly past: string }> = new Map([
  [
    'cross_matches',
    {
      none: 'alerts are matched with no catalog yet: it is always missing',
      past: 'new alerts are not matched with this catalog any more',
    },
  ],
  ['classifications', { none: '', past: 'new alerts do not get this score any more' }],
]);

/**
 * Catalogs and scores that are read and that new alerts do not have: one warning each. What is not
 * listed in `fields` at all is an error where there is any, see `checkPaths`.
 */
export function warnOfAbsent(
  stages: readonly Stage[],
  fields: readonly FieldType[],
): readonly TypeWarning[] {
  const byPath = new Map(fields.map((field) => [field.path, field]));
  const hasBelow = (part: string) => fields.some(({ path }) => path.startsWith(`${part}.`));
  const told = new Map<string, TypeWarning>();
  for (const [path, at] of findReadPlaces(stages)) {
    const [part = '', name] = path.split('.');
    const words = PARTS.get(part);
    if (words === undefined || name === undefined) continue;
    const own = `${part}.${name}`;
    // An archive that lists what there is says that the part is an object.
    const isListed = byPath.get(part)?.type === 'object';
    const isPast = byPath.get(own)?.isPast === true;
    if (isPast) told.set(own, warning(at, `'${own}': ${words.past}`, null, 'not_supplied'));
    else if (isListed && !hasBelow(part)) {
      told.set(own, warning(at, `'${own}': ${words.none}`, null, 'not_supplied'));
    }
  }
  return [...told.values()];
}
