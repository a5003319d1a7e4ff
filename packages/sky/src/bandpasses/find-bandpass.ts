import {
  type Bandpass,
  type BandpassRow,
  type MagnitudeSystem,
  magnitudeSystems,
} from './bandpass.ts';
import { infraredBandpasses } from './infrared.ts';
import { opticalBandpasses } from './optical.ts';
import { otherBandpasses } from './radio-and-xray.ts';
import { spaceBandpasses } from './space.ts';
import { systemStandards } from './standards.ts';

const bandpasses: ReadonlyMap<string, Bandpass> = new Map(
  [opticalBandpasses, spaceBandpasses, infraredBandpasses, otherBandpasses]
    .flat()
    .flatMap(({ source, bands }) => bands.map((row) => [row[0], describe(row, source)] as const)),
);

/** The names of all bands. */
export const bandpassNames: readonly string[] = [...bandpasses.keys()];

/** A band by its name; null where there is none. */
export function findBandpass(name: string): Bandpass | null {
  return bandpasses.get(name) ?? null;
}

/**
 * What is added to a magnitude of a system, in a band, to make it an AB magnitude; null where that is
 * not known, or the system does not know the band.
 */
export function abOffsetMag(band: string, system: MagnitudeSystem): number | null {
  return findBandpass(band)?.abOffsetMag[system] ?? null;
}

/** Whether a text names a magnitude system. */
export function isMagnitudeSystem(name: string): name is MagnitudeSystem {
  return magnitudeSystems.some((system) => system === name);
}

function describe([name, wavelength, vega, bd17]: BandpassRow, source: string): Bandpass {
  const stars = { ab: 0, vega, bd17 };
  const tied = (system: keyof typeof systemStandards): number | null => {
    const standard = systemStandards[system][name];
    const starAbMag = standard ? stars[standard.star] : null;
    return standard && starAbMag !== null ? starAbMag - standard.mag : null;
  };
  return {
    name,
    effectiveWavelengthAngstrom: wavelength,
    abOffsetMag: { ...stars, jla1: tied('jla1'), csp: tied('csp'), 'ab-b12': tied('ab-b12') },
    source,
  };
}
