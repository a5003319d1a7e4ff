import { defineRoute } from '../route.ts';
import { clearable, closed, datetime, nullable, objectId, rowId, Type } from '../schema.ts';
import { audienceGroup, groupIds } from './notes.ts';

const tagName = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: '^[A-Za-z0-9]+$',
  description: 'Letters and digits; it is there once, whatever the case',
});
const color = Type.String({ pattern: '^#[0-9A-Fa-f]{6}$', examples: ['#3a87ad'] });

const tagOption = closed({
  id: rowId('The word'),
  name: Type.String(),
  color: nullable(Type.String()),
  created_at: datetime('When it was made'),
  modified: datetime('When it was changed'),
});

const objTag = closed({
  id: rowId('The tag on the object'),
  objtagoption_id: rowId('Its word'),
  name: Type.String(),
  color: nullable(Type.String()),
  obj_id: Type.String(),
  author_id: rowId('Who put it there'),
  groups: Type.Array(audienceGroup),
  created_at: datetime('When it was put there'),
  modified: datetime('When it was changed'),
});

const optionParams = closed({ id: rowId('The word') });
const tagParams = closed({ id: rowId('The tag on the object') });

export const listTagOptions = defineRoute({
  method: 'GET',
  path: '/api/objtagoption',
  tags: ['tags'],
  summary: 'The words that may be tags',
  response: Type.Array(tagOption),
});

export const getTagOption = defineRoute({
  method: 'GET',
  path: '/api/objtagoption/{id}',
  tags: ['tags'],
  summary: 'One of them',
  params: optionParams,
  response: tagOption,
});

export const createTagOption = defineRoute({
  method: 'POST',
  path: '/api/objtagoption',
  tags: ['tags'],
  summary: 'Let a word be a tag',
  acl: 'Manage sources',
  body: closed({ name: tagName, color: Type.Optional(clearable(color)) }),
  response: tagOption,
  examples: { body: { name: 'Young', color: '#3a87ad' } },
});

export const updateTagOption = defineRoute({
  method: 'PATCH',
  path: '/api/objtagoption/{id}',
  tags: ['tags'],
  summary: 'Change a word or its colour; what is not named stays',
  acl: 'Manage sources',
  params: optionParams,
  body: closed({ name: Type.Optional(tagName), color: Type.Optional(clearable(color)) }),
  ignored: { body: ['id'] },
  response: tagOption,
});

export const deleteTagOption = defineRoute({
  method: 'DELETE',
  path: '/api/objtagoption/{id}',
  tags: ['tags'],
  summary: 'Delete a word, and take it off every object',
  acl: 'Manage sources',
  params: optionParams,
  body: closed({}),
  ignored: { body: ['id'] },
  response: closed({}),
});

export const listObjTags = defineRoute({
  method: 'GET',
  path: '/api/objtag',
  tags: ['tags'],
  summary: 'Tags on objects',
  query: closed({
    obj_id: Type.Optional(objectId),
    objtagoption_id: Type.Optional(rowId('Of this word')),
  }),
  ignored: { query: ['includeSuperObjs'] },
  response: Type.Array(objTag),
});

export const getObjTag = defineRoute({
  method: 'GET',
  path: '/api/objtag/{id}',
  tags: ['tags'],
  summary: 'One tag on an object',
  params: tagParams,
  response: objTag,
});

export const createObjTag = defineRoute({
  method: 'POST',
  path: '/api/objtag',
  tags: ['tags'],
  summary: 'Put a tag on an object; where it is there, the groups are added',
  acl: 'Upload data',
  body: closed({
    objtagoption_id: rowId('The word'),
    obj_id: objectId,
    group_ids: groupIds('everyone who sees the object'),
  }),
  response: objTag,
});

export const deleteObjTag = defineRoute({
  method: 'DELETE',
  path: '/api/objtag/{id}',
  tags: ['tags'],
  summary: 'Take a tag off, for these groups or for all of one’s own',
  description: 'It is gone when no group is left. Its author may take it off for any.',
  acl: 'Upload data',
  params: tagParams,
  body: closed({
    group_ids: Type.Optional(Type.Array(rowId('A group'), { minItems: 1, maxItems: 200 })),
  }),
  ignored: { body: ['id'] },
  response: closed({}),
});
