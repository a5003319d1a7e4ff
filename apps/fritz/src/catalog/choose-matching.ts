import type { CatalogSettings, PositionPlan } from '@fritz/archive';
import type { TableColumn } from '@fritz/formats';
import { UserError } from '../user-error.ts';
import { presetSettings } from './choose-columns.ts';
import { type CatalogPreset, catalogPresets, findPreset } from './presets.ts';

/** The radius of catalogs that no preset knows. */
const USUAL_RADIUS_ARCSEC = 2;

export interface MatchingOptions {
  readonly epochYear?: number;
  readonly radiusArcsec?: number;
  readonly isMatched?: boolean;
}

export interface Matching {
  readonly epochYear: number | null;
  readonly epochMjd: number | null;
  readonly radiusArcsec: number;
  readonly settings: CatalogSettings;
  /** Lines for the person who waits. */
  readonly told: readonly string[];
}

/** The preset that was named, or the one that is called as the catalog; null for `none`. */
export function choosePreset({
  preset,
  name,
}: {
  readonly preset?: string;
  readonly name: string;
}): CatalogPreset | null {
  if (preset === 'none') return null;
  const found = findPreset(preset ?? name);
  if (!found && preset !== undefined) {
    const names = catalogPresets.map((one) => one.name).join(', ');
    throw new UserError(`there is no preset "${preset}": there are ${names}.`);
  }
  return found;
}

/** How alerts are matched with a catalog: as was said, as the preset has it, as the file says. */
export function matchingOf(
  columns: readonly TableColumn[],
  preset: CatalogPreset | null,
  options: MatchingOptions,
  fileEpochYear: number | null,
): Matching {
  const epochYear = options.epochYear ?? preset?.epochYear ?? fileEpochYear;
  const { settings, missing } = preset
    ? presetSettings(columns, preset)
    : { settings: {}, missing: [] };
  return {
    epochYear,
    epochMjd: epochYear === null ? null : mjdOfEpoch(epochYear),
    radiusArcsec: options.radiusArcsec ?? preset?.radiusArcsec ?? USUAL_RADIUS_ARCSEC,
    settings: { ...settings, ...(options.isMatched === false ? { isMatched: false } : {}) },
    told:
      missing.length === 0
        ? []
        : [`the files lack what the preset shows of a match: ${missing.join(', ')}`],
  };
}

/** Julian years of 365.25 days; J2000.0 is MJD 51544.5 (IAU 1976). */
function mjdOfEpoch(year: number): number {
  return 51544.5 + (year - 2000) * 365.25;
}

/** `id: source_id; position: ra, dec (degrees, epoch 2016)`. */
export function describePosition(position: PositionPlan, epochYear: number | null): string {
  const { idColumn, raColumn, decColumn, unit } = position;
  const epoch = epochYear === null ? '' : `, epoch ${epochYear}`;
  return `id: ${idColumn ?? 'the number of the record'}; position: ${raColumn}, ${decColumn} (${unit}${epoch})`;
}
