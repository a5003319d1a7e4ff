import type { Facility } from './facility.ts';
import { generic } from './generic/generic.ts';
import { sedm } from './sedm/sedm.ts';

/** Every facility that can be asked. */
export const facilities: readonly Facility[] = [sedm, generic];

const byName = new Map(facilities.map((facility) => [facility.name, facility]));

/** A facility by SkyPortal's name of its interface; null: there is none of that name here. */
export function findFacility(name: string | null): Facility | null {
  return name === null ? null : (byName.get(name) ?? null);
}

/** What a facility can be asked to do, in SkyPortal's words. */
export function methodsOf(facility: Facility): Record<string, boolean> {
  return {
    submit: true,
    update: facility.update !== undefined,
    delete: true,
    get: facility.poll !== undefined,
    prepare_payload: true,
  };
}
