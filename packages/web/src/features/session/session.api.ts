import { api } from '../../api/api.ts';
import { sessionStarted } from '../../api/session-events.ts';
import type { Profile, Token } from '../../api/types.ts';

export const sessionApi = api.injectEndpoints({
  endpoints: (build) => ({
    getProfile: build.query<Profile, void>({
      query: () => 'internal/profile',
      providesTags: ['Session'],
      keepUnusedDataFor: 3600,
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
    createToken: build.mutation<{ token_id: string }, { name: string; acls: readonly string[] }>({
      query: (body) => ({ url: 'internal/tokens', method: 'POST', body }),
      invalidatesTags: ['Token'],
    }),
    revokeToken: build.mutation<unknown, string>({
      query: (id) => ({ url: `internal/tokens/${encodeURIComponent(id)}`, method: 'DELETE' }),
      invalidatesTags: ['Token'],
    }),
  }),
});

export const {
  useGetProfileQuery,
  useLogInMutation,
  useLogOutMutation,
  useGetTokensQuery,
  useCreateTokenMutation,
  useRevokeTokenMutation,
} = sessionApi;
