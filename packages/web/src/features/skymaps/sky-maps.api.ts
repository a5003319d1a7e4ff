import { api } from '../../api/api.ts';
import type { Answer } from '../../api/types.ts';

export type SkyMapPage = Answer<'listLocalizations'>;
export type SkyMapItem = SkyMapPage['localizations'][number];
export type SkyMapDetail = Answer<'getLocalization'>;
export type SkyMapCells = Answer<'getLocalizationCells'>;
export type SkyMapObjects = Answer<'listLocalizationObjects'>;
export type SkyMapObject = SkyMapObjects['objects'][number];
/** A map that holds an object, with what it says of its place. */
export type ObjectSkyMap = Answer<'listObjectLocalizations'>[number];

/** Which map: an event's time and the map's name. */
export type SkyMapKey = { readonly dateobs: string; readonly name: string };

export type ObjectsAsked = SkyMapKey & {
  readonly params: Readonly<Record<string, string | number>>;
};

/** Where a map is in the API. */
export const skyMapUrl = ({ dateobs, name }: SkyMapKey): string =>
  `localization/${encodeURIComponent(dateobs)}/name/${encodeURIComponent(name)}`;

export const skyMapsApi = api.injectEndpoints({
  endpoints: (build) => ({
    listSkyMaps: build.query<SkyMapPage, Readonly<Record<string, string | number>>>({
      query: (params) => ({ url: 'localization', params }),
      providesTags: ['SkyMap'],
    }),
    getSkyMap: build.query<SkyMapDetail, SkyMapKey>({
      query: skyMapUrl,
      providesTags: ['SkyMap'],
    }),
    getSkyMapCells: build.query<SkyMapCells, SkyMapKey>({
      query: (key) => ({ url: `${skyMapUrl(key)}/cells`, params: { most: 20_000 } }),
      keepUnusedDataFor: 600,
    }),
    getSkyMapObjects: build.query<SkyMapObjects, ObjectsAsked>({
      query: ({ params, ...key }) => ({ url: `${skyMapUrl(key)}/objects`, params }),
    }),
    getObjectSkyMaps: build.query<readonly ObjectSkyMap[], string>({
      query: (objId) => `sources/${encodeURIComponent(objId)}/localizations`,
      providesTags: ['SkyMap'],
    }),
    addSkyMap: build.mutation<Answer<'createLocalization'>, Readonly<Record<string, unknown>>>({
      query: (body) => ({ url: 'localization', method: 'POST', body }),
      invalidatesTags: (_result, error) => (error ? [] : ['SkyMap']),
    }),
    removeSkyMap: build.mutation<unknown, SkyMapKey>({
      query: (key) => ({ url: skyMapUrl(key), method: 'DELETE' }),
      invalidatesTags: (_result, error) => (error ? [] : ['SkyMap']),
    }),
  }),
});

export const {
  useListSkyMapsQuery,
  useGetSkyMapQuery,
  useGetSkyMapCellsQuery,
  useGetSkyMapObjectsQuery,
  useGetObjectSkyMapsQuery,
  useAddSkyMapMutation,
  useRemoveSkyMapMutation,
} = skyMapsApi;
