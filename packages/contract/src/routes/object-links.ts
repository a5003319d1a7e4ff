import { defineRoute } from '../route.ts';
import { closed, datetime, nullable, objectId, rowId, Type } from '../schema.ts';

const reason = Type.String({ minLength: 1, maxLength: 1000, description: 'Why, for others' });

const objectLink = closed({
  obj_id: objectId,
  survey: Type.String({ examples: ['lsst'] }),
  is_linked: Type.Boolean({ description: 'False where somebody ended it' }),
  distance_arcsec: nullable(Type.Number({ description: 'Null where people alone linked them' })),
  found_at: nullable(datetime('When it was found by place')),
  decided_by: nullable(closed({ id: rowId('The user'), username: Type.String() })),
  decided_at: nullable(datetime('When somebody last linked or unlinked them')),
  reason: nullable(Type.String()),
});

export const listObjectLinks = defineRoute({
  method: 'GET',
  path: '/api/sources/{id}/links',
  tags: ['sources'],
  summary: 'Objects of other surveys that are taken for the same, the nearest first',
  description:
    'A link is shown to who sees alerts of both. What somebody unlinked stays unlinked, and is listed ' +
    'with `is_linked` false.',
  params: closed({ id: objectId }),
  response: Type.Array(objectLink),
});

export const linkObject = defineRoute({
  method: 'POST',
  path: '/api/sources/{id}/links',
  tags: ['sources'],
  summary: 'Take an object of another survey for the same, or again',
  acl: 'Upload data',
  params: closed({ id: objectId }),
  body: closed({ obj_id: objectId, reason: Type.Optional(reason) }),
  response: Type.Array(objectLink),
});

export const unlinkObject = defineRoute({
  method: 'DELETE',
  path: '/api/sources/{id}/links/{obj_id}',
  tags: ['sources'],
  summary: 'Take an object of another survey no longer for the same; it stays so',
  acl: 'Upload data',
  params: closed({ id: objectId, obj_id: objectId }),
  query: closed({ reason: Type.Optional(reason) }),
  response: Type.Array(objectLink),
});
