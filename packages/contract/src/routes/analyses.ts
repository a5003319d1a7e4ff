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
import { group } from './groups.ts';

export const analysisStatuses = ['queued', 'pending', 'completed', 'failure', 'timed_out'] as const;

/** What a service answers with, or somebody uploads. */
const products = closed({
  results: Type.Optional(
    closed({
      format: Type.Optional(Type.String({ maxLength: 50, description: 'json is shown as it is' })),
      data: Type.Unknown({ description: 'JSON; in other formats base64' }),
    }),
  ),
  inference_data: Type.Optional(
    closed({
      format: Type.Optional(Type.String({ maxLength: 50 })),
      data: Type.String({ description: 'base64' }),
    }),
  ),
  plots: Type.Optional(
    Type.Array(
      closed({
        format: Type.Optional(Type.String({ maxLength: 50, description: 'png unless said' })),
        data: Type.String({ description: 'base64' }),
      }),
      { maxItems: 100 },
    ),
  ),
});

export const analysis = closed({
  id: rowId('The analysis'),
  obj_id: objectId,
  analysis_service_id: rowId('The service'),
  analysis_service_name: nullable(Type.String()),
  analysis_service_description: nullable(Type.String()),
  author_id: rowId('Who asked for it'),
  status: Type.Enum([...analysisStatuses], {
    description: 'queued: not sent yet; pending: the service has it',
  }),
  status_message: nullable(Type.String()),
  analysis_parameters: Type.Record(Type.String(), Type.Unknown()),
  show_parameters: Type.Boolean(),
  show_plots: Type.Boolean(),
  show_corner: Type.Boolean(),
  created_at: datetime('When it was asked for'),
  modified: datetime('When it was changed'),
  last_activity: datetime('When something was heard of it last'),
  invalid_after: nullable(datetime('Nothing is taken from the service after that')),
  duration: nullable(Type.Number({ description: 'Seconds from asking to answer' })),
  num_plots: Type.Integer(),
  has_results: Type.Boolean(),
  has_inference_data: Type.Boolean(),
  groups: Type.Array(group, { description: 'Who sees it; those that the viewer sees' }),
  can_delete: Type.Boolean(),
  data: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
});

const groupIds = Type.Array(rowId('A group'), { maxItems: 200 });
const shown = {
  show_parameters: Type.Optional(Type.Boolean()),
  show_plots: Type.Optional(Type.Boolean()),
  show_corner: Type.Optional(Type.Boolean()),
  group_ids: Type.Optional(groupIds),
};
const runParams = closed({ objId: objectId, serviceId: rowId('The service') });
const idParams = closed({ id: rowId('The analysis') });
const objID = Type.Optional(objectId);

export const startAnalysis = defineRoute({
  method: 'POST',
  path: '/api/obj/{objId}/analysis/{serviceId}',
  tags: ['analyses'],
  summary: 'Ask a service to analyse an object',
  description:
    'What the service is given is what the viewer sees of the object now. It is sent at once, and ' +
    'again where the service does not answer; look at the status. Without `group_ids` the results ' +
    'are for all groups of the viewer.',
  acl: 'Run Analyses',
  params: runParams,
  body: closed({
    analysis_parameters: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    ...shown,
  }),
  response: closed({ id: rowId('The analysis') }),
  examples: { body: { analysis_parameters: { source: 'nugent-sn2p' } }, response: { id: 5 } },
});

export const uploadAnalysis = defineRoute({
  method: 'POST',
  path: '/api/obj/{objId}/analysis_upload/{serviceId}',
  tags: ['analyses'],
  summary: 'Upload the results of an analysis that was made elsewhere',
  acl: 'Run Analyses',
  params: runParams,
  body: closed({
    analysis: products,
    message: Type.Optional(Type.String({ maxLength: 10_000 })),
    ...shown,
  }),
  response: closed({ id: rowId('The analysis'), message: Type.String() }),
  examples: {
    body: { analysis: { results: { format: 'json', data: { chi2: 1.1 } } } },
    response: { id: 5, message: 'stored' },
  },
});

export const listAnalyses = defineRoute({
  method: 'GET',
  path: '/api/obj/analysis',
  tags: ['analyses'],
  summary: 'Analyses, last asked for first',
  query: closed({
    objID,
    pageNumber: Type.Optional(pageNumber),
    numPerPage: Type.Optional(pageSize(500)),
  }),
  ignored: { query: ['includeFilename', 'includeAnalysisData', 'summaryOnly'] },
  response: Type.Array(analysis),
});

export const getAnalysis = defineRoute({
  method: 'GET',
  path: '/api/obj/analysis/{id}',
  tags: ['analyses'],
  summary: 'One analysis',
  params: idParams,
  query: closed({
    objID,
    includeAnalysisData: Type.Optional(
      Type.Boolean({ description: 'Whether to bring what came of it: results, plots, samples' }),
    ),
  }),
  ignored: { query: ['includeFilename'] },
  response: analysis,
});

export const deleteAnalysis = defineRoute({
  method: 'DELETE',
  path: '/api/obj/analysis/{id}',
  tags: ['analyses'],
  summary: 'Delete an analysis; what still waits is not sent',
  acl: 'Run Analyses',
  params: idParams,
  response: closed({}),
});

export const getAnalysisResults = defineRoute({
  method: 'GET',
  path: '/api/obj/analysis/{id}/results',
  tags: ['analyses'],
  summary: 'The results: JSON',
  params: idParams,
  response: Type.Unknown(),
});

export const getAnalysisPlot = defineRoute({
  method: 'GET',
  path: '/api/obj/analysis/{id}/plots/{number}',
  tags: ['analyses'],
  summary: 'One of its plots, as the service drew it; from 0',
  params: closed({
    id: rowId('The analysis'),
    number: Type.Integer({ minimum: 0, maximum: 99 }),
  }),
  kind: 'bytes',
  response: Type.Unknown(),
});

export const getAnalysisFirstPlot = defineRoute({
  method: 'GET',
  path: '/api/obj/analysis/{id}/plots',
  tags: ['analyses'],
  summary: 'Its first plot',
  params: idParams,
  kind: 'bytes',
  response: Type.Unknown(),
});

export const getAnalysisCorner = defineRoute({
  method: 'GET',
  path: '/api/obj/analysis/{id}/corner',
  tags: ['analyses'],
  summary: 'Its samples as a corner plot, SVG, drawn here',
  description:
    'Samples are `inference_data`: a netCDF-4 file with a group `posterior`, as ArviZ writes it, or JSON with a ' +
    'list of numbers for each parameter. The first twelve parameters are drawn. 404 without samples, 409 where ' +
    'they cannot be read.',
  params: idParams,
  kind: 'bytes',
  response: Type.Unknown(),
});

export const answerAnalysis = defineRoute({
  method: 'POST',
  path: '/api/webhook/obj_analysis/{token}',
  tags: ['analyses'],
  summary: 'A service answers, once, at the address that it was given',
  isPublic: true,
  params: closed({
    token: Type.String({ minLength: 36, maxLength: 36, pattern: '^[0-9a-f-]{36}$' }),
  }),
  body: closed({
    status: Type.String({ maxLength: 100, description: '`success`, or anything else: it failed' }),
    message: Type.Optional(nullable(Type.String({ maxLength: 100_000 }))),
    analysis: Type.Optional(nullable(products)),
  }),
  response: closed({}),
  examples: {
    body: { status: 'success', analysis: { results: { format: 'json', data: { chi2: 1.1 } } } },
  },
});

export const querySummaries = defineRoute({
  method: 'POST',
  path: '/api/summary_query',
  tags: ['analyses'],
  summary: 'Look for objects by what their summaries mean; needs a model outside',
  body: closed({
    q: Type.Optional(Type.String({ maxLength: 10_000 })),
    objID: Type.Optional(objectId),
    k: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    z_min: Type.Optional(Type.Number()),
    z_max: Type.Optional(Type.Number()),
    classificationTypes: Type.Optional(Type.Array(Type.String(), { maxItems: 100 })),
  }),
  response: closed({}),
});
