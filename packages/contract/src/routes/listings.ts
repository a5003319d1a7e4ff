import { defineRoute } from '../route.ts';
import { closed, datetime, nullable, objectId, rowId, Type } from '../schema.ts';

const listName = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: '^\\w',
  description: 'favorites, rejected_candidates, watchlist, or what one likes',
  examples: ['favorites'],
});

const params = Type.Record(Type.String(), Type.Unknown(), {
  description:
    'Of a watchlist: `arcsec` (to 3600), `cadence` (1 or more), and `end_of_night` where wanted',
});

const listing = closed({
  id: rowId('The entry'),
  user_id: rowId('Whose list it is'),
  obj_id: Type.String(),
  list_name: Type.String(),
  params: nullable(Type.Record(Type.String(), Type.Unknown())),
  created_at: datetime('When it was put on the list'),
  modified: datetime('When it was changed'),
});

const owner = Type.Optional(nullable(rowId('Whose list: nobody’s but one’s own')));
const query = closed({ listName: Type.Optional(listName) });

export const listListings = defineRoute({
  method: 'GET',
  path: '/api/listing',
  tags: ['listings'],
  summary: 'The objects on the viewer’s lists',
  query,
  response: Type.Array(listing),
});

export const listUserListings = defineRoute({
  method: 'GET',
  path: '/api/listing/{id}',
  tags: ['listings'],
  summary: 'The same of a user: of others there are none',
  params: closed({ id: rowId('The user') }),
  query,
  response: Type.Array(listing),
});

export const createListing = defineRoute({
  method: 'POST',
  path: '/api/listing',
  tags: ['listings'],
  summary: 'Put an object on one of one’s lists',
  body: closed({
    obj_id: objectId,
    list_name: listName,
    user_id: owner,
    params: Type.Optional(nullable(params)),
  }),
  isRepeatable: true,
  response: closed({ id: rowId('The entry') }),
  examples: { body: { obj_id: 'ZTF18aabcvnq', list_name: 'favorites' }, response: { id: 3 } },
});

export const updateListing = defineRoute({
  method: 'PATCH',
  path: '/api/listing/{id}',
  tags: ['listings'],
  summary: 'Change an entry; what is not named stays',
  params: closed({ id: rowId('The entry') }),
  body: closed({
    obj_id: Type.Optional(nullable(objectId)),
    list_name: Type.Optional(nullable(listName)),
    user_id: owner,
    params: Type.Optional(nullable(params)),
  }),
  response: closed({}),
});

export const deleteListing = defineRoute({
  method: 'DELETE',
  path: '/api/listing/{id}',
  tags: ['listings'],
  summary: 'Take an object off a list',
  params: closed({ id: rowId('The entry') }),
  isRepeatable: true,
  response: closed({}),
});

export const deleteListingOf = defineRoute({
  method: 'DELETE',
  path: '/api/listing',
  tags: ['listings'],
  summary: 'Take an object off a list, by the names of both',
  body: closed({ obj_id: objectId, list_name: listName, user_id: owner }),
  ignored: { body: ['params'] },
  isRepeatable: true,
  response: closed({}),
});
