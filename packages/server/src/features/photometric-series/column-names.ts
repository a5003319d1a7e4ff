/** How SkyPortal's uploaders spell the columns that a series is understood by. */
const spellings = {
  mjd: ['mjd', 'mjds'],
  flux: ['flux', 'fluxes'],
  mag: ['mag', 'mags', 'magnitudes'],
  ra: ['ra', 'RA', 'Ra'],
  dec: ['dec', 'Dec', 'DEC'],
  exp_time: ['exp_time', 'exptime', 'exposure', 'exposure_time', 'EXPTIME', 'EXP_TIME'],
  filter: ['filter', 'FILTER', 'Filter', 'filtercode'],
} as const;

export type KnownColumn = keyof typeof spellings;

function isKnown(name: string): name is KnownColumn {
  return Object.hasOwn(spellings, name);
}

/** What a column is called in these data. */
export function spelledIn(data: Readonly<Record<string, unknown>>, name: string): string {
  const ways: readonly string[] = isKnown(name) ? spellings[name] : [name];
  return ways.find((way) => data[way] !== undefined) ?? name;
}
