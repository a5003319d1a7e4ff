import { api } from '../../api/api.ts';
import type { Answer } from '../../api/types.ts';

export type ListEntry = Answer<'listListings'>[number];

type OfObject = { readonly objId: string; readonly listName: string };

export const FAVORITES = 'favorites';

export const listingsApi = api.injectEndpoints({
  endpoints: (build) => ({
    getListings: build.query<readonly ListEntry[], void>({
      query: () => 'listing',
      providesTags: ['Listing'],
      keepUnusedDataFor: 600,
    }),
    addToList: build.mutation<
      unknown,
      OfObject & { readonly params?: Readonly<Record<string, unknown>> }
    >({
      query: ({ objId, listName, params }) => ({
        url: 'listing',
        method: 'POST',
        body: { obj_id: objId, list_name: listName, ...(params ? { params } : {}) },
      }),
      invalidatesTags: ['Listing'],
    }),
    removeFromList: build.mutation<unknown, OfObject>({
      query: ({ objId, listName }) => ({
        url: 'listing',
        method: 'DELETE',
        body: { obj_id: objId, list_name: listName },
      }),
      invalidatesTags: ['Listing'],
    }),
    changeListEntry: build.mutation<
      unknown,
      { readonly id: number; readonly params: Readonly<Record<string, unknown>> }
    >({
      query: ({ id, params }) => ({ url: `listing/${id}`, method: 'PATCH', body: { params } }),
      invalidatesTags: ['Listing'],
    }),
  }),
});

export const {
  useGetListingsQuery,
  useAddToListMutation,
  useRemoveFromListMutation,
  useChangeListEntryMutation,
} = listingsApi;
