import type { DocumentField, DocumentSchema } from '../survey.ts';
import type { FeatureBands } from './curve-properties.ts';

type Type = DocumentField['type'];

function fields(prefix: string, type: Type, names: readonly string[], nullable = false) {
  return names.map((name): DocumentField => ({ path: `${prefix}.${name}`, type, nullable }));
}

/** A slope and what it was fitted to; see `rateEntry`. */
function rate(path: string): DocumentSchema {
  return [
    { path, type: 'object', nullable: true },
    ...fields(path, 'double', ['rate', 'rate_error', 'chi2', 'red_chi2', 'dt'], true),
    ...fields(path, 'int', ['dof', 'nb_data'], true),
  ];
}

function band(path: string): DocumentSchema {
  return [
    { path, type: 'object', nullable: true },
    ...fields(path, 'double', ['peak_jd', 'peak_mag', 'peak_mag_err', 'dt'], true),
    ...rate(`${path}.rising`),
    ...rate(`${path}.fading`),
  ];
}

function photstats(path: string, { bands }: FeatureBands): DocumentSchema {
  return [
    { path, type: 'object', nullable: false },
    ...bands.flatMap((name) => band(`${path}.${name}`)),
  ];
}

const ALL_BANDS: DocumentSchema = [
  { path: 'properties.all_bands', type: 'object', nullable: true },
  ...fields(
    'properties.all_bands',
    'double',
    [
      ...['peak_jd', 'peak_mag', 'peak_mag_err', 'faintest_jd', 'faintest_mag', 'faintest_mag_err'],
      ...['first_jd', 'last_jd', 'age', 'days_since_peak'],
    ],
    true,
  ),
  ...fields('properties.all_bands', 'string', ['peak_band', 'faintest_band'], true),
  ...fields('properties.all_bands', 'int', ['nb_data'], true),
  ...rate('properties.all_bands.rising'),
  ...rate('properties.all_bands.fading'),
];

function colors({ colours }: FeatureBands): DocumentSchema {
  return [
    { path: 'properties.colors', type: 'object', nullable: false },
    ...colours.flatMap((bands): DocumentSchema => {
      const path = `properties.colors.${bands.join('_')}`;
      return [
        { path, type: 'object', nullable: true },
        ...fields(path, 'double', ['color', 'error', 'dt'], true),
      ];
    }),
  ];
}

/**
 * `properties` of a document: see docs/reference/features.md.
 *
 * @param unknown flags that a survey's packets do not tell: always null
 */
export function propertiesSchema(
  bands: FeatureBands,
  unknown: readonly string[] = [],
): DocumentSchema {
  const flags = ['rock', 'star', 'near_brightstar', 'stationary'];
  return [
    { path: 'properties', type: 'object', nullable: false },
    ...flags.flatMap((name) => fields('properties', 'bool', [name], unknown.includes(name))),
    ...fields('properties', 'double', ['total_mag', 'total_mag_err'], true),
    { path: 'properties.sso', type: 'object', nullable: false },
    ...fields('properties.sso', 'bool', ['is_sso']),
    ...fields('properties.sso', 'string', ['designation', 'source'], true),
    ...fields('properties.sso', 'double', ['separation_arcsec', 'predicted_mag'], true),
    ...photstats('properties.photstats', bands),
    ...photstats('properties.multisurvey_photstats', bands),
    ...ALL_BANDS,
    ...colors(bands),
  ];
}
