import { defineRoute } from '../route.ts';
import { closed, datetime, rowId, Type } from '../schema.ts';

export const stream = closed({
  id: rowId('The stream'),
  name: Type.String(),
  survey: Type.String({ examples: ['ztf'] }),
  altdata: closed({
    collection: Type.String({ examples: ['ZTF_alerts'] }),
    selector: Type.Array(Type.Integer(), { description: 'The programmes (programid)' }),
  }),
  auto_join: Type.Boolean({ description: 'Whether everyone may read it' }),
  created_at: datetime('When it was made'),
  modified: datetime('When it was changed'),
});

const idParams = closed({ id: rowId('The stream') });
const name = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' });
const altdata = closed({
  collection: Type.String({
    pattern: '^[A-Z]+_alerts$',
    examples: ['ZTF_alerts'],
    description: 'The survey, as Kowalski named it; LSST_alerts, WNTR_alerts, PGIR_alerts',
  }),
  selector: Type.Array(Type.Integer({ minimum: 0, maximum: 32_767 }), {
    minItems: 1,
    maxItems: 16,
    description: 'Programmes; 1: public, 2: partnership, 3: Caltech',
  }),
});

export const listStreams = defineRoute({
  method: 'GET',
  path: '/api/streams',
  tags: ['streams'],
  summary: 'The streams that the viewer may read, or may join',
  response: Type.Array(stream),
});

export const getStream = defineRoute({
  method: 'GET',
  path: '/api/streams/{id}',
  tags: ['streams'],
  summary: "One stream; for the system's admins with those who read it",
  params: idParams,
  response: closed({
    ...stream.properties,
    users: Type.Optional(Type.Array(closed({ id: rowId('A user'), username: Type.String() }))),
    groups: Type.Optional(Type.Array(closed({ id: rowId('A group'), name: Type.String() }))),
  }),
});

export const createStream = defineRoute({
  method: 'POST',
  path: '/api/streams',
  tags: ['streams'],
  summary: 'Make a stream: some programmes of a survey',
  acl: 'System admin',
  body: closed({ name, altdata, auto_join: Type.Optional(Type.Boolean()) }),
  response: closed({ id: rowId('The stream') }),
  examples: {
    body: { name: 'ZTF public', altdata: { collection: 'ZTF_alerts', selector: [1] } },
    response: { id: 1 },
  },
});

export const updateStream = defineRoute({
  method: 'PATCH',
  path: '/api/streams/{id}',
  tags: ['streams'],
  summary: 'Change a stream; a programme that it loses closes at once',
  acl: 'System admin',
  params: idParams,
  body: closed({
    name: Type.Optional(name),
    altdata: Type.Optional(altdata),
    auto_join: Type.Optional(Type.Boolean({ description: 'true: everyone reads it from now on' })),
  }),
  ignored: { body: ['id'] },
  response: stream,
  examples: { body: { altdata: { collection: 'ZTF_alerts', selector: [1, 2] } } },
});

export const deleteStream = defineRoute({
  method: 'DELETE',
  path: '/api/streams/{id}',
  tags: ['streams'],
  summary: 'Delete a stream that no filter reads; what it alone gave access to closes at once',
  acl: 'System admin',
  params: idParams,
  response: closed({}),
});

export const addStreamUser = defineRoute({
  method: 'POST',
  path: '/api/streams/{id}/users',
  tags: ['streams'],
  summary: 'Let a user read a stream',
  description: 'For the system\u2019s admins; everyone takes a stream with `auto_join` himself.',
  params: idParams,
  body: closed({ user_id: rowId('The user') }),
  response: closed({ stream_id: rowId('The stream'), user_id: rowId('The user') }),
});

export const removeStreamUser = defineRoute({
  method: 'DELETE',
  path: '/api/streams/{id}/users/{user_id}',
  tags: ['streams'],
  summary: 'Take a stream from a user none of whose groups reads it',
  acl: 'System admin',
  params: closed({ id: rowId('The stream'), user_id: rowId('The user') }),
  response: closed({}),
});
