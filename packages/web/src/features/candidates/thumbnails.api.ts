import { api } from '../../api/api.ts';

/** A picture of an object: one that was sent, or one that a survey draws (without an id). */
export type ObjPicture = {
  readonly id: number | null;
  readonly type: string;
  readonly public_url: string;
};

type WithPictures = { readonly thumbnails?: readonly ObjPicture[] };

const thumbnailsApi = api.injectEndpoints({
  endpoints: (build) => ({
    getThumbnails: build.query<readonly ObjPicture[], string>({
      query: (id) => ({
        url: `sources/${encodeURIComponent(id)}`,
        params: { includeThumbnails: true },
      }),
      transformResponse: (source: WithPictures) => source.thumbnails ?? [],
    }),
  }),
});

export const { useGetThumbnailsQuery } = thumbnailsApi;
