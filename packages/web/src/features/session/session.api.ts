import { api } from '../../api/api.ts';
import { sessionStarted } from '../../api/session-events.ts';
import type {
  Identity,
  InvitationPreview,
  LoginProviders,
  LoginSession,
  Profile,
  Token,
} from '../../api/types.ts';

type NewToken = {
  readonly name: string;
  /** null: all that the viewer may do. */
  readonly acls: readonly string[] | null;
  readonly expires_at: string | null;
};

export const sessionApi = api.injectEndpoints({
  endpoints: (build) => ({
    getProfile: build.query<Profile, void>({
      query: () => 'internal/profile',
      providesTags: ['Session'],
      keepUnusedDataFor: 3600,
    }),
    updateProfile: build.mutation<unknown, Readonly<Record<string, unknown>>>({
      query: (body) => ({ url: 'internal/profile', method: 'PATCH', body }),
      // A refusal may mean that it was changed in another window.
      invalidatesTags: (_result, error) =>
        error === undefined || error.status === 409 ? ['Session', 'User'] : [],
    }),
    logIn: build.mutation<unknown, string>({
      query: (token) => ({ url: 'login', method: 'POST', body: { token } }),
      invalidatesTags: (_result, error) => (error ? [] : ['Session']),
      onQueryStarted: (_token, { dispatch, queryFulfilled }) => {
        queryFulfilled.then(
          () => dispatch(sessionStarted()),
          () => undefined,
        );
      },
    }),
    logOut: build.mutation<unknown, void>({
      query: () => ({ url: 'logout', method: 'POST' }),
    }),
    getTokens: build.query<readonly Token[], void>({
      query: () => 'internal/tokens',
      providesTags: ['Token'],
    }),
    createToken: build.mutation<{ token_id: string }, NewToken>({
      query: (body) => ({ url: 'internal/tokens', method: 'POST', body }),
      invalidatesTags: ['Token'],
    }),
    revokeToken: build.mutation<unknown, string>({
      query: (id) => ({ url: `internal/tokens/${encodeURIComponent(id)}`, method: 'DELETE' }),
      invalidatesTags: ['Token'],
    }),
    getLoginProviders: build.query<LoginProviders, void>({
      query: () => 'internal/login_providers',
      keepUnusedDataFor: 3600,
    }),
    getSessions: build.query<readonly LoginSession[], void>({
      query: () => 'internal/sessions',
      providesTags: ['LoginSession'],
    }),
    endSession: build.mutation<unknown, string>({
      query: (id) => ({ url: `internal/sessions/${encodeURIComponent(id)}`, method: 'DELETE' }),
      invalidatesTags: ['LoginSession'],
    }),
    endOtherSessions: build.mutation<{ ended: number }, void>({
      query: () => ({ url: 'internal/sessions', method: 'DELETE' }),
      invalidatesTags: ['LoginSession'],
    }),
    getIdentities: build.query<readonly Identity[], void>({
      query: () => 'internal/identities',
      providesTags: ['Identity'],
    }),
    linkIdentity: build.mutation<{ location: string }, string>({
      query: (provider) => ({ url: 'internal/identities', method: 'POST', body: { provider } }),
    }),
    unlinkIdentity: build.mutation<unknown, number>({
      query: (id) => ({ url: `internal/identities/${id}`, method: 'DELETE' }),
      invalidatesTags: (_result, error) => (error ? [] : ['Identity']),
    }),
    previewInvitation: build.query<InvitationPreview, string>({
      query: (token) => ({ url: 'invitations/preview', params: { token } }),
    }),
    acceptInvitation: build.mutation<unknown, string>({
      query: (token) => ({ url: 'invitations/accept', method: 'POST', body: { token } }),
      invalidatesTags: (_result, error) => (error ? [] : ['Session', 'Group', 'Stream']),
    }),
  }),
});

export const {
  useGetProfileQuery,
  useUpdateProfileMutation,
  useLogInMutation,
  useLogOutMutation,
  useGetTokensQuery,
  useCreateTokenMutation,
  useRevokeTokenMutation,
  useGetLoginProvidersQuery,
  useGetSessionsQuery,
  useEndSessionMutation,
  useEndOtherSessionsMutation,
  useGetIdentitiesQuery,
  useLinkIdentityMutation,
  useUnlinkIdentityMutation,
  usePreviewInvitationQuery,
  useAcceptInvitationMutation,
} = sessionApi;
