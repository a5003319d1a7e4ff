import { thumbnailTypes } from '../facilities.ts';
import { defineRoute } from '../route.ts';
import {
  closed,
  datetime,
  nullable,
  objectId,
  pageNumber,
  pageSize,
  rowId,
  Type,
} from '../schema.ts';
import { audienceGroup, groupIds } from './notes.ts';

const thumbnailType = Type.Enum([...thumbnailTypes], { description: 'What it shows' });
const survey = Type.String({
  minLength: 1,
  maxLength: 32,
  pattern: '^[A-Za-z0-9][A-Za-z0-9_-]*$',
  description: 'Whose image it is from',
  examples: ['ZTF'],
});
const origin = Type.String({ maxLength: 255 });

export const thumbnail = closed({
  id: nullable(rowId('The picture; null of one that a survey draws when it is asked for')),
  obj_id: Type.String(),
  type: Type.String(),
  survey: nullable(Type.String()),
  public_url: Type.String({ description: 'Where it is; on this server it is for who may see it' }),
  file_uri: Type.Null({ description: 'There are no files' }),
  origin: nullable(Type.String()),
  is_grayscale: Type.Boolean(),
  width: nullable(Type.Integer({ description: 'Pixels' })),
  height: nullable(Type.Integer({ description: 'Pixels' })),
  owner_id: nullable(rowId('Who sent it')),
  groups: Type.Array(audienceGroup, {
    description: 'Those of its groups that the viewer knows of',
  }),
  created_at: nullable(datetime('When it came')),
  modified: nullable(datetime('When it was changed')),
});

const params = closed({ id: rowId('The picture') });

export const getThumbnail = defineRoute({
  method: 'GET',
  path: '/api/thumbnail/{id}',
  tags: ['thumbnails'],
  summary: 'What is known of a picture, and where it is',
  params,
  response: thumbnail,
});

export const getThumbnailImage = defineRoute({
  method: 'GET',
  path: '/api/thumbnail/{id}/image',
  tags: ['thumbnails'],
  summary: 'A picture that is stored here',
  kind: 'bytes',
  params,
  response: Type.String({ format: 'binary' }),
});

export const createThumbnail = defineRoute({
  method: 'POST',
  path: '/api/thumbnail',
  tags: ['thumbnails'],
  summary: 'Store a picture of an object',
  description:
    'PNG or JPEG, 16 to 500 pixels on each side. It takes the place of the one of the same kind that ' +
    'one sent before for the same groups. `new`, `ref` and `sub` are for one’s own groups where ' +
    'none is named, pictures of public surveys for everyone who sees the object.',
  acl: 'Upload data',
  body: closed({
    obj_id: objectId,
    data: Type.String({ minLength: 1, description: 'The picture in base64' }),
    ttype: thumbnailType,
    survey: Type.Optional(nullable(survey)),
    origin: Type.Optional(nullable(origin)),
    group_ids: groupIds('as said above'),
  }),
  response: closed({ id: rowId('The picture') }),
});

export const updateThumbnail = defineRoute({
  method: 'PUT',
  path: '/api/thumbnail/{id}',
  tags: ['thumbnails'],
  summary: 'Change what is known of a picture; what is not named, or null, stays',
  acl: 'Manage sources',
  params,
  body: closed({
    obj_id: Type.Optional(nullable(objectId)),
    type: Type.Optional(nullable(thumbnailType)),
    survey: Type.Optional(nullable(survey)),
    public_url: Type.Optional(
      nullable(
        Type.String({
          maxLength: 2000,
          pattern: '^https?://[^\\s]+$',
          description: 'An address that takes the place of the stored picture',
        }),
      ),
    ),
    origin: Type.Optional(nullable(origin)),
    is_grayscale: Type.Optional(nullable(Type.Boolean())),
    group_ids: groupIds('those that see it now'),
  }),
  ignored: { body: ['id', 'file_uri', 'created_at', 'modified', 'width', 'height', 'groups'] },
  response: closed({}),
});

export const deleteThumbnail = defineRoute({
  method: 'DELETE',
  path: '/api/thumbnail/{id}',
  tags: ['thumbnails'],
  summary: 'Delete a picture',
  acl: 'Manage sources',
  params,
  response: closed({}),
});

const types = Type.Optional(
  Type.String({
    pattern: '^[a-z0-9_]{1,20}(,[a-z0-9_]{1,20}){0,20}$',
    description: 'With commas between them',
    examples: ['new,ref,sub'],
  }),
);
const depth = Type.Optional(Type.Integer({ minimum: 0, maximum: 32, default: 2 }));
const folders = closed({
  totalMatches: Type.Integer(),
  inCorrectFolder: Type.Integer(),
  inWrongFolder: Type.Integer(),
});
const words = { tags: ['thumbnails'], acl: 'System admin' } as const;

export const checkThumbnailPaths = defineRoute({
  method: 'GET',
  path: '/api/thumbnailPath',
  ...words,
  summary: 'How many pictures there are; in SkyPortal also whether their files are in place',
  query: closed({ types, requiredDepth: depth }),
  response: folders,
});

export const moveThumbnails = defineRoute({
  method: 'PATCH',
  path: '/api/thumbnailPath',
  ...words,
  summary: 'The same: there are no files to be moved',
  query: closed({
    types,
    requiredDepth: depth,
    pageNumber: Type.Optional(pageNumber),
    numPerPage: Type.Optional(pageSize(100, 1000)),
  }),
  response: folders,
});

export const sweepThumbnailPaths = defineRoute({
  method: 'DELETE',
  path: '/api/thumbnailPath',
  ...words,
  summary: 'Nothing: there are no folders to be removed',
  response: closed({}),
});

export const drawSurveyThumbnails = defineRoute({
  method: 'POST',
  path: '/api/internal/survey_thumbnail',
  tags: ['thumbnails'],
  summary: 'Have public surveys draw objects; here they do so whenever somebody looks',
  description:
    'Nothing is stored: `thumbnails` of a source have the addresses of the surveys’ own pictures of its place.',
  acl: 'Upload data',
  body: closed({
    objID: Type.Optional(objectId),
    objIDs: Type.Optional(Type.Array(objectId, { maxItems: 500 })),
  }),
  ignored: { body: ['types'] },
  response: closed({}),
  examples: { body: { objID: 'ZTF18aabcvnq' } },
});
