import type { SpectrumUnit } from './spectrum.ts';

/** What a file's unit of flux is; null where it is none of ours, or has a factor. */
export function readSpectrumUnit(unit: unknown): SpectrumUnit | null {
  if (typeof unit !== 'string') return null;
  const plain = unit.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  if (plain === 'jy' || plain === 'jansky') return 'Jy';
  const known = [
    'erg/s/cm2/angstrom',
    'erg/s/cm^2/angstrom',
    'erg/s/cm**2/angstrom',
    'erg/s/cm/cm/aa',
    'erg/s/cm2/a',
    'erg/s/cm^2/a',
    'erg/cm2/s/a',
    'erg/cm2/s/angstrom',
    'erg/cm^2/s/ang',
    'erg/cm**2/s/angstrom',
    'erg s-1 cm-2 angstrom-1',
    'erg cm-2 s-1 angstrom-1',
    'erg s**-1 cm**-2 angstrom**-1',
    'erg cm**-2 s**-1 angstrom**-1',
  ];
  return known.includes(plain) ? 'erg/s/cm/cm/AA' : null;
}
