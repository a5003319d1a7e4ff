import { api } from '../../api/api.ts';
import type { CatalogNeighbours } from '../../api/types.ts';

export const catalogsApi = api.injectEndpoints({
  endpoints: (build) => ({
    getCrossMatches: build.query<readonly CatalogNeighbours[], string>({
      query: (id) => `cross_matches/${encodeURIComponent(id)}`,
    }),
  }),
});

export const { useGetCrossMatchesQuery } = catalogsApi;
