import { api } from '../../api/api.ts';
import type { Answer } from '../../api/types.ts';

export type Interest = Answer<'listSourceInterests'>[number];

/** What somebody means to do with an object. */
export type NewInterest = {
  readonly title: string;
  readonly description: string | null;
  readonly link: string | null;
};

const pathOf = (objId: string) => `sources/${encodeURIComponent(objId)}/interests`;

function changed(objId: string, error: unknown) {
  return error === undefined ? [{ type: 'Interest' as const, id: objId }] : [];
}

export const interestsApi = api.injectEndpoints({
  endpoints: (build) => ({
    getInterests: build.query<readonly Interest[], string>({
      query: pathOf,
      providesTags: (_result, _error, id) => [{ type: 'Interest', id }],
    }),
    addInterest: build.mutation<unknown, { readonly objId: string; readonly said: NewInterest }>({
      query: ({ objId, said }) => ({ url: pathOf(objId), method: 'POST', body: said }),
      invalidatesTags: (_result, error, { objId }) => changed(objId, error),
    }),
    removeInterest: build.mutation<unknown, { readonly objId: string; readonly id: number }>({
      query: ({ objId, id }) => ({
        url: `${pathOf(objId)}/${id}`,
        method: 'DELETE',
        // It may be sent while the page is being left.
        keepalive: true,
      }),
      invalidatesTags: (_result, error, { objId }) => changed(objId, error),
    }),
  }),
});

export const { useGetInterestsQuery, useAddInterestMutation, useRemoveInterestMutation } =
  interestsApi;
