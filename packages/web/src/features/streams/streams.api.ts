import { api } from '../../api/api.ts';
import { staleRights } from '../../api/stale-rights.ts';
import type { Stream, StreamDetail } from '../../api/types.ts';

export type StreamFields = {
  readonly name: string;
  readonly altdata: { readonly collection: string; readonly selector: readonly number[] };
  readonly auto_join: boolean;
};

type Reader = { readonly streamId: number; readonly userId: number };

export const streamsApi = api.injectEndpoints({
  endpoints: (build) => ({
    getStreams: build.query<readonly Stream[], void>({
      query: () => 'streams',
      providesTags: ['Stream'],
    }),
    getStream: build.query<StreamDetail, number>({
      query: (id) => `streams/${id}`,
      providesTags: ['Stream'],
    }),
    createStream: build.mutation<{ readonly id: number }, StreamFields>({
      query: (body) => ({ url: 'streams', method: 'POST', body }),
      invalidatesTags: staleRights,
    }),
    updateStream: build.mutation<Stream, Partial<StreamFields> & { readonly id: number }>({
      query: ({ id, ...body }) => ({ url: `streams/${id}`, method: 'PATCH', body }),
      invalidatesTags: staleRights,
    }),
    deleteStream: build.mutation<unknown, number>({
      query: (id) => ({ url: `streams/${id}`, method: 'DELETE' }),
      invalidatesTags: staleRights,
    }),
    giveStream: build.mutation<unknown, Reader>({
      query: ({ streamId, userId }) => ({
        url: `streams/${streamId}/users`,
        method: 'POST',
        body: { user_id: userId },
      }),
      invalidatesTags: staleRights,
    }),
    takeStream: build.mutation<unknown, Reader>({
      query: ({ streamId, userId }) => ({
        url: `streams/${streamId}/users/${userId}`,
        method: 'DELETE',
      }),
      invalidatesTags: staleRights,
    }),
  }),
});

export const {
  useGetStreamsQuery,
  useGetStreamQuery,
  useCreateStreamMutation,
  useUpdateStreamMutation,
  useDeleteStreamMutation,
  useGiveStreamMutation,
  useTakeStreamMutation,
} = streamsApi;
