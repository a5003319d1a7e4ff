/**
 * How bands respond to photons of each wavelength. The sources are those that the table of bands
 * names; what one reads here was thinned until straight lines between the points keep the effective
 * wavelength to 1e-4 (6 Å in the wing of desu) and the magnitude of a black body to 0.001 mag.
 */
import { findBandpass } from './find-bandpass.ts';
import { generalCurves } from './general-curves.ts';
import { spaceCurves } from './space-curves.ts';
import { surveyCurves } from './survey-curves.ts';

/** A band's response, with straight lines between the points and nothing beyond them. */
export interface ResponseCurve {
  /** Ångström, growing. */
  readonly wavelengths: readonly number[];
  /** Photons counted, in any unit: its shape alone matters. */
  readonly responses: readonly number[];
}

/** Written as `wavelength response` with commas between; 1000 is the maximum. */
const written = new Map(
  [surveyCurves, generalCurves, spaceCurves].flatMap((curves) => Object.entries(curves)),
);
const curves = new Map<string, ResponseCurve>();

/** The response of a band; null where its curve is not here, or there is no such band. */
export function responseCurve(band: string): ResponseCurve | null {
  // ZTF's filters by themselves: the same, as the table of bands has it.
  const name = band.replace(/^ztf::/, 'ztf');
  const known = curves.get(name);
  if (known !== undefined) return known;
  const text = written.get(name);
  if (text === undefined || findBandpass(band) === null) return null;
  const points = text.split(',').map((point) => point.split(' ').map(Number));
  const curve = {
    wavelengths: points.map(([wavelength = 0]) => wavelength),
    responses: points.map(([, response = 0]) => response),
  };
  curves.set(name, curve);
  return curve;
}

/** The bands whose curves are here. */
export const bandsWithCurves: readonly string[] = [
  ...written.keys(),
  ...['g', 'r', 'i'].map((filter) => `ztf::${filter}`),
];
