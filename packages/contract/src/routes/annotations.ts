import { defineRoute } from '../route.ts';
import { closed, nullable, rowId, Type } from '../schema.ts';
import {
  echoedFields,
  groupIds,
  historyDescription,
  noteFields,
  subjectParams,
  versionFields,
} from './notes.ts';

const data = Type.Record(Type.String(), Type.Unknown(), {
  description: 'Names and their values; at most 1 MB of JSON',
});
const origin = Type.String({
  minLength: 1,
  maxLength: 255,
  pattern: '^\\w',
  description: 'Where it is from; something has one annotation of an origin',
});

const annotation = closed({
  id: Type.Integer({ description: 'Below zero: by a filter, and its candidate’s id' }),
  ...noteFields,
  origin: Type.String(),
  data,
  filter_id: nullable(rowId('The filter that says so')),
});

const annotationParams = closed({
  ...subjectParams,
  annotation_id: Type.Integer({
    maximum: 2_147_483_647,
    description: 'Below zero it is what a filter says',
  }),
});
const changedParams = closed({ ...subjectParams, annotation_id: rowId('The annotation') });

export const listAnnotations = defineRoute({
  method: 'GET',
  path: '/api/{resource_type}/{resource_id}/annotations',
  tags: ['annotations'],
  summary: 'The annotations of something',
  description:
    'A source also has what filters last said of it, of those that the viewer sees: with the ' +
    'origin `group:filter`.',
  params: closed(subjectParams),
  response: Type.Array(annotation),
});

export const getAnnotation = defineRoute({
  method: 'GET',
  path: '/api/{resource_type}/{resource_id}/annotations/{annotation_id}',
  tags: ['annotations'],
  summary: 'One annotation',
  params: annotationParams,
  response: annotation,
});

export const getAnnotationHistory = defineRoute({
  method: 'GET',
  path: '/api/{resource_type}/{resource_id}/annotations/{annotation_id}/history',
  tags: ['annotations'],
  summary: 'What an annotation said before it was changed',
  description: historyDescription,
  params: changedParams,
  response: Type.Array(closed({ ...versionFields, origin: Type.String(), data })),
});

export const createAnnotation = defineRoute({
  method: 'POST',
  path: '/api/{resource_type}/{resource_id}/annotations',
  tags: ['annotations'],
  summary: 'Annotate something',
  acl: 'Annotate',
  params: closed(subjectParams),
  body: closed({
    origin,
    data,
    group_ids: groupIds('everyone who sees what it is attached to'),
  }),
  ignored: { body: echoedFields },
  response: closed({ annotation_id: rowId('The annotation') }),
  examples: {
    body: { origin: 'gaia', data: { parallax: 0.4, nearby: true } },
    response: { annotation_id: 12 },
  },
});

export const updateAnnotation = defineRoute({
  method: 'PUT',
  path: '/api/{resource_type}/{resource_id}/annotations/{annotation_id}',
  tags: ['annotations'],
  summary: 'Change an annotation; what is not named, or null, stays',
  description: 'Its author may, and System admins. `data` takes the place of what was there.',
  acl: 'Annotate',
  params: changedParams,
  body: closed({
    origin: Type.Optional(nullable(origin)),
    data: Type.Optional(nullable(data)),
    group_ids: groupIds('those that see it now'),
  }),
  ignored: { body: [...echoedFields, 'annotation_id'] },
  response: closed({}),
});

export const deleteAnnotation = defineRoute({
  method: 'DELETE',
  path: '/api/{resource_type}/{resource_id}/annotations/{annotation_id}',
  tags: ['annotations'],
  summary: 'Delete an annotation: its author, or a System admin',
  acl: 'Annotate',
  params: changedParams,
  response: closed({}),
});
