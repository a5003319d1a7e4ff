import { api } from '../../api/api.ts';
import type { Answer, Comment } from '../../api/types.ts';

/** What comments can be attached to here. */
export type Subject = { readonly type: 'sources' | 'spectra'; readonly id: string };

export type CommentAttachment = {
  readonly name: string;
  /** The file in base64. */
  readonly body: string;
};

export type NewComment = {
  readonly text: string;
  /** Without groups everyone who sees what it is on reads it. */
  readonly group_ids?: readonly number[];
  readonly channel?: string;
  readonly attachment?: CommentAttachment;
};

type On = { readonly subject: Subject };
type OfComment = On & { readonly id: number };

const pathOf = ({ type, id }: Subject) => `${type}/${encodeURIComponent(id)}/comments`;

/** Where the file of a comment is. */
export function attachmentPath({ type, id }: Subject, commentId: number): string {
  return `/api/${pathOf({ type, id })}/${commentId}/attachment`;
}

function changed({ subject }: On, error: unknown) {
  return error === undefined ? [{ type: 'Comment' as const, id: subject.id }] : [];
}

export const commentsApi = api.injectEndpoints({
  endpoints: (build) => ({
    getComments: build.query<readonly Comment[], On & { readonly channel: string | null }>({
      query: ({ subject, channel }) => ({
        url: pathOf(subject),
        params: channel === null ? {} : { channel },
      }),
      providesTags: (_result, _error, { subject }) => [
        { type: 'Comment', id: subject.id },
        ...(subject.type === 'spectra' ? [{ type: 'Comment' as const, id: 'SPECTRA' }] : []),
      ],
    }),
    getCommentHistory: build.query<Answer<'getCommentHistory'>, OfComment>({
      query: ({ subject, id }) => `${pathOf(subject)}/${id}/history`,
      providesTags: (_result, _error, { subject }) => [{ type: 'Comment', id: subject.id }],
    }),
    getChannels: build.query<readonly string[], string>({
      query: (objId) => `${pathOf({ type: 'sources', id: objId })}/channels`,
      providesTags: (_result, _error, id) => [{ type: 'Comment', id }],
    }),
    addComment: build.mutation<unknown, On & { readonly comment: NewComment }>({
      query: ({ subject, comment }) => ({
        url: pathOf(subject),
        method: 'POST',
        body: comment,
      }),
      invalidatesTags: (_result, error, on) => changed(on, error),
    }),
    changeComment: build.mutation<unknown, OfComment & { readonly text: string }>({
      query: ({ subject, id, text }) => ({
        url: `${pathOf(subject)}/${id}`,
        method: 'PUT',
        body: { text },
      }),
      invalidatesTags: (_result, error, on) => changed(on, error),
    }),
    deleteComment: build.mutation<unknown, OfComment>({
      query: ({ subject, id }) => ({
        url: `${pathOf(subject)}/${id}`,
        method: 'DELETE',
        // It may be sent while the page is being left.
        keepalive: true,
      }),
      invalidatesTags: (_result, error, on) => changed(on, error),
    }),
  }),
});

export const {
  useGetCommentsQuery,
  useGetChannelsQuery,
  useGetCommentHistoryQuery,
  useAddCommentMutation,
  useChangeCommentMutation,
  useDeleteCommentMutation,
} = commentsApi;
