import type { Spectrum } from '../../api/types.ts';
import type { Range, Scene } from '../../ui/plot/plot-kind.ts';
import { medianSize, smooth } from './smoothing.ts';
import { LINE_SETS, TELLURIC_BANDS } from './spectral-lines.ts';
import { placeLine, type SpectrumFrame, toFluxDensity, toFrame } from './spectrum-frame.ts';

export type SpectrumView = {
  readonly frame: SpectrumFrame;
  readonly redshift: number;
  readonly velocityKmS: number;
  /** Points that the running mean goes over. */
  readonly smoothing: number;
  /** Divided by the median: needed where units differ. */
  readonly isNormalised: boolean;
  /** One above the other. */
  readonly isOffset: boolean;
  readonly showsTelluric: boolean;
  readonly lineSets: readonly string[];
};

/** One spectrum as it is drawn. */
export type SpectrumTrace = {
  readonly id: number;
  readonly name: string;
  readonly color: string;
  readonly xs: readonly number[];
  readonly ys: readonly (number | null)[];
};

export type LineMark = {
  readonly x: number;
  readonly label: string;
  readonly isGalaxy: boolean;
};

export type SpectrumScene = Scene & {
  readonly traces: readonly SpectrumTrace[];
  readonly lines: readonly LineMark[];
  readonly telluric: readonly {
    readonly name: string;
    readonly from: number;
    readonly to: number;
  }[];
  /** Colours of what is no spectrum. */
  readonly ink: { readonly line: string; readonly galaxy: string; readonly telluric: string };
};

/** What of a spectrum is drawn. */
export type DrawnSpectrum = Pick<
  Spectrum,
  'id' | 'wavelengths' | 'fluxes' | 'units' | 'instrument_name' | 'observed_at'
> & { readonly color: string };

const OFFSET_STEP = 1;

/** Whether fluxes can stand beside each other as they are. */
export function haveOneUnit(spectra: readonly Pick<Spectrum, 'units'>[]): boolean {
  const isKnown = (units: Spectrum['units']) => units !== null;
  return new Set(spectra.map(({ units }) => isKnown(units))).size <= 1;
}

/** The power of ten that makes the fluxes numbers of about one. */
export function scalePower(values: readonly (number | null)[]): number {
  const median = medianSize(values);
  return median === null ? 0 : Math.floor(Math.log10(median));
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** `10⁻¹⁶`. */
export function writePower(power: number): string {
  const digits = [...String(Math.abs(power))].map((digit) => SUPERSCRIPTS[Number(digit)] ?? '');
  return `10${power < 0 ? '⁻' : ''}${digits.join('')}`;
}

function densities({ wavelengths, fluxes, units }: DrawnSpectrum): readonly (number | null)[] {
  return fluxes.map((flux, index) =>
    flux === null ? null : toFluxDensity(flux, wavelengths[index] ?? 1, units),
  );
}

function makeTraces(
  spectra: readonly DrawnSpectrum[],
  view: SpectrumView,
): { readonly traces: readonly SpectrumTrace[]; readonly yLabel: string } {
  const isRelative = view.isNormalised || view.isOffset || !haveOneUnit(spectra);
  const all = spectra.map((spectrum) => smooth(densities(spectrum), view.smoothing));
  const power = isRelative ? 0 : scalePower(all.flat());
  const traces = spectra.map((spectrum, index): SpectrumTrace => {
    const values = all[index] ?? [];
    const unit = isRelative ? (medianSize(values) ?? 1) : 10 ** power;
    const lift = view.isOffset ? (spectra.length - 1 - index) * OFFSET_STEP : 0;
    return {
      id: spectrum.id,
      name: `${spectrum.instrument_name} ${spectrum.observed_at.slice(0, 10)}`,
      color: spectrum.color,
      xs: spectrum.wavelengths.map((x) => toFrame(x, view.frame, view.redshift)),
      ys: values.map((value) => (value === null ? null : value / unit + lift)),
    };
  });
  const isPhysical = !isRelative && spectra.every(({ units }) => units !== null);
  const relative = view.isOffset ? 'flux / median + offset' : 'flux / median';
  const scale = power === 0 ? '' : `${writePower(power)} `;
  const physical = isPhysical
    ? `flux, ${scale}erg s⁻¹ cm⁻² Å⁻¹`
    : `flux${power === 0 ? '' : `, ${scale}`}`;
  return { traces, yLabel: isRelative ? relative : physical.trim() };
}

/** A line of one's own, as somebody typed it, ångström at rest; null for what is none. */
export function readOwnLine(text: string): number | null {
  const value = Number(text.trim().replace(',', '.').replace(/\s*Å$/, ''));
  return text.trim() !== '' && value > 100 && value < 100_000 ? value : null;
}

/** The marks of the chosen lines, where the redshift and the velocity put them. */
export function markLines(view: SpectrumView): readonly LineMark[] {
  const known = LINE_SETS.filter(({ name, kind }) => view.lineSets.includes(`${kind} ${name}`));
  const own = view.lineSets.flatMap((text) => {
    const wavelength = readOwnLine(text);
    return wavelength === null
      ? []
      : [{ name: `${wavelength}`, kind: 'element' as const, wavelengths: [wavelength] }];
  });
  return [...known, ...own].flatMap(({ name, kind, wavelengths }) =>
    wavelengths.map((rest) => ({
      // What a galaxy sends does not fly with the ejecta.
      x: placeLine(rest, view.frame, view.redshift, kind === 'galaxy' ? 0 : view.velocityKmS),
      label: name,
      isGalaxy: kind === 'galaxy',
    })),
  );
}

function wholeRange(traces: readonly SpectrumTrace[]): Range {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { xs } of traces) {
    for (const x of xs) {
      if (x < low) low = x;
      if (x > high) high = x;
    }
  }
  if (low > high) return [3500, 9500];
  const margin = Math.max((high - low) * 0.02, 10);
  return [low - margin, high + margin];
}

/** All that the plot of spectra shows. */
export function makeSpectrumScene(
  spectra: readonly DrawnSpectrum[],
  view: SpectrumView,
  ink: SpectrumScene['ink'],
): SpectrumScene {
  const { traces, yLabel } = makeTraces(spectra, view);
  const shift = (wavelength: number) => toFrame(wavelength, view.frame, view.redshift);
  return {
    traces,
    lines: markLines(view),
    telluric: view.showsTelluric
      ? TELLURIC_BANDS.map(({ name, from, to }) => ({ name, from: shift(from), to: shift(to) }))
      : [],
    ink,
    xRange: wholeRange(traces),
    xLabel: view.frame === 'rest' ? 'rest wavelength, Å' : 'observed wavelength, Å',
    yLabel,
  };
}
