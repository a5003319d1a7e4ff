import { closed, datetime, nullable, objectId, rowId, Type } from '../schema.ts';

const text = (maxLength: number, description: string) => Type.String({ maxLength, description });
const degrees = (least: number, description: string) =>
  Type.Number({ minimum: least, description: `${description}; ICRS, degrees` });

/** Where an object is: what a new one needs. */
export const place = {
  ra: Type.Number({ minimum: 0, exclusiveMaximum: 360, description: 'ICRS, degrees' }),
  dec: Type.Number({ minimum: -90, maximum: 90, description: 'ICRS, degrees' }),
};

/** What people say of an object, beside its place; null: nothing. */
export const objFields = {
  ra_dis: Type.Optional(nullable(degrees(0, 'Right ascension at the discovery'))),
  dec_dis: Type.Optional(nullable(degrees(-90, 'Declination at the discovery'))),
  ra_err: Type.Optional(nullable(Type.Number({ minimum: 0, description: 'Arcsec' }))),
  dec_err: Type.Optional(nullable(Type.Number({ minimum: 0, description: 'Arcsec' }))),
  redshift: Type.Optional(nullable(Type.Number({ minimum: -1, maximum: 50 }))),
  redshift_error: Type.Optional(nullable(Type.Number({ minimum: 0 }))),
  redshift_origin: Type.Optional(nullable(text(500, 'Where the redshift is from'))),
  t0: Type.Optional(nullable(Type.Number({ description: 'When it began; MJD, UTC' }))),
  transient: Type.Optional(Type.Boolean({ description: 'Whether it is a transient' })),
  varstar: Type.Optional(Type.Boolean({ description: 'Whether it is a variable star' })),
  is_roid: Type.Optional(Type.Boolean({ description: 'Whether it is of the solar system' })),
  mpc_name: Type.Optional(nullable(text(200, "Its name in the Minor Planet Center's lists"))),
  tns_name: Type.Optional(nullable(text(200, 'Its name in the Transient Name Server'))),
  tns_info: Type.Optional(nullable(Type.Record(Type.String(), Type.Unknown()))),
  score: Type.Optional(nullable(Type.Number({ description: "A model's" }))),
  origin: Type.Optional(nullable(text(500, 'Where it is from'))),
  alias: Type.Optional(
    nullable(Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 100 })),
  ),
  altdata: Type.Optional(nullable(Type.Record(Type.String(), Type.Unknown()))),
};

/** A group's entry of an object. */
export const savedGroup = closed({
  id: rowId('The group'),
  name: Type.String(),
  nickname: nullable(Type.String()),
  active: Type.Boolean({ description: 'Whether it has saved the object' }),
  requested: Type.Boolean({ description: 'Whether it is asked to' }),
  saved_at: datetime('When it was saved'),
  saved_by: nullable(closed({ id: rowId('The user'), username: Type.String() })),
  saved_by_filter: nullable(rowId('The filter that saved it by itself')),
});

const redshiftEntry = closed({
  set_by_user_id: nullable(Type.Integer()),
  set_at_utc: Type.String(),
  value: nullable(Type.Number()),
  uncertainty: nullable(Type.Number()),
  origin: nullable(Type.String()),
});

/** A galaxy of a catalog, as it stood there when it was named an object's host. */
export const host = closed({
  name: Type.String(),
  catalog: nullable(Type.String()),
  ra: nullable(Type.Number()),
  dec: nullable(Type.Number()),
  redshift: nullable(Type.Number()),
  distmpc: nullable(Type.Number({ description: 'Luminosity distance, Mpc' })),
});

const loose = Type.Record(Type.String(), Type.Unknown());
const exists = Type.Optional(Type.Boolean());

/** An object with what is asked for of it. */
export const source = closed({
  id: objectId,
  survey: nullable(Type.String({ description: 'Of whose alerts; null: made by people' })),
  ra: Type.Number({ description: 'ICRS, degrees' }),
  dec: Type.Number({ description: 'ICRS, degrees' }),
  ra_dis: nullable(Type.Number()),
  dec_dis: nullable(Type.Number()),
  ra_err: nullable(Type.Number()),
  dec_err: nullable(Type.Number()),
  redshift: nullable(Type.Number()),
  redshift_error: nullable(Type.Number()),
  redshift_origin: nullable(Type.String()),
  redshift_history: Type.Array(redshiftEntry),
  t0: nullable(Type.Number()),
  transient: Type.Boolean(),
  varstar: Type.Boolean(),
  is_roid: Type.Boolean(),
  mpc_name: nullable(Type.String()),
  tns_name: nullable(Type.String()),
  tns_info: nullable(loose),
  score: nullable(Type.Number()),
  origin: nullable(Type.String()),
  alias: nullable(Type.Array(Type.String())),
  altdata: nullable(loose),
  host: nullable(host),
  host_offset: nullable(Type.Number({ description: 'Distance from it on the sky, arcsec' })),
  host_distance: nullable(Type.Number({ description: 'The same at its distance, kpc' })),
  internal_key: Type.String({ description: 'Under which browsers are told of changes' }),
  gal_lon: Type.Number({ description: 'Galactic, degrees' }),
  gal_lat: Type.Number({ description: 'Galactic, degrees' }),
  luminosity_distance: nullable(Type.Number({ description: 'Mpc, Planck 2018' })),
  angular_diameter_distance: nullable(Type.Number({ description: 'Mpc, Planck 2018' })),
  dm: nullable(Type.Number({ description: 'Distance modulus, magnitudes' })),
  ebv: nullable(Type.Number({ description: 'E(B−V) of the Milky Way; null without a dust map' })),
  created_at: datetime('When the object came here'),
  modified: datetime('When it was changed'),
  groups: Type.Array(savedGroup, { description: "The viewer's groups that have saved it" }),
  summary: Type.Optional(nullable(Type.String())),
  summary_history: Type.Optional(Type.Array(loose)),
  classifications: Type.Optional(Type.Array(loose)),
  annotations: Type.Optional(Type.Array(loose)),
  tags: Type.Optional(Type.Array(loose)),
  comments: Type.Optional(Type.Array(loose)),
  analyses: Type.Optional(Type.Array(loose)),
  thumbnails: Type.Optional(Type.Array(loose)),
  labellers: Type.Optional(Type.Array(loose)),
  photometry: Type.Optional(Type.Array(loose)),
  candidates: Type.Optional(Type.Array(loose)),
  photstats: Type.Optional(Type.Array(loose)),
  first_detected: Type.Optional(nullable(datetime('Of the points that the viewer sees'))),
  last_detected: Type.Optional(nullable(datetime('Of the points that the viewer sees'))),
  color_magnitude: Type.Optional(Type.Array(loose)),
  followup_requests: Type.Optional(Type.Array(loose)),
  assignments: Type.Optional(Type.Array(loose)),
  galaxies: Type.Optional(
    nullable(Type.Array(Type.String(), { description: 'Of catalogs, within 10″' })),
  ),
  duplicates: Type.Optional(
    nullable(
      Type.Array(
        closed({
          obj_id: objectId,
          ra: Type.Number(),
          dec: Type.Number(),
          separation: Type.Number({ description: 'Arcsec' }),
        }),
        {
          description: 'Other saved objects within 4″',
        },
      ),
    ),
  ),
  associated_objs: Type.Optional(Type.Array(loose)),
  photometry_exists: exists,
  spectrum_exists: exists,
  comment_exists: exists,
  period_exists: exists,
  spectrum_count: Type.Optional(Type.Integer()),
  comment_count: Type.Optional(Type.Integer()),
});
