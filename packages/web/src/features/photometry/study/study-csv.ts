import type { PhotometryPoint } from '../../../api/types.ts';

const COLUMNS = [
  'obj_id',
  'mjd',
  'filter',
  'mag',
  'magerr',
  'limiting_mag',
  'flux',
  'fluxerr',
  'snr',
  'magsys',
  'instrument_name',
  'origin',
  'candid',
] as const satisfies readonly (keyof PhotometryPoint)[];

function writeCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Points as CSV, each once, with the names that an upload takes. */
export function writePointsCsv(rows: readonly PhotometryPoint[]): string {
  const lines = [...new Set(rows)].map((row) =>
    COLUMNS.map((name) => writeCell(row[name])).join(','),
  );
  return [COLUMNS.join(','), ...lines, ''].join('\n');
}
