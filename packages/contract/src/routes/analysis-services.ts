import { analysisInputTypes, analysisTypes } from '../facilities.ts';
import { defineRoute } from '../route.ts';
import { clearable, closed, datetime, nullable, rowId, Type } from '../schema.ts';
import { group } from './groups.ts';

/** How a service knows that it is Fritz who asks. */
export const analysisAuthentications = [
  'none',
  'api_key',
  'header_token',
  'HTTPBasicAuth',
] as const;
export type AnalysisInput = (typeof analysisInputTypes)[number];

const parameters = Type.Record(Type.String(), Type.Unknown(), {
  description: 'Name of a parameter, and the list of values that it can have; empty: any',
});
const url = Type.String({
  maxLength: 2000,
  pattern: '^https?://[^\\s/]+',
  examples: ['https://example.org/fit'],
});
const name = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' });
const text = Type.Optional(clearable(Type.String({ maxLength: 10_000 })));
const groupIds = Type.Array(rowId('A group'), { maxItems: 200 });
const timeout = Type.Number({
  exclusiveMinimum: 0,
  maximum: 2_592_000,
  description: 'Seconds that the service may take',
});

const shown = {
  name: Type.String(),
  display_name: nullable(Type.String()),
  description: nullable(Type.String()),
  version: nullable(Type.String()),
  contact_name: nullable(Type.String()),
  contact_email: nullable(Type.String()),
  url: Type.String(),
  optional_analysis_parameters: parameters,
  authentication_type: Type.Enum([...analysisAuthentications]),
  enabled: Type.Boolean(),
  analysis_type: Type.Enum([...analysisTypes]),
  input_data_types: Type.Array(Type.Enum([...analysisInputTypes])),
  timeout,
  upload_only: Type.Boolean({ description: 'Whether its results are uploaded by people alone' }),
  display_on_resource_dropdown: Type.Boolean(),
  is_summary: Type.Boolean({ description: 'Whether its results sum the object up' }),
};

export const analysisService = closed({
  id: rowId('The service'),
  ...shown,
  groups: Type.Array(group, { description: 'Who may use it; those that the viewer sees' }),
  created_by: rowId('Who made it'),
  created_at: datetime('When it was made'),
  modified: datetime('When it was changed'),
  can_change: Type.Boolean({ description: 'Whether the viewer may change it' }),
});

const given = {
  display_name: text,
  description: text,
  version: text,
  contact_name: text,
  contact_email: text,
  optional_analysis_parameters: Type.Optional(
    Type.Union([parameters, Type.String({ maxLength: 100_000 })], {
      description: 'Such an object, or its JSON text',
    }),
  ),
  _authinfo: Type.Optional(
    nullable(
      Type.String({
        maxLength: 100_000,
        description: 'JSON text: an object with the secrets, under the name of the authentication',
      }),
    ),
  ),
  enabled: Type.Optional(Type.Boolean()),
  timeout: Type.Optional(timeout),
  upload_only: Type.Optional(Type.Boolean()),
  display_on_resource_dropdown: Type.Optional(Type.Boolean()),
  is_summary: Type.Optional(Type.Boolean()),
  group_ids: Type.Optional(groupIds),
};
const idParams = closed({ id: rowId('The service') });
const authentication = Type.Enum([...analysisAuthentications]);
const inputs = Type.Array(Type.Enum([...analysisInputTypes]), { maxItems: 6, uniqueItems: true });

export const listAnalysisServices = defineRoute({
  method: 'GET',
  path: '/api/analysis_service',
  tags: ['analyses'],
  summary: 'Services that analyse objects, by name',
  response: Type.Array(analysisService),
});

export const getAnalysisService = defineRoute({
  method: 'GET',
  path: '/api/analysis_service/{id}',
  tags: ['analyses'],
  summary: 'One service; never its secrets',
  params: idParams,
  response: analysisService,
});

export const createAnalysisService = defineRoute({
  method: 'POST',
  path: '/api/analysis_service',
  tags: ['analyses'],
  summary: 'Make a service known',
  description:
    'Without `group_ids` it is for all groups of the viewer. Addresses inside of the server’s own ' +
    'network are refused unless the server allows their host.',
  acl: 'Manage Analysis Services',
  body: closed({
    name,
    url,
    authentication_type: authentication,
    analysis_type: Type.Enum([...analysisTypes]),
    input_data_types: inputs,
    ...given,
  }),
  response: closed({ id: rowId('The service') }),
  examples: {
    body: {
      name: 'fitter',
      url: 'https://example.org/fit',
      authentication_type: 'none',
      analysis_type: 'lightcurve_fitting',
      input_data_types: ['photometry', 'redshift'],
    },
    response: { id: 2 },
  },
});

export const updateAnalysisService = defineRoute({
  method: 'PATCH',
  path: '/api/analysis_service/{id}',
  tags: ['analyses'],
  summary: 'Change a service; what is not named stays, its secrets too',
  acl: 'Manage Analysis Services',
  params: idParams,
  body: closed({
    name: Type.Optional(name),
    url: Type.Optional(url),
    authentication_type: Type.Optional(authentication),
    analysis_type: Type.Optional(Type.Enum([...analysisTypes])),
    input_data_types: Type.Optional(inputs),
    ...given,
  }),
  ignored: { body: ['id'] },
  response: closed({}),
  examples: { body: { enabled: false } },
});

export const deleteAnalysisService = defineRoute({
  method: 'DELETE',
  path: '/api/analysis_service/{id}',
  tags: ['analyses'],
  summary: 'Delete a service with its analyses',
  acl: 'Manage Analysis Services',
  params: idParams,
  response: closed({}),
});

const sourceFilter = closed({
  classifications: Type.Array(
    closed({
      name: Type.String({ minLength: 1, maxLength: 500, description: 'A class' }),
      probability: Type.Optional(
        Type.Number({
          minimum: 0,
          maximum: 1,
          description: 'At least; without it, whatever it is',
        }),
      ),
    }),
    { minItems: 1, maxItems: 100 },
  ),
});
const shownOptions = {
  show_parameters: Type.Optional(Type.Boolean()),
  show_plots: Type.Optional(Type.Boolean()),
  show_corner: Type.Optional(Type.Boolean()),
};
const analysisParameters = Type.Record(Type.String(), Type.Unknown());

export const defaultAnalysis = closed({
  id: rowId('The default analysis'),
  analysis_service_id: rowId('The service'),
  author_id: rowId('Who made it'),
  default_analysis_parameters: analysisParameters,
  source_filter: sourceFilter,
  show_parameters: Type.Boolean(),
  show_plots: Type.Boolean(),
  show_corner: Type.Boolean(),
  stats: closed({
    daily_limit: Type.Integer({ description: 'How many begin by themselves on a day, UTC' }),
    daily_count: Type.Integer({ description: 'How many did today' }),
  }),
  groups: Type.Array(group),
  created_at: datetime('When it was made'),
  modified: datetime('When it was changed'),
});

const serviceParams = closed({ serviceId: rowId('The service') });
const defaultParams = closed({
  serviceId: rowId('The service'),
  id: rowId('The default analysis'),
});
const dailyLimit = Type.Integer({ minimum: 1, maximum: 10_000, default: 10 });

export const listDefaultAnalyses = defineRoute({
  method: 'GET',
  path: '/api/analysis_service/{serviceId}/default_analysis',
  tags: ['analyses'],
  summary: 'What a service is asked for by itself',
  params: serviceParams,
  response: Type.Array(defaultAnalysis),
});

export const getDefaultAnalysis = defineRoute({
  method: 'GET',
  path: '/api/analysis_service/{serviceId}/default_analysis/{id}',
  tags: ['analyses'],
  summary: 'One of them',
  params: defaultParams,
  response: defaultAnalysis,
});

export const createDefaultAnalysis = defineRoute({
  method: 'POST',
  path: '/api/analysis_service/{serviceId}/default_analysis',
  tags: ['analyses'],
  summary: 'Ask a service by itself, for objects of which one of these classes is said',
  description:
    'It begins with the rights of whoever says so, where he may use the service; its results are ' +
    'for those of its groups that he is in.',
  acl: 'Run Analyses',
  params: serviceParams,
  body: closed({
    default_analysis_parameters: Type.Optional(analysisParameters),
    source_filter: sourceFilter,
    ...shownOptions,
    daily_limit: Type.Optional(dailyLimit),
    group_ids: Type.Optional(groupIds),
  }),
  response: closed({ id: rowId('The default analysis') }),
  examples: {
    body: { source_filter: { classifications: [{ name: 'SN Ia', probability: 0.8 }] } },
    response: { id: 4 },
  },
});

export const updateDefaultAnalysis = defineRoute({
  method: 'PATCH',
  path: '/api/analysis_service/{serviceId}/default_analysis/{id}',
  tags: ['analyses'],
  summary: 'Change it; what is not named stays',
  acl: 'Run Analyses',
  params: defaultParams,
  body: closed({
    default_analysis_parameters: Type.Optional(analysisParameters),
    source_filter: Type.Optional(sourceFilter),
    ...shownOptions,
    daily_limit: Type.Optional(dailyLimit),
    group_ids: Type.Optional(groupIds),
  }),
  response: closed({}),
  examples: { body: { daily_limit: 5 } },
});

export const deleteDefaultAnalysis = defineRoute({
  method: 'DELETE',
  path: '/api/analysis_service/{serviceId}/default_analysis/{id}',
  tags: ['analyses'],
  summary: 'Ask no more',
  acl: 'Run Analyses',
  params: defaultParams,
  response: closed({}),
});
