import { defineRoute } from '../route.ts';
import { closed, Type } from '../schema.ts';

export const exportNight = defineRoute({
  method: 'GET',
  path: '/api/exports/{content}/{night}',
  tags: ['alerts'],
  summary: 'A night’s alerts, or the light curves of its objects, as Parquet in HATS layout',
  description:
    'A `.tar` with a HATS collection, which hats, LSDB and DuckDB read when it is unpacked: of what your ' +
    'streams have. Alerts have the survey’s own fields; light curves a row per object that had an alert in ' +
    'the night, with all of its points as lists.',
  kind: 'bytes',
  params: closed({
    content: Type.Enum(['alerts', 'light-curves']),
    night: Type.String({ pattern: '^\\d{8}$', description: 'UTC date', examples: ['20240117'] }),
  }),
  query: closed({
    survey: Type.Optional(Type.Enum(['ztf', 'lsst', 'winter', 'pgir'], { default: 'ztf' })),
  }),
  response: Type.String({ format: 'binary' }),
});
