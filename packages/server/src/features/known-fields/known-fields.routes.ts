import { type KnownField, listAltdataFields, listAnnotationFields } from '@fritz/archive';
import { routes } from '@fritz/contract';
import { findBandpass } from '@fritz/sky';
import type { Binder } from '../../http/bind.ts';
import { readIds } from '../../http/fields.ts';
import { InvalidRequestError } from '../../http/fritz-error.ts';

export function bindKnownFieldRoutes(bind: Binder): void {
  bind.viewer(routes.getAnnotationsInfo, async ({ tx, query }) => {
    const fields = await listAnnotationFields(tx, readIds(query.groupIDs));
    const byOrigin = Map.groupBy(fields, ({ origin }) => origin);
    return Object.fromEntries([...byOrigin].map(([origin, of]) => [origin, of.map(presentField)]));
  });

  bind.viewer(routes.getAltdataInfo, async ({ tx }) => ({
    keys: (await listAltdataFields(tx)).map(presentField),
  }));

  bind.read(
    routes.getWavelengths,
    () => null,
    (_, { query }) => ({ wavelengths: query.filters.split(',').map(wavelengthOf) }),
  );
}

/** One type a key: a form that asks for a number would not do for words. */
function presentField({ key, types }: KnownField): Record<string, string> {
  const known = types.filter((type) => type !== 'null');
  const [only = 'null', ...others] = known;
  return { [key]: others.length > 0 ? 'string' : only };
}

function wavelengthOf(name: string): number | null {
  const band = findBandpass(name.trim());
  if (band !== null) return band.effectiveWavelengthAngstrom;
  const message = `there is no band ${name.trim().slice(0, 100)}`;
  throw new InvalidRequestError([{ in: 'query', field: 'filters', message }]);
}
