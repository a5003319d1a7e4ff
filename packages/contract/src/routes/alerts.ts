import { defineRoute } from '../route.ts';
import { closed, int64, objectId, Type } from '../schema.ts';

const record = Type.Record(Type.String(), Type.Unknown());

export const getAlerts = defineRoute({
  method: 'GET',
  path: '/api/alerts/{objectId}',
  tags: ['alerts'],
  summary: 'The alerts of an object, as filters see them, oldest first',
  params: closed({ objectId }),
  ignored: { query: ['instrument', 'projection', 'includeAllFields'] },
  response: Type.Array(
    Type.Object({
      candid: int64('The alert'),
      objectId,
      schemavsn: Type.Optional(Type.String()),
      publisher: Type.Optional(Type.String()),
      candidate: record,
      coordinates: Type.Optional(record),
    }),
  ),
});

export const getLightCurve = defineRoute({
  method: 'GET',
  path: '/api/alerts_aux/{objectId}',
  tags: ['alerts'],
  summary: "An object's light curve in the survey's own words",
  params: closed({ objectId }),
  ignored: { query: ['instrument', 'includePrvCandidates', 'includeAllFields'] },
  response: Type.Object({
    _id: objectId,
    prv_candidates: Type.Array(record),
    fp_hists: Type.Array(record),
  }),
});

export const cutoutKinds = ['science', 'template', 'difference'] as const;
export const stretches = ['linear', 'log', 'asinh', 'sqrt'] as const;
export const intervals = ['min_max', 'zscale', 'asymmetric'] as const;

export const getCutout = defineRoute({
  method: 'GET',
  path: '/api/alerts_cutouts/{candid}',
  tags: ['alerts'],
  summary: 'A stamp of an alert, as it was sent or drawn',
  description:
    '`file_format=fits` gives the gzipped FITS file as the survey sent it; `png` draws it, north ' +
    'up. It never changes: keep it as long as you like.',
  kind: 'bytes',
  params: closed({ candid: int64('The alert') }),
  query: closed({
    survey: Type.Optional(
      Type.Enum(['ztf', 'lsst', 'winter', 'pgir'], {
        description: 'Whose alert it is; needed where two surveys have one of this number',
      }),
    ),
    cutout: Type.Optional(Type.Enum([...cutoutKinds], { default: 'science' })),
    file_format: Type.Optional(Type.Enum(['fits', 'png'], { default: 'png' })),
    stretch: Type.Optional(
      Type.Enum([...stretches], { description: 'log; linear for the difference' }),
    ),
    interval: Type.Optional(Type.Enum([...intervals], { default: 'asymmetric' })),
    cmap: Type.Optional(Type.String({ pattern: '^[a-z]{1,20}$', default: 'bone' })),
  }),
  ignored: { query: ['instrument'] },
  response: Type.String({ format: 'binary' }),
});
