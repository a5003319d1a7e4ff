import { defineRoute } from '../route.ts';
import { closed, int64, nullable, objectId, Type } from '../schema.ts';

const days = (description: string) => Type.Number({ description: `${description}, days` });
const mag = (description: string) => Type.Number({ description: `${description}, AB magnitudes` });

const rate = nullable(
  closed({
    mag_per_day: Type.Number({ description: 'Below zero when it brightens' }),
    mag_per_day_err: Type.Number({ description: '1 sigma' }),
    chi2: Type.Number(),
    dof: Type.Integer({ description: 'Degrees of freedom' }),
    red_chi2: nullable(Type.Number({ description: 'chi2 / dof; null where dof is 0' })),
    points: Type.Integer(),
    span_days: days('From the first to the last point'),
  }),
  { description: 'A straight line; null where the points do not vary by more than their errors' },
);

const seen = {
  points: Type.Integer({ description: 'Detections' }),
  peak_mjd: Type.Number({ description: 'Start of exposure, UTC' }),
  peak_mag: mag('The brightest'),
  peak_mag_err: mag('1 sigma'),
  faintest_mjd: Type.Number(),
  faintest_mag: mag('The faintest'),
  faintest_mag_err: mag('1 sigma'),
  rise: rate,
  decline: rate,
};

const query = closed({
  ebv: Type.Optional(
    Type.Number({
      minimum: 0,
      maximum: 20,
      description: 'E(B−V) on the scale of SFD: magnitudes and colours are corrected for it',
    }),
  ),
});

export const getFeatures = defineRoute({
  method: 'GET',
  path: '/api/sources/{id}/features',
  tags: ['photometry'],
  summary: "Rates, peaks, colours, age and flags of an object's light curve",
  description:
    'Of what photometry the viewer may see; docs/reference/features.md has every definition.',
  params: closed({ id: objectId }),
  query,
  response: closed({
    obj_id: objectId,
    ebv: nullable(Type.Number({ description: 'What was corrected for' })),
    map_ebv: nullable(
      Type.Number({ description: 'What the map says of the place; null without a map' }),
    ),
    bands: Type.Array(
      closed({
        filter: Type.String({ examples: ['ztfg'] }),
        extinction: nullable(mag('Subtracted; null: none, or no coefficient is known')),
        span_days: days('From the first to the last detection'),
        ...seen,
      }),
    ),
    all_bands: nullable(
      closed({
        ...seen,
        peak_filter: Type.String(),
        faintest_filter: Type.String(),
        first_mjd: Type.Number(),
        last_mjd: Type.Number(),
        age_days: days('From the first to the last detection'),
        days_since_peak: days('From the peak to the last detection'),
      }),
    ),
    colors: Type.Array(
      closed({
        filters: Type.Tuple([Type.String(), Type.String()]),
        color: mag('The first minus the second, near the peak'),
        color_err: mag('1 sigma'),
        apart_days: days('Between the two points'),
      }),
    ),
    stationary: Type.Boolean({ description: 'Seen at this place more than 14 minutes apart' }),
    flags: nullable(
      closed({
        candid: int64('The newest alert, of which they are'),
        star: Type.Boolean(),
        rock: Type.Boolean({ description: 'Within 12″ of a known object of the solar system' }),
        near_brightstar: Type.Boolean(),
        solar_system: nullable(
          closed({
            designation: Type.String(),
            separation_arcsec: nullable(Type.Number()),
            predicted_mag: nullable(Type.Number()),
          }),
        ),
      }),
      { description: 'Null without an alert that the viewer may see' },
    ),
  }),
});

export const exportFeatures = defineRoute({
  method: 'GET',
  path: '/api/sources/{id}/features/export',
  tags: ['photometry'],
  summary: 'The same of every band and of all together as CSV',
  kind: 'bytes',
  params: closed({ id: objectId }),
  query,
  response: Type.String(),
});

export const getPeriodogram = defineRoute({
  method: 'GET',
  path: '/api/sources/{id}/periodogram',
  tags: ['photometry'],
  summary: "The generalised Lomb–Scargle periodogram of an object's light curve",
  description:
    'A sinusoid and a constant for each band; of several bands the powers together. Fluxes are ' +
    'total where the reference image has the source, and forced photometry counts. Times are ' +
    'mid-exposure, not corrected to the barycentre.',
  params: closed({ id: objectId }),
  query: closed({
    filter: Type.Optional(Type.String({ description: 'One band alone', examples: ['ztfr'] })),
    maxFrequency: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, maximum: 1000, description: 'Per day; 24 by default' }),
    ),
  }),
  response: closed({
    obj_id: objectId,
    bands: Type.Array(
      closed({
        filter: Type.String(),
        points: Type.Integer(),
        fluxes: Type.Enum(['total', 'difference']),
      }),
      { description: 'Bands of five points or more' },
    ),
    max_frequency: nullable(Type.Number({ description: 'Per day; less where it would take long' })),
    periods: Type.Array(
      closed({
        period_days: Type.Number(),
        frequency: Type.Number({ description: 'Per day' }),
        power: Type.Number({ description: 'From 0 to 1: what share of χ² it explains' }),
        false_alarm_probability: nullable(
          Type.Number({ description: 'At most; null of several bands together' }),
        ),
      }),
      { description: 'The five highest peaks' },
    ),
    spectrum: closed(
      { frequencies: Type.Array(Type.Number()), powers: Type.Array(Type.Number()) },
      { description: 'The highest power of each of at most 1,000 stretches' },
    ),
  }),
});
