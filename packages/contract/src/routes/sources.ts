import { defineRoute } from '../route.ts';
import {
  closed,
  datetime,
  idList,
  nullable,
  objectId,
  pageNumber,
  pageSize,
  rowId,
  Type,
} from '../schema.ts';

const savedGroup = closed({
  id: rowId('The group'),
  name: Type.String(),
  nickname: nullable(Type.String()),
  active: Type.Boolean(),
  saved_at: datetime('When it was saved'),
  saved_by: nullable(closed({ id: rowId('The user'), username: Type.String() })),
});

export const source = closed({
  id: objectId,
  survey: nullable(Type.String({ description: 'Of whose alerts; null: made by people' })),
  ra: Type.Number({ description: 'ICRS, degrees' }),
  dec: Type.Number({ description: 'ICRS, degrees' }),
  created_at: datetime('When the object came here'),
  groups: Type.Array(savedGroup, { description: "The viewer's groups that have saved it" }),
});

/** What a list of sources can be sorted by; the names are SkyPortal's. */
export const sourceColumns = ['saved_at', 'id', 'ra', 'dec', 'created_at'] as const;

/** A column of a list of sources. */
export type SourceColumn = (typeof sourceColumns)[number];

const groupIds = Type.Array(rowId('A group'), { maxItems: 200 });

export const listSources = defineRoute({
  method: 'GET',
  path: '/api/sources',
  tags: ['sources'],
  summary: 'Saved objects, last saved first where nothing else is asked for',
  query: closed({
    group_ids: Type.Optional(idList('Saved to these groups')),
    sortBy: Type.Optional(Type.Enum([...sourceColumns], { default: 'saved_at' })),
    sortOrder: Type.Optional(
      Type.Enum(['asc', 'desc'], {
        description: 'desc where it is sorted by a time, else asc',
      }),
    ),
    pageNumber: Type.Optional(pageNumber),
    numPerPage: Type.Optional(pageSize(100)),
  }),
  ignored: { query: ['useCache', 'queryID', 'totalMatches'] },
  response: closed({
    sources: Type.Array(source),
    totalMatches: Type.Integer(),
    pageNumber: Type.Integer(),
    numPerPage: Type.Integer(),
  }),
});

export const getSource = defineRoute({
  method: 'GET',
  path: '/api/sources/{id}',
  tags: ['sources'],
  summary: 'One object that the viewer may see, saved or not',
  params: closed({ id: objectId }),
  ignored: {
    query: [
      'includePhotometry',
      'includeComments',
      'includePhotometryExists',
      'includeSpectrumExists',
      'includeCommentExists',
      'includePeriodExists',
      'includeDetectionStats',
      'includeThumbnails',
      'includeLabellers',
      'includeColorMagnitude',
      'includeGCNCrossmatches',
      'includeGCNNotes',
      'includeCandidates',
      'includeAnalyses',
      'includeTags',
    ],
  },
  response: source,
});

export const saveSource = defineRoute({
  method: 'POST',
  path: '/api/sources',
  tags: ['sources'],
  summary: 'Save an object to groups',
  description: 'Saving again changes nothing. Without `group_ids`: to all groups of the viewer.',
  acl: 'Upload data',
  body: closed({ id: objectId, group_ids: Type.Optional(groupIds) }),
  ignored: {
    body: ['ra', 'dec', 'refresh_source', 'ignore_if_in_group_ids', 'saver_per_group_id'],
  },
  response: closed({
    id: objectId,
    saved_to_groups: Type.Array(rowId('A group that it is now saved to')),
  }),
  examples: { body: { id: 'ZTF18aabcvnq', group_ids: [7] } },
});

export const changeSourceGroups = defineRoute({
  method: 'POST',
  path: '/api/source_groups',
  tags: ['sources'],
  summary: 'Save an object to some groups and remove it from others',
  acl: 'Upload data',
  body: closed({
    objId: objectId,
    inviteGroupIds: Type.Optional(groupIds),
    unsaveGroupIds: Type.Optional(groupIds),
  }),
  response: closed({}),
  examples: { body: { objId: 'ZTF18aabcvnq', inviteGroupIds: [7], unsaveGroupIds: [] } },
});

export const unsaveSource = defineRoute({
  method: 'DELETE',
  path: '/api/sources/{id}',
  tags: ['sources'],
  summary: 'Remove an object from a group: it stays, unsaved',
  acl: 'Upload data',
  params: closed({ id: objectId }),
  body: closed({ group_id: rowId('The group') }),
  response: closed({}),
  examples: { body: { group_id: 7 } },
});
