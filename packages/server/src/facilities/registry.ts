import { atlas } from './atlas/atlas.ts';
import type { Facility } from './facility.ts';
import { gemini } from './gemini/gemini.ts';
import { generic } from './generic/generic.ts';
import { lcoFacilities } from './lco/lco.ts';
import { mailFacility, slackFacility } from './messages/messages.ts';
import { sedm } from './sedm/sedm.ts';
import { ztf } from './ztf/ztf.ts';

/** Every facility that can be asked. */
export const facilities: readonly Facility[] = [
  sedm,
  ...lcoFacilities,
  ztf,
  atlas,
  gemini,
  slackFacility,
  mailFacility,
  generic,
];

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
