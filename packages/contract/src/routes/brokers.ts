import { defineRoute } from '../route.ts';
import { closed, int64, nullable, objectId, rowId, Type } from '../schema.ts';
import { photometryPoint } from './photometry.ts';

// SkyPortal reaches alert brokers by plug-ins, and tells them by number. Here is one: the archive itself.

const tags = ['brokers'];
const record = Type.Record(Type.String(), Type.Unknown());
const brokerId = rowId('The broker: 1 is this one');
const params = closed({ broker_id: brokerId });
const ofObject = closed({ broker_id: brokerId, alert_id: objectId });

export const surveyNames = ['ZTF', 'LSST', 'WINTER', 'PGIR'] as const;
const survey = Type.Optional(
  Type.Enum([...surveyNames, 'ztf', 'lsst', 'winter', 'pgir'], {
    description: 'Of this survey alone',
  }),
);

const broker = closed({
  id: brokerId,
  name: Type.String(),
  broker_classname: Type.String(),
  active: Type.Boolean(),
  default_alert_search: Type.Boolean(),
  default_crossmatch: Type.Boolean(),
  capabilities: Type.Record(Type.String(), Type.Boolean(), {
    description: 'What SkyPortal asks brokers for, and whether it is answered here',
  }),
  surveys: Type.Array(Type.String()),
  filter_kind: Type.String(),
});

export const listBrokers = defineRoute({
  method: 'GET',
  path: '/api/brokers',
  tags,
  summary: 'The brokers whose alerts can be looked at: this one',
  response: Type.Array(broker),
});

export const getBroker = defineRoute({
  method: 'GET',
  path: '/api/brokers/{broker_id}',
  tags,
  summary: 'One broker',
  params,
  response: broker,
});

const alert = Type.Object({
  _id: int64('The alert'),
  candid: int64('The same'),
  objectId,
  candidate: record,
});

const cone = {
  ra: Type.Number({ minimum: 0, maximum: 360, description: 'ICRS, degrees' }),
  dec: Type.Number({ minimum: -90, maximum: 90, description: 'ICRS, degrees' }),
  radius: Type.Number({ exclusiveMinimum: 0, maximum: 3600, description: 'At most one degree' }),
  radius_units: Type.Optional(Type.Enum(['deg', 'arcmin', 'arcsec'], { default: 'arcsec' })),
};
const jd = (description: string) =>
  Type.Optional(Type.Number({ minimum: 2_400_000.5, maximum: 2_500_000, description }));

export const searchBrokerAlerts = defineRoute({
  method: 'GET',
  path: '/api/brokers/{broker_id}/alerts',
  tags,
  summary: 'Alerts of an object, or around a place, newest first',
  description:
    '`alerts` finds by more, and page by page; this is what SkyPortal asks a broker for.',
  params,
  query: closed({
    objectId: Type.Optional(objectId),
    ra: Type.Optional(cone.ra),
    dec: Type.Optional(cone.dec),
    radius: Type.Optional(cone.radius),
    radius_units: cone.radius_units,
    survey,
    jd_start: jd('Taken at this time or after'),
    jd_end: jd('Taken before this time'),
  }),
  response: Type.Array(alert),
});

export const getBrokerAlert = defineRoute({
  method: 'GET',
  path: '/api/brokers/{broker_id}/alerts/{alert_id}',
  tags,
  summary: "An object's brightest alert with its history",
  params: ofObject,
  query: closed({ survey }),
  response: Type.Object({
    ...alert.properties,
    prv_candidates: Type.Array(record),
    prv_nondetections: Type.Array(record),
    fp_hists: Type.Array(record),
  }),
});

const stamp = (description: string) => nullable(Type.String({ description }));

export const getBrokerCutouts = defineRoute({
  method: 'GET',
  path: '/api/brokers/{broker_id}/alerts/{alert_id}/cutouts',
  tags,
  summary: 'The three stamps of an alert, as the survey sent them',
  params: closed({
    broker_id: brokerId,
    alert_id: Type.String({ pattern: '^\\d{1,19}$', description: "The alert's number" }),
  }),
  query: closed({ survey }),
  response: closed({
    candid: int64('The alert'),
    cutoutScience: stamp('Gzipped FITS in base64; null: the alert has none'),
    cutoutTemplate: stamp('The same'),
    cutoutDifference: stamp('The same'),
  }),
});

const output = {
  survey,
  format: Type.Optional(Type.Enum(['mag', 'flux', 'both'], { default: 'mag' })),
  magsys: Type.Optional(
    Type.Enum(['ab', 'vega', 'jla1', 'bd17', 'csp', 'ab-b12'], { default: 'ab' }),
  ),
};
const merged =
  'Points that are kept come first; alerts add what is not among them, by instrument, band and time.';

export const getBrokerPhotometry = defineRoute({
  method: 'GET',
  path: '/api/brokers/{broker_id}/alerts/{alert_id}/photometry',
  tags,
  summary: 'The photometry of an object that the marshal keeps, and of its alerts, saved or not',
  description: merged,
  params: ofObject,
  query: closed(output),
  ignored: { query: ['refresh'] },
  response: Type.Array(photometryPoint),
});

export const getSurveyPhotometry = defineRoute({
  method: 'GET',
  path: '/api/brokers/photometry/{id}',
  tags,
  summary: 'The same, without the number of a broker',
  description: merged,
  params: closed({ id: objectId }),
  query: closed(output),
  ignored: { query: ['refresh'] },
  response: Type.Array(photometryPoint),
});

export const saveBrokerAlert = defineRoute({
  method: 'POST',
  path: '/api/brokers/{broker_id}/alerts/{alert_id}/save',
  tags,
  summary: 'Save an object of the archive as a source, with the photometry of its alerts',
  acl: 'Upload data',
  params: ofObject,
  body: closed({
    group_ids: Type.Array(rowId('A group'), { minItems: 1, maxItems: 200 }),
  }),
  response: closed({ id: objectId }),
  examples: { body: { group_ids: [7] }, response: { id: 'ZTF18aabcvnq' } },
});

export const searchBrokerCatalogs = defineRoute({
  method: 'GET',
  path: '/api/brokers/{broker_id}/cone_search',
  tags,
  summary: 'What every catalog that is loaded has around a place, by catalog, the nearest first',
  description: 'At most a hundred objects of a catalog; a catalog that has none is left out.',
  params,
  query: closed(cone),
  response: Type.Record(Type.String(), Type.Array(record)),
});
