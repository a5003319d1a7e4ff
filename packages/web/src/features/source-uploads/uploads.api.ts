import { api } from '../../api/api.ts';
import type { Instrument } from '../../api/types.ts';

/** A table of photometry, and what is said of all its rows. */
export type PhotometryUpload = {
  /** Text as it is, FITS in base64. */
  readonly file: string;
  readonly filename: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly obj_id: string;
  readonly instrument_id?: number;
  readonly filter?: string;
  readonly magsys?: string;
  readonly zp?: number;
  readonly group_ids: readonly number[] | 'all';
};

export type Uploaded = { readonly ids: readonly unknown[]; readonly upload_id: string };

export const uploadsApi = api.injectEndpoints({
  endpoints: (build) => ({
    getInstruments: build.query<readonly Instrument[], void>({
      query: () => 'instrument',
      keepUnusedDataFor: 600,
    }),
    /** New points alone, or also those that are there already. */
    uploadPhotometry: build.mutation<
      Uploaded,
      { readonly upload: PhotometryUpload; readonly keepsKnown: boolean }
    >({
      query: ({ upload, keepsKnown }) => ({
        url: 'photometry/file',
        method: keepsKnown ? 'PUT' : 'POST',
        body: upload,
      }),
      invalidatesTags: (_result, error, { upload: { obj_id: id } }) =>
        error
          ? []
          : [
              { type: 'Photometry', id },
              { type: 'Source', id },
            ],
    }),
  }),
});

export const { useGetInstrumentsQuery, useUploadPhotometryMutation } = uploadsApi;
