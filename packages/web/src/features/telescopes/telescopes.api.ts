import { api } from '../../api/api.ts';
import type { Answer } from '../../api/types.ts';

export type Telescope = Answer<'listTelescopes'>[number];

export const telescopesApi = api.injectEndpoints({
  endpoints: (build) => ({
    getTelescopes: build.query<readonly Telescope[], void>({
      query: () => 'telescope',
      providesTags: ['Telescope'],
      keepUnusedDataFor: 3600,
    }),
    getWeather: build.query<Answer<'getWeather'>, number>({
      query: (id) => ({ url: 'weather', params: { telescope_id: id } }),
    }),
  }),
});

export const { useGetTelescopesQuery, useGetWeatherQuery } = telescopesApi;
