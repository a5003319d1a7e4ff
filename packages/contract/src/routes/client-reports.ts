import { defineRoute } from '../route.ts';
import { closed, datetime, nullable, Type } from '../schema.ts';

const tags = ['system'];

export const reportClientError = defineRoute({
  method: 'POST',
  path: '/api/internal/log',
  tags,
  summary: 'A page tells of an error that it ran into',
  description: 'It stands in the server’s log, and among the last ones that GET tells.',
  body: closed({
    error: Type.String({ minLength: 1, maxLength: 10_000 }),
    stack: Type.Optional(nullable(Type.String({ maxLength: 20_000 }))),
  }),
  response: closed({}),
  examples: { body: { error: 'TypeError: x is undefined', stack: 'at Source' } },
});

export const listLogs = defineRoute({
  method: 'GET',
  path: '/api/internal/log',
  tags,
  summary: 'The logs that can be read here: what pages told of since the server started',
  description: 'What the server itself says goes to its standard output, for whoever runs it.',
  acl: 'System admin',
  response: Type.Array(
    closed({
      name: Type.String(),
      size: Type.String({ description: 'In words' }),
      last_modified: datetime('When the last report came'),
    }),
  ),
  examples: {
    response: [{ name: 'pages.log', size: '1.2 kB', last_modified: '2026-11-22T03:14:15.926' }],
  },
});

export const getLog = defineRoute({
  method: 'GET',
  path: '/api/internal/log/{name}',
  tags,
  summary: 'One of the logs, as lines of JSON',
  acl: 'System admin',
  params: closed({ name: Type.String({ minLength: 1, maxLength: 100 }) }),
  kind: 'bytes',
  response: Type.Unknown(),
});
