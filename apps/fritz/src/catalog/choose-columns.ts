import type { CatalogSettings, DistanceRule, PositionPlan, PositionUnit } from '@fritz/archive';
import type { TableColumn } from '@fritz/formats';
import { didYouMean } from '../config/suggest.ts';
import { UserError } from '../user-error.ts';
import type { CatalogPreset } from './presets.ts';

/** What was said of a catalog's columns on the command line. */
export interface ColumnOptions {
  readonly id?: string;
  readonly ra?: string;
  readonly dec?: string;
  readonly unit?: PositionUnit;
  /** Rows are numbered, whatever could be an id. */
  readonly isNumbered?: boolean;
}

/** Names and UCDs by which catalogs call the same thing, the surest first. */
const RA = {
  ucd: 'pos.eq.ra;meta.main',
  names: [
    'ra',
    'raj2000',
    'ra_icrs',
    'ramean',
    'ra_deg',
    'alpha_j2000',
    '_raj2000',
    'radeg',
    'target_ra',
    'objra',
    'plug_ra',
  ],
};
const DEC = {
  ucd: 'pos.eq.dec;meta.main',
  names: [
    'dec',
    'decl',
    'dej2000',
    'decj2000',
    'de_icrs',
    'dec_icrs',
    'decmean',
    'dec_deg',
    'delta_j2000',
    '_dej2000',
    'dedeg',
    'declination',
    'target_dec',
    'objdec',
    'plug_dec',
  ],
};
const ID = {
  ucd: 'meta.id;meta.main',
  names: [
    'source_id',
    'sourceid',
    'objid',
    'object_id',
    'objectid',
    '_id',
    'id',
    'designation',
    'cntr',
    'targetid',
    'specobjid',
    'component_name',
    'source_name',
    'name',
  ],
};

/**
 * Which columns say who and where an object is: those of the options, those of the preset, or those
 * that are called as such columns are.
 * @throws UserError naming the option that is needed
 */
export function choosePosition(
  columns: readonly TableColumn[],
  preset: CatalogPreset | null,
  options: ColumnOptions,
): PositionPlan {
  const pick = (option: 'ra' | 'dec', known: string | undefined, usual: typeof RA) =>
    named(columns, options[option], `--${option}`) ??
    (known === undefined ? null : sameName(columns, known)) ??
    guess(columns, usual);
  const ra = pick('ra', preset?.ra, RA);
  const dec = pick('dec', preset?.dec, DEC);
  if (!ra || !dec) {
    throw new UserError(
      `no column is called as a ${ra ? 'declination' : 'right ascension'} is: say --ra and --dec. There are ${someNames(columns)}.`,
    );
  }
  return {
    idColumn: options.isNumbered ? null : (chooseId(columns, preset, options)?.name ?? null),
    raColumn: ra.name,
    decColumn: dec.name,
    unit: options.unit ?? unitOf(ra),
  };
}

function chooseId(
  columns: readonly TableColumn[],
  preset: CatalogPreset | null,
  options: ColumnOptions,
): TableColumn | null {
  const asked = named(columns, options.id, '--id');
  if (asked) return asked;
  for (const known of preset?.id ?? []) {
    const found = sameName(columns, known);
    if (found) return found;
  }
  if (preset?.id.length === 0) return null;
  const found = guess(columns, ID);
  return found && /^(?:int|text)/.test(found.type) ? found : null;
}

function named(
  columns: readonly TableColumn[],
  name: string | undefined,
  option: string,
): TableColumn | null {
  if (name === undefined) return null;
  const found = columns.find((column) => column.name === name) ?? sameName(columns, name);
  if (found) return found;
  const hint = didYouMean(
    name,
    columns.map((column) => column.name),
  );
  throw new UserError(`${option}: the files have no column "${name}"${hint}.`);
}

function sameName(columns: readonly TableColumn[], name: string): TableColumn | null {
  const wanted = name.toLowerCase();
  return columns.find((column) => column.name.toLowerCase() === wanted) ?? null;
}

function guess(columns: readonly TableColumn[], usual: typeof RA): TableColumn | null {
  const byUcd = columns.find(({ ucd }) => ucd?.toLowerCase() === usual.ucd);
  if (byUcd) return byUcd;
  for (const name of usual.names) {
    const found = sameName(columns, name);
    if (found) return found;
  }
  return null;
}

function unitOf({ unit }: TableColumn): PositionUnit {
  const text = unit?.toLowerCase() ?? '';
  if (/^rad(?:ians?)?$/.test(text)) return 'radians';
  return /^(?:h|hr|hours?|hourangle)$/.test(text) ? 'hours' : 'degrees';
}

function someNames(columns: readonly TableColumn[]): string {
  const names = columns.slice(0, 20).map(({ name }) => name);
  return names.join(', ') + (columns.length > names.length ? ', …' : '');
}

/** How the preset has the catalog matched, by the names that its columns have in this file. */
export function presetSettings(
  columns: readonly TableColumn[],
  preset: CatalogPreset,
): { settings: CatalogSettings; missing: readonly string[] } {
  const find = (name: string) => sameName(columns, name)?.name ?? null;
  const wanted = preset.fields ?? [];
  const projection = wanted.flatMap((name) => find(name) ?? []);
  const missing = wanted.filter((name) => find(name) === null);
  const motion = preset.motion;
  const [raColumn, decColumn] = [motion && find(motion.ra), motion && find(motion.dec)];
  return {
    settings: {
      ...(projection.length > 0 ? { projection } : {}),
      ...(preset.maxMatches === undefined ? {} : { maxMatches: preset.maxMatches }),
      ...(raColumn && decColumn ? { properMotion: { raColumn, decColumn } } : {}),
      ...(preset.distance ? { distance: distanceRule(preset.distance, find) } : {}),
    },
    missing,
  };
}

function distanceRule(rule: DistanceRule, find: (name: string) => string | null): DistanceRule {
  const { redshiftColumn: z, distanceMpcColumn: mpc, ellipse } = rule;
  const redshiftColumn = z && find(z);
  const distanceMpcColumn = mpc && find(mpc);
  const [a, b2a, pa] = [ellipse?.a, ellipse?.b2a, ellipse?.pa].map((name) => name && find(name));
  return {
    rule: rule.rule,
    ...(redshiftColumn ? { redshiftColumn } : {}),
    ...(distanceMpcColumn ? { distanceMpcColumn } : {}),
    ...(a && b2a && pa ? { ellipse: { a, b2a, pa } } : {}),
  };
}
