import { defineRoute } from '../route.ts';
import {
  closed,
  datetime,
  datetimeInput,
  nullable,
  objectId,
  pageNumber,
  pageSize,
  rowId,
  Type,
} from '../schema.ts';
import { group } from './groups.ts';
import { taxonomy } from './taxonomies.ts';

const vote = closed({
  id: rowId('The vote'),
  classification_id: rowId('What it is on'),
  voter_id: rowId('Who voted'),
  vote: Type.Integer({ description: '1 agrees, −1 does not, 0 cannot say' }),
  created_at: datetime('When it was cast'),
  modified: datetime('When it was changed'),
});

const probability = nullable(
  Type.Number({
    minimum: 0,
    maximum: 1,
    description: 'As it was given, never normalised; null: nobody said',
  }),
);
const ml = Type.Boolean({ description: 'Whether a model says so' });

/** What somebody, or a model, says that an object is. */
export const classification = closed({
  id: rowId('The classification'),
  obj_id: objectId,
  classification: Type.String({ description: 'A class of the taxonomy' }),
  taxonomy_id: rowId('The taxonomy'),
  taxname: Type.String({ description: 'Its name' }),
  probability,
  ml,
  origin: nullable(Type.String({ description: 'Where it comes from: a model, a paper' })),
  author_id: rowId('Whose it is'),
  author_name: Type.String(),
  version: Type.Integer({ description: 'From 1; how it was before is kept' }),
  created_at: datetime('When it was made'),
  modified: datetime('When it was last changed'),
  groups: Type.Array(group, { description: 'Who sees it; those that the viewer sees' }),
  votes: Type.Array(vote),
  can_change: Type.Boolean({ description: 'Whether the viewer may change or withdraw it' }),
  taxonomy: Type.Optional(taxonomy),
});

const flag = (description: string) =>
  Type.Optional(nullable(Type.Boolean({ description, default: true })));
const givenMl = Type.Union(
  [Type.Boolean(), Type.Enum(['True', 'False', 't', 'f', 'true', 'false'])],
  { description: 'Whether a model says so' },
);
const className = Type.String({ minLength: 1, maxLength: 500 });
const origin = nullable(Type.String({ maxLength: 1000 }));
const groupIds = Type.Array(rowId('A group'), { maxItems: 200 });
const label = flag('Whether to note that the viewer looked at it, for these groups');

const said = {
  obj_id: objectId,
  classification: className,
  taxonomy_id: rowId('The taxonomy'),
  probability: Type.Optional(probability),
  ml: Type.Optional(givenMl),
  origin: Type.Optional(origin),
  group_ids: Type.Optional(groupIds),
  vote: flag('Whether to vote for it at once'),
  label,
};
const idParams = closed({ id: rowId('The classification') });
const objParams = closed({ id: objectId });
const within = {
  startDate: Type.Optional(datetimeInput('Made then or later')),
  endDate: Type.Optional(datetimeInput('Made then or before')),
};
const includeTaxonomy = Type.Optional(
  Type.Boolean({ description: 'Whether each brings its taxonomy' }),
);

export const listClassifications = defineRoute({
  method: 'GET',
  path: '/api/classification',
  tags: ['classifications'],
  summary: 'Classifications, in the order in which they were made',
  query: closed({
    ...within,
    includeTaxonomy,
    pageNumber: Type.Optional(pageNumber),
    numPerPage: Type.Optional(pageSize(100)),
  }),
  response: closed({
    classifications: Type.Array(classification),
    totalMatches: Type.Integer(),
    pageNumber: Type.Integer(),
    numPerPage: Type.Integer(),
  }),
});

export const getClassification = defineRoute({
  method: 'GET',
  path: '/api/classification/{id}',
  tags: ['classifications'],
  summary: 'One classification',
  params: idParams,
  query: closed({ includeTaxonomy }),
  response: classification,
});

export const getClassificationHistory = defineRoute({
  method: 'GET',
  path: '/api/classification/{id}/history',
  tags: ['classifications'],
  summary: 'What a classification said, version by version; of a withdrawn one, too',
  params: idParams,
  response: Type.Array(
    closed({
      version: Type.Integer(),
      action: Type.Enum(['made', 'changed', 'withdrawn']),
      classification: Type.String(),
      taxonomy_id: rowId('The taxonomy'),
      probability,
      ml,
      origin: nullable(Type.String()),
      groups: Type.Array(group),
      changed_by: nullable(closed({ id: rowId('The user'), username: Type.String() })),
      changed_at: datetime('From when on it said so'),
    }),
  ),
});

export const createClassification = defineRoute({
  method: 'POST',
  path: '/api/classification',
  tags: ['classifications'],
  summary: 'Say what an object is, or of each in a list',
  description:
    'Without `group_ids` it is for everyone who sees the object and the taxonomy. Of a list ' +
    '(`classifications`, beside which nothing else is given) all or none are kept.',
  acl: 'Classify',
  body: closed({
    ...said,
    obj_id: Type.Optional(said.obj_id),
    classification: Type.Optional(said.classification),
    taxonomy_id: Type.Optional(said.taxonomy_id),
    classifications: Type.Optional(Type.Array(closed(said), { minItems: 1, maxItems: 1000 })),
  }),
  isRepeatable: true,
  response: closed({
    classification_id: Type.Optional(rowId('The classification')),
    classification_ids: Type.Optional(Type.Array(rowId('A classification'))),
  }),
  examples: {
    body: { obj_id: 'ZTF18aabcvnq', classification: 'SN Ia', taxonomy_id: 3, probability: 0.9 },
    response: { classification_id: 12 },
  },
});

export const updateClassification = defineRoute({
  method: 'PUT',
  path: '/api/classification/{id}',
  tags: ['classifications'],
  summary: 'Change a classification; what is not named stays, and how it was is kept',
  description: 'Its author and admins of its groups may.',
  acl: 'Classify',
  params: idParams,
  body: closed({
    obj_id: Type.Optional(objectId),
    classification: Type.Optional(className),
    taxonomy_id: Type.Optional(rowId('The taxonomy')),
    probability: Type.Optional(probability),
    ml: Type.Optional(givenMl),
    origin: Type.Optional(origin),
    group_ids: Type.Optional(groupIds),
  }),
  ignored: { body: ['id', 'author_id', 'author_name', 'vote', 'label'] },
  response: closed({}),
  examples: { body: { probability: 0.4 } },
});

export const deleteClassification = defineRoute({
  method: 'DELETE',
  path: '/api/classification/{id}',
  tags: ['classifications'],
  summary: 'Withdraw a classification: its history stays',
  acl: 'Classify',
  params: idParams,
  body: closed({ label }),
  isRepeatable: true,
  response: closed({}),
  examples: { body: { label: false } },
});

export const listObjClassifications = defineRoute({
  method: 'GET',
  path: '/api/sources/{id}/classifications',
  tags: ['classifications'],
  summary: 'What is said of an object',
  params: objParams,
  ignored: { query: ['includeSuperObjs'] },
  response: Type.Array(classification),
});

export const deleteObjClassifications = defineRoute({
  method: 'DELETE',
  path: '/api/sources/{id}/classifications',
  tags: ['classifications'],
  summary: 'Withdraw all of an object’s classifications that the viewer may withdraw',
  acl: 'Classify',
  params: objParams,
  body: closed({ label }),
  response: closed({}),
  examples: { body: {} },
});

export const listClassifiedSources = defineRoute({
  method: 'GET',
  path: '/api/classification/sources',
  tags: ['classifications'],
  summary: 'Names of the objects of which something is said',
  query: closed(within),
  response: Type.Array(objectId),
});

export const castVote = defineRoute({
  method: 'POST',
  path: '/api/classification/votes/{id}',
  tags: ['classifications'],
  summary: 'Vote on a classification; voting again changes the vote',
  params: idParams,
  body: closed({
    vote: Type.Integer({ minimum: -1, maximum: 1, description: '1 agrees, −1 does not' }),
  }),
  response: closed({}),
  examples: { body: { vote: 1 } },
});

export const withdrawVote = defineRoute({
  method: 'DELETE',
  path: '/api/classification/votes/{id}',
  tags: ['classifications'],
  summary: 'Take one’s vote on a classification back',
  params: idParams,
  response: closed({}),
});

const labelled = closed({ groupIds: Type.Array(rowId('A group'), { minItems: 1, maxItems: 200 }) });

export const addLabels = defineRoute({
  method: 'POST',
  path: '/api/sources/{id}/labels',
  tags: ['classifications'],
  summary: 'Note that one looked at an object, for these groups',
  params: objParams,
  body: labelled,
  isRepeatable: true,
  response: closed({}),
  examples: { body: { groupIds: [7] } },
});

export const removeLabels = defineRoute({
  method: 'DELETE',
  path: '/api/sources/{id}/labels',
  tags: ['classifications'],
  summary: 'Take that back',
  params: objParams,
  body: labelled,
  isRepeatable: true,
  response: closed({}),
  examples: { body: { groupIds: [7] } },
});
