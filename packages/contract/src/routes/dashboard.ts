import { defineRoute } from '../route.ts';
import { closed, datetime, nullable, objectId, Type } from '../schema.ts';

const tags = ['dashboard'];
const loose = Type.Record(Type.String(), Type.Unknown());
const place = { ra: Type.Number(), dec: Type.Number() };
const count = (most: number, description: string) =>
  Type.Optional(Type.Integer({ minimum: 1, maximum: most, description }));

const author = closed({
  id: Type.Integer(),
  username: Type.String(),
  first_name: nullable(Type.String()),
  last_name: nullable(Type.String()),
  is_bot: Type.Boolean(),
});

export const getNewsFeed = defineRoute({
  method: 'GET',
  path: '/api/newsfeed',
  tags,
  summary: 'What happened last to the sources that the viewer sees',
  description: 'How much, and of what, the preference `newsFeed` says, where the query does not.',
  query: closed({ numItems: count(1000, '50 unless said') }),
  response: Type.Array(
    closed({
      type: Type.String({ description: 'source, classification or comment' }),
      time: datetime('When'),
      message: Type.String(),
      source_id: objectId,
      author: nullable(Type.String({ description: 'Username' })),
      author_id: nullable(Type.Integer()),
    }),
  ),
});

export const listRecentSources = defineRoute({
  method: 'GET',
  path: '/api/internal/recent_sources',
  tags,
  summary: 'The objects that were saved last',
  query: closed({ maxNumSources: count(100, '5, or what the preference `recentSources` says') }),
  response: Type.Array(
    closed({
      obj_id: objectId,
      ...place,
      created_at: datetime('When it was saved'),
      public_url: Type.String({ description: 'A small picture of it; empty: there is none' }),
      is_grayscale: Type.Boolean(),
      classifications: Type.Array(loose),
      resaved: Type.Boolean({ description: 'Whether it stands further down in the list again' }),
      tns_name: nullable(Type.String()),
    }),
  ),
});

export const listTopSources = defineRoute({
  method: 'GET',
  path: '/api/internal/source_views',
  tags,
  summary: 'The objects that people look at most',
  query: closed({
    maxNumSources: count(100, '10, or what the preference `topSources` says'),
    sinceDaysAgo: count(3650, '7, or what the preference says'),
  }),
  response: Type.Array(
    closed({
      obj_id: objectId,
      views: Type.Integer(),
      ...place,
      thumbnails: Type.Array(loose),
      classifications: Type.Array(loose),
      tags: Type.Array(loose),
      tns_name: nullable(Type.String()),
    }),
  ),
});

export const noteSourceView = defineRoute({
  method: 'POST',
  path: '/api/internal/source_views/{id}',
  tags,
  summary: 'Say that somebody looks at an object in a browser: counted, not told who',
  params: closed({ id: objectId }),
  response: closed({}),
});

export const countSources = defineRoute({
  method: 'GET',
  path: '/api/internal/source_counts',
  tags,
  summary: 'How many objects were saved lately',
  query: closed({ sinceDaysAgo: count(3650, '7, or what the preference `sourceCounts` says') }),
  response: closed({ count: Type.Integer(), since_days_ago: Type.Integer() }),
});

export const listTopSavers = defineRoute({
  method: 'GET',
  path: '/api/internal/source_savers',
  tags,
  summary: 'Who saved most objects lately',
  query: closed({
    maxNumSavers: count(1000, '100, or what the preference `topSavers` says'),
    sinceDaysAgo: count(3650, '7, or what the preference says'),
    candidatesOnly: Type.Optional(
      Type.Boolean({ description: 'Only of those that passed a filter; true unless said' }),
    ),
  }),
  response: Type.Array(closed({ rank: Type.Integer(), author, saves: Type.Integer() })),
});
