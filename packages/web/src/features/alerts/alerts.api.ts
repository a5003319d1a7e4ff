import { api } from '../../api/api.ts';
import type { Answer } from '../../api/types.ts';

export type FoundAlert = Answer<'searchAlerts'>[number];

export const alertsApi = api.injectEndpoints({
  endpoints: (build) => ({
    searchAlerts: build.query<readonly FoundAlert[], Readonly<Record<string, string | number>>>({
      query: (params) => ({ url: 'alerts', params }),
    }),
    getObjectAlerts: build.query<readonly FoundAlert[], string>({
      query: (objectId) => ({ url: 'alerts', params: { objectId, limit: 10_000 } }),
    }),
    getLightCurve: build.query<Answer<'getLightCurve'>, string>({
      query: (objectId) => `alerts_aux/${encodeURIComponent(objectId)}`,
    }),
    saveAlert: build.mutation<
      unknown,
      { readonly objectId: string; readonly groupIds: readonly number[] }
    >({
      query: ({ objectId, groupIds }) => ({
        url: `alerts/${encodeURIComponent(objectId)}`,
        method: 'POST',
        body: { group_ids: groupIds },
      }),
      invalidatesTags: (_result, error, { objectId }) =>
        error
          ? []
          : [
              { type: 'Source', id: objectId },
              { type: 'Source', id: 'LIST' },
              { type: 'Photometry', id: objectId },
            ],
    }),
  }),
});

export const {
  useSearchAlertsQuery,
  useGetObjectAlertsQuery,
  useGetLightCurveQuery,
  useSaveAlertMutation,
} = alertsApi;
