import { api } from '../../api/api.ts';
import type { Int64 } from '../../api/exact-json.ts';
import type { Answer } from '../../api/types.ts';

export type ArchiveRelease = Answer<'listArchiveReleases'>[number];
export type ArchiveCurve = Answer<'searchLightCurves'>[number];

export type CurveSearch = {
  readonly catalog: string;
  readonly ra: number;
  readonly dec: number;
  /** Arcsec. */
  readonly radius: number;
};

/** Of a crowded field the nearest. */
const MOST_CURVES = 100;

export const archiveApi = api.injectEndpoints({
  endpoints: (build) => ({
    getArchiveReleases: build.query<readonly ArchiveRelease[], void>({
      query: () => 'archive/releases',
    }),
    searchLightCurves: build.query<readonly ArchiveCurve[], CurveSearch>({
      query: (search) => ({
        url: 'archive',
        params: { ...search, radius_units: 'arcsec', limit: MOST_CURVES },
      }),
    }),
    saveLightCurves: build.mutation<
      Answer<'saveLightCurves'>,
      { readonly objId: string; readonly catalog: string; readonly ids: readonly Int64[] }
    >({
      query: ({ objId, catalog, ids }) => ({
        url: 'archive',
        method: 'POST',
        body: { obj_id: objId, catalog, light_curve_ids: ids.map(Number) },
      }),
      invalidatesTags: (_result, error, { objId }) =>
        error ? [] : [{ type: 'Photometry', id: objId }],
    }),
  }),
});

export const { useGetArchiveReleasesQuery, useSearchLightCurvesQuery, useSaveLightCurvesMutation } =
  archiveApi;
