import { api } from '../../api/api.ts';
import type { Classification, ClassificationVersion, Taxonomy } from '../../api/types.ts';

/** What somebody says that an object is. */
export type NewClassification = {
  readonly obj_id: string;
  readonly classification: string;
  readonly taxonomy_id: number;
  readonly probability: number | null;
  /** Without groups it is for everyone who sees the object and the taxonomy. */
  readonly group_ids?: readonly number[];
  readonly vote?: boolean;
};

type OfObject = { readonly id: number; readonly objId: string };

function changed(objId: string, error: unknown) {
  return error === undefined
    ? [
        { type: 'Classification' as const, id: objId },
        { type: 'Source' as const, id: objId },
      ]
    : [];
}

export const classificationsApi = api.injectEndpoints({
  endpoints: (build) => ({
    getTaxonomies: build.query<readonly Taxonomy[], void>({
      query: () => 'taxonomy',
      providesTags: ['Taxonomy'],
      keepUnusedDataFor: 3600,
    }),
    getClassifications: build.query<readonly Classification[], string>({
      query: (objId) => `sources/${encodeURIComponent(objId)}/classifications`,
      providesTags: (_result, _error, id) => [{ type: 'Classification', id }],
    }),
    getClassificationHistory: build.query<readonly ClassificationVersion[], OfObject>({
      query: ({ id }) => `classification/${id}/history`,
      providesTags: (_result, _error, { objId }) => [{ type: 'Classification', id: objId }],
    }),
    classify: build.mutation<unknown, NewClassification>({
      query: (body) => ({ url: 'classification', method: 'POST', body }),
      invalidatesTags: (_result, error, { obj_id: objId }) => changed(objId, error),
    }),
    changeProbability: build.mutation<unknown, OfObject & { readonly probability: number | null }>({
      query: ({ id, probability }) => ({
        url: `classification/${id}`,
        method: 'PUT',
        body: { probability },
      }),
      invalidatesTags: (_result, error, { objId }) => changed(objId, error),
    }),
    withdrawClassification: build.mutation<unknown, OfObject>({
      query: ({ id }) => ({
        url: `classification/${id}`,
        method: 'DELETE',
        body: {},
        // It may be sent while the page is being left.
        keepalive: true,
      }),
      invalidatesTags: (_result, error, { objId }) => changed(objId, error),
    }),
    /** 1 agrees, −1 does not; 0 takes one's vote back. */
    voteOn: build.mutation<unknown, OfObject & { readonly vote: -1 | 0 | 1 }>({
      query: ({ id, vote }) =>
        vote === 0
          ? { url: `classification/votes/${id}`, method: 'DELETE' }
          : { url: `classification/votes/${id}`, method: 'POST', body: { vote } },
      invalidatesTags: (_result, error, { objId }) => changed(objId, error),
    }),
  }),
});

export const {
  useGetTaxonomiesQuery,
  useGetClassificationsQuery,
  useGetClassificationHistoryQuery,
  useClassifyMutation,
  useChangeProbabilityMutation,
  useWithdrawClassificationMutation,
  useVoteOnMutation,
} = classificationsApi;
