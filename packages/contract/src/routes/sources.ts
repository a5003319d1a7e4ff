import { defineRoute } from '../route.ts';
import {
  closed,
  datetime,
  int64,
  nullable,
  objectId,
  rowId,
  type Static,
  Type,
} from '../schema.ts';
import { objFields, place, source } from './source-fields.ts';
import { sourceIncludes, sourceSearch } from './source-search.ts';

const groupIds = Type.Array(rowId('A group'), { maxItems: 200 });
const idParams = closed({ id: objectId });

/** What is saved, and what is said of it where it is made. */
export const sourceSave = closed({
  id: objectId,
  group_ids: Type.Optional(groupIds),
  ra: Type.Optional(nullable(place.ra)),
  dec: Type.Optional(nullable(place.dec)),
  ...objFields,
  summary: Type.Optional(nullable(Type.String({ maxLength: 10_000 }))),
  ignore_if_in_group_ids: Type.Optional(
    Type.Record(Type.String({ pattern: '^\\d{1,9}$' }), groupIds, {
      description: 'Not to these groups where one of those has saved it',
    }),
  ),
  saver_per_group_id: Type.Optional(
    Type.Record(Type.String({ pattern: '^\\d{1,9}$' }), rowId('The user'), {
      description: 'Who saves it to these groups in place of the viewer, by the `System admin`',
    }),
  ),
});

/** What is said of an object from now on. */
export const sourceEdit = closed({
  ra: Type.Optional(place.ra),
  dec: Type.Optional(place.dec),
  ...objFields,
  summary: Type.Optional(nullable(Type.String({ maxLength: 10_000 }))),
});

/** Objects as places of a map, longitude and latitude being right ascension and declination. */
const sourcesOnSky = closed({
  type: Type.Literal('FeatureCollection'),
  features: Type.Array(
    closed({
      type: Type.Literal('Feature'),
      geometry: closed({
        type: Type.Literal('Point'),
        coordinates: Type.Array(Type.Number(), { description: 'Degrees' }),
      }),
      properties: closed({ name: Type.String(), url: Type.String() }),
    }),
  ),
});

/** That a group saved an object, or is asked to, as `saveSummary` tells it. */
export const savedEntry = closed({
  id: int64('The entry'),
  obj_id: Type.String(),
  group_id: rowId('The group'),
  saved_by_id: nullable(Type.Integer()),
  saved_at: datetime('When it was saved'),
  active: Type.Boolean(),
  requested: Type.Boolean(),
  unsaved_by_id: nullable(Type.Integer()),
  unsaved_at: nullable(datetime('When it was unsaved last')),
  created_at: datetime('As `saved_at`'),
  modified: datetime('When it was saved, asked for or unsaved last'),
});

export const listSources = defineRoute({
  method: 'GET',
  path: '/api/sources',
  tags: ['sources'],
  summary: 'Saved objects, last saved first where nothing else is asked for',
  query: sourceSearch,
  description:
    'With `saveSummary` the list has an entry for each group that saved an object, the last first, in ' +
    'place of the objects; it is not sorted otherwise, and has pages, but no cursor.',
  ignored: {
    query: [
      'useCache',
      'queryID',
      'totalMatches',
      'useExperimentalSources',
      // Nothing here says that an object belongs to an event, nor that it does not.
      'includeGCNCrossmatches',
      'includeGCNNotes',
      'includeSourcesInGcn',
      'localizationRejectSources',
    ],
  },
  response: closed({
    // Who does not ask for entries gets objects: that is what callers are told.
    sources: Type.Unsafe<Static<typeof source>[]>(Type.Array(Type.Union([source, savedEntry]))),
    totalMatches: Type.Integer(),
    pageNumber: Type.Integer(),
    numPerPage: Type.Integer(),
    geojson: Type.Optional(sourcesOnSky),
    cursor: nullable(
      Type.String({ description: 'Where the next page begins; null: this is the last' }),
    ),
  }),
});

export const getSource = defineRoute({
  method: 'GET',
  path: '/api/sources/{id}',
  tags: ['sources'],
  summary: 'One object that the viewer may see, saved or not',
  params: idParams,
  query: closed({
    ...sourceIncludes,
    deduplicatePhotometry: Type.Optional(
      Type.Boolean({ description: 'Of points of one time and band the newest' }),
    ),
    includeCandidates: Type.Optional(Type.Boolean({ description: 'Where it passed filters' })),
    requestedOnly: Type.Optional(Type.Boolean({ description: 'Only groups that are asked' })),
  }),
  ignored: {
    // Hosts and tags are always told.
    query: [
      'includeGCNCrossmatches',
      'includeGCNNotes',
      'includeHosts',
      'includeTags',
      'includeAllGroups',
    ],
  },
  response: source,
});

export const saveSource = defineRoute({
  method: 'POST',
  path: '/api/sources',
  tags: ['sources'],
  summary: 'Save an object to groups, which is made where there is none and its place is given',
  description:
    'Saving again changes nothing. Without `group_ids`: to all groups of the viewer. Of an object ' +
    'that is there already the other fields change nothing.',
  acl: 'Upload data',
  body: sourceSave,
  ignored: { body: ['refresh', 'refresh_source', 'detect_photometry_count', 'groups'] },
  isRepeatable: true,
  response: closed({
    id: objectId,
    saved_to_groups: Type.Array(rowId('A group that it is now saved to')),
  }),
  examples: { body: { id: 'ZTF18aabcvnq', group_ids: [7] } },
});

export const updateSource = defineRoute({
  method: 'PATCH',
  path: '/api/sources/{id}',
  tags: ['sources'],
  summary: 'Change what is said of an object; what is not named stays',
  acl: 'Upload data',
  params: idParams,
  body: sourceEdit,
  ignored: { body: ['id', 'internal_key', 'group_ids'] },
  response: closed({}),
  examples: { body: { redshift: 0.0345, redshift_origin: 'SDSS' } },
});

export const unsaveSource = defineRoute({
  method: 'DELETE',
  path: '/api/sources/{id}',
  tags: ['sources'],
  summary: 'Remove an object from a group: it stays, unsaved',
  acl: 'Upload data',
  params: idParams,
  body: closed({ group_id: rowId('The group') }),
  response: closed({}),
  examples: { body: { group_id: 7 } },
});

export const changeSourceGroups = defineRoute({
  method: 'POST',
  path: '/api/source_groups',
  tags: ['sources'],
  summary: 'Save an object to some groups, ask others to save it, and remove it from others',
  description: 'Groups that the viewer is not in are asked; their members are told of the object.',
  acl: 'Upload data',
  body: closed({
    objId: objectId,
    inviteGroupIds: Type.Optional(groupIds),
    unsaveGroupIds: Type.Optional(groupIds),
  }),
  response: closed({}),
  examples: { body: { objId: 'ZTF18aabcvnq', inviteGroupIds: [7], unsaveGroupIds: [] } },
});

export const updateSourceGroup = defineRoute({
  method: 'PATCH',
  path: '/api/source_groups/{id}',
  tags: ['sources'],
  summary: 'Accept or decline what a group was asked for, or unsave',
  acl: 'Upload data',
  params: idParams,
  body: closed({
    groupID: rowId('The group'),
    active: Type.Boolean({ description: 'Whether it is saved from now on' }),
    requested: Type.Optional(Type.Boolean({ description: 'Whether the request stays' })),
  }),
  response: closed({}),
  examples: { body: { groupID: 7, active: true, requested: false } },
});
