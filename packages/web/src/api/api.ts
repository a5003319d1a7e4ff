import {
  type BaseQueryFn,
  createApi,
  type FetchArgs,
  fetchBaseQuery,
} from '@reduxjs/toolkit/query/react';
import { type ApiError, readApiError } from './api-error.ts';
import { parseExactJson } from './exact-json.ts';
import { fetchOpened } from './opened.ts';
import { sessionExpired } from './session-events.ts';

const send = fetchBaseQuery({
  baseUrl: '/api',
  credentials: 'same-origin',
  fetchFn: (input) => fetchOpened(new Request(input)),
  responseHandler: async (response) => {
    const text = await response.text();
    return text === '' ? null : parseExactJson(text);
  },
});

/** Sends a request, unwraps the success envelope and turns every failure into an `ApiError`. */
const exactBaseQuery: BaseQueryFn<string | FetchArgs, unknown, ApiError> = async (
  args,
  store,
  options,
) => {
  const result = await send(args, store, options);
  if (result.error) {
    const error = readApiError(result.error.status, result.error.data);
    if (error.status === 401) store.dispatch(sessionExpired());
    return { error };
  }
  const body = result.data;
  const isEnvelope = typeof body === 'object' && body !== null && 'data' in body;
  return { data: isEnvelope ? body.data : body };
};

/** What answers are tagged with: to read everything anew is to name them all. */
export const allTags = [
  'Session',
  'LoginSession',
  'Identity',
  'Token',
  'Group',
  'AdmissionRequest',
  'User',
  'Invitation',
  'Stream',
  'Filter',
  'Source',
  'Photometry',
  'Spectrum',
  'Classification',
  'Comment',
  'Annotation',
  'Tag',
  'Taxonomy',
  'Interest',
  'Installation',
  'SkyMap',
  'Followup',
  'Observing',
  'FollowupRule',
  'Notification',
  'Tonight',
  'Listing',
  'Query',
  'QueryJob',
  'Telescope',
  'Analysis',
] as const;

/** The empty API; each feature injects its own endpoints. */
export const api = createApi({
  reducerPath: 'api',
  baseQuery: exactBaseQuery,
  tagTypes: allTags,
  keepUnusedDataFor: 60,
  endpoints: () => ({}),
});
