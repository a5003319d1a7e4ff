import { api } from '../../api/api.ts';
import { staleRights } from '../../api/stale-rights.ts';
import type { RoleInfo, User, UserPage } from '../../api/types.ts';

export type UserSearch = {
  readonly role: string;
  readonly group: string;
  readonly includeEnded: boolean;
};

type UserChange = {
  readonly id: number;
  readonly first_name?: string | null;
  readonly last_name?: string | null;
  readonly contact_email?: string | null;
  readonly is_bot?: boolean;
  readonly expirationDate?: string | null;
  readonly deactivated?: boolean;
  readonly revision?: number;
};

type NewUser = {
  readonly username: string;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly contact_email: string | null;
  readonly is_bot: boolean;
  readonly roles: readonly string[];
  readonly groupIDsAndAdmin: readonly (readonly [number, boolean])[];
  readonly expirationDate: string | null;
};

type GivenRight = { readonly userId: number; readonly name: string };

const PER_REQUEST = 1000;

export const usersApi = api.injectEndpoints({
  endpoints: (build) => ({
    // All of them: names are searched as they are typed, first, last and username alike.
    getUsers: build.query<readonly User[], UserSearch>({
      queryFn: async ({ role, group, includeEnded }, _store, _options, send) => {
        const users: User[] = [];
        for (let pageNumber = 1; ; pageNumber += 1) {
          const { data, error } = await send({
            url: 'user',
            params: {
              pageNumber,
              numPerPage: PER_REQUEST,
              includeExpired: includeEnded,
              ...(role === '' ? {} : { role }),
              ...(group === '' ? {} : { group }),
            },
          });
          if (error) return { error };
          const page = data as UserPage;
          users.push(...page.users);
          if (page.users.length === 0 || users.length >= page.totalMatches) return { data: users };
        }
      },
      providesTags: ['User'],
    }),
    getUser: build.query<User, number>({
      query: (id) => `user/${id}`,
      providesTags: ['User'],
    }),
    createUser: build.mutation<{ readonly id: number }, NewUser>({
      query: (body) => ({ url: 'user', method: 'POST', body }),
      invalidatesTags: staleRights,
    }),
    updateUser: build.mutation<unknown, UserChange>({
      query: ({ id, ...body }) => ({ url: `user/${id}`, method: 'PATCH', body }),
      invalidatesTags: staleRights,
    }),
    deleteUser: build.mutation<unknown, number>({
      query: (id) => ({ url: `user/${id}`, method: 'DELETE' }),
      invalidatesTags: staleRights,
    }),
    giveRole: build.mutation<unknown, GivenRight>({
      query: ({ userId, name }) => ({
        url: `user/${userId}/roles`,
        method: 'POST',
        body: { roleIds: [name] },
      }),
      invalidatesTags: staleRights,
    }),
    takeRole: build.mutation<unknown, GivenRight>({
      query: ({ userId, name }) => ({
        url: `user/${userId}/roles/${encodeURIComponent(name)}`,
        method: 'DELETE',
      }),
      invalidatesTags: staleRights,
    }),
    giveAcl: build.mutation<unknown, GivenRight>({
      query: ({ userId, name }) => ({
        url: `user/${userId}/acls`,
        method: 'POST',
        body: { aclIds: [name] },
      }),
      invalidatesTags: staleRights,
    }),
    takeAcl: build.mutation<unknown, GivenRight>({
      query: ({ userId, name }) => ({
        url: `user/${userId}/acls/${encodeURIComponent(name)}`,
        method: 'DELETE',
      }),
      invalidatesTags: staleRights,
    }),
    getRoles: build.query<readonly RoleInfo[], void>({
      query: () => 'roles',
      providesTags: ['Session'],
      keepUnusedDataFor: 3600,
    }),
  }),
});

export const {
  useGetUsersQuery,
  useGetUserQuery,
  useCreateUserMutation,
  useUpdateUserMutation,
  useDeleteUserMutation,
  useGiveRoleMutation,
  useTakeRoleMutation,
  useGiveAclMutation,
  useTakeAclMutation,
  useGetRolesQuery,
} = usersApi;
