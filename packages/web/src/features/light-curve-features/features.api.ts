import { api } from '../../api/api.ts';
import type { Answer } from '../../api/types.ts';

export type Features = Answer<'getFeatures'>;
export type Rate = Features['bands'][number]['rise'];
export type FoundPeriods = Answer<'getPeriodogram'>;

export type FeaturesOf = {
  readonly objId: string;
  /** E(B−V) to correct for; null for none. */
  readonly ebv: number | null;
};

export const featuresApi = api.injectEndpoints({
  endpoints: (build) => ({
    getFeatures: build.query<Features, FeaturesOf>({
      query: ({ objId, ebv }) => ({
        url: `sources/${encodeURIComponent(objId)}/features`,
        params: { ebv: ebv ?? undefined },
      }),
      providesTags: (_result, _error, { objId }) => [{ type: 'Photometry', id: objId }],
    }),
    getPeriodogram: build.query<FoundPeriods, { objId: string; filter: string | null }>({
      query: ({ objId, filter }) => ({
        url: `sources/${encodeURIComponent(objId)}/periodogram`,
        params: { filter: filter ?? undefined },
      }),
      providesTags: (_result, _error, { objId }) => [{ type: 'Photometry', id: objId }],
    }),
  }),
});

export const { useGetFeaturesQuery, useLazyGetPeriodogramQuery } = featuresApi;
