import { api } from '../../api/api.ts';
import type { ObjTag, TagOption } from '../../api/types.ts';

function changed(objId: string, error: unknown) {
  return error === undefined
    ? [
        { type: 'Tag' as const, id: objId },
        { type: 'Source' as const, id: 'LIST' },
      ]
    : [];
}

export const tagsApi = api.injectEndpoints({
  endpoints: (build) => ({
    getTagOptions: build.query<readonly TagOption[], void>({
      query: () => 'objtagoption',
      providesTags: [{ type: 'Tag', id: 'OPTIONS' }],
    }),
    getTags: build.query<readonly ObjTag[], string>({
      query: (objId) => ({ url: 'objtag', params: { obj_id: objId } }),
      providesTags: (_result, _error, id) => [{ type: 'Tag', id }],
    }),
    addTag: build.mutation<unknown, { readonly objId: string; readonly optionId: number }>({
      query: ({ objId, optionId }) => ({
        url: 'objtag',
        method: 'POST',
        body: { obj_id: objId, objtagoption_id: optionId },
      }),
      invalidatesTags: (_result, error, { objId }) => changed(objId, error),
    }),
    removeTag: build.mutation<unknown, { readonly objId: string; readonly id: number }>({
      query: ({ id }) => ({ url: `objtag/${id}`, method: 'DELETE', body: {} }),
      invalidatesTags: (_result, error, { objId }) => changed(objId, error),
    }),
    /** Lets a new word be a tag. */
    makeTagOption: build.mutation<TagOption, string>({
      query: (name) => ({ url: 'objtagoption', method: 'POST', body: { name } }),
      invalidatesTags: (_result, error) => (error ? [] : [{ type: 'Tag', id: 'OPTIONS' }]),
    }),
  }),
});

export const {
  useGetTagOptionsQuery,
  useGetTagsQuery,
  useAddTagMutation,
  useRemoveTagMutation,
  useMakeTagOptionMutation,
} = tagsApi;
