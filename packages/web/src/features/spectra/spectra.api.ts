import { api } from '../../api/api.ts';
import type { Answer, Spectrum } from '../../api/types.ts';

export type ParsedSpectrum = Answer<'parseAsciiSpectrum'>;

/** What is in a file: text, or FITS in base64. */
export type SpectrumFile =
  | {
      readonly kind: 'ascii';
      readonly ascii: string;
      readonly wave_column?: number;
      readonly flux_column?: number;
      readonly fluxerr_column?: number;
    }
  | { readonly kind: 'fits'; readonly fits: string };

/** What is said of an uploaded spectrum. */
export type SpectrumWords = {
  readonly obj_id: string;
  readonly instrument_id: number;
  readonly observed_at: string;
  readonly filename: string;
  readonly units: Spectrum['units'];
  readonly type: Spectrum['type'];
  readonly label: string | null;
  readonly origin: string | null;
  readonly group_ids: readonly number[] | 'all';
  readonly observed_by: readonly number[];
  readonly reduced_by: readonly number[];
};

type Named = { readonly objId: string; readonly id: number };

function changed(objId: string, error: unknown) {
  return error === undefined ? [{ type: 'Spectrum' as const, id: objId }] : [];
}

export const spectraApi = api.injectEndpoints({
  endpoints: (build) => ({
    getSpectra: build.query<readonly Spectrum[], string>({
      query: (objId) => `sources/${encodeURIComponent(objId)}/spectra`,
      transformResponse: ({ spectra }: Answer<'getSourceSpectra'>) => spectra,
      providesTags: (_result, _error, id) => [{ type: 'Spectrum', id }],
    }),
    deleteSpectrum: build.mutation<unknown, Named>({
      query: ({ id }) => ({
        url: `spectra/${id}`,
        method: 'DELETE',
        // It may be sent while the page is being left.
        keepalive: true,
      }),
      invalidatesTags: (_result, error, { objId }) => changed(objId, error),
    }),
    parseSpectrum: build.mutation<ParsedSpectrum, SpectrumFile>({
      query: ({ kind, ...body }) => ({ url: `spectra/parse/${kind}`, method: 'POST', body }),
    }),
    uploadSpectrum: build.mutation<
      unknown,
      { readonly file: SpectrumFile; readonly words: SpectrumWords }
    >({
      query: ({ file: { kind, ...file }, words }) => ({
        url: `spectra/${kind}`,
        method: 'POST',
        body: { ...words, ...file },
      }),
      invalidatesTags: (_result, error, { words }) => changed(words.obj_id, error),
    }),
  }),
});

export const {
  useGetSpectraQuery,
  useDeleteSpectrumMutation,
  useParseSpectrumMutation,
  useUploadSpectrumMutation,
} = spectraApi;
