import { api } from '../../api/api.ts';
import { staleRights } from '../../api/stale-rights.ts';
import type { GroupDetail, GroupLists } from '../../api/types.ts';

export type GroupFields = {
  readonly name: string;
  readonly nickname: string | null;
  readonly description: string | null;
  readonly private: boolean;
  readonly auto_accept_requests: boolean;
};

/** What a member may do, as the API's bodies name it. */
export type MemberFlags = {
  readonly admin: boolean;
  readonly canSave: boolean;
  readonly canSharePhotometry: boolean;
};

/** The same as a member of an answer has them. */
function fieldsOfFlags({ admin, canSave, canSharePhotometry }: Partial<MemberFlags>) {
  return {
    ...(admin === undefined ? {} : { admin }),
    ...(canSave === undefined ? {} : { can_save: canSave }),
    ...(canSharePhotometry === undefined ? {} : { can_share_photometry: canSharePhotometry }),
  };
}

type Place = { readonly groupId: number; readonly userId: number };
type GroupStream = { readonly groupId: number; readonly streamId: number };

export const groupsApi = api.injectEndpoints({
  endpoints: (build) => ({
    getGroups: build.query<GroupLists, void>({
      query: () => ({ url: 'groups', params: { includeObjectCounts: true } }),
      providesTags: ['Group'],
    }),
    getGroup: build.query<GroupDetail, number>({
      query: (id) => `groups/${id}`,
      providesTags: ['Group'],
    }),
    createGroup: build.mutation<{ readonly id: number }, GroupFields>({
      query: (body) => ({ url: 'groups', method: 'POST', body }),
      invalidatesTags: staleRights,
    }),
    updateGroup: build.mutation<unknown, Partial<GroupFields> & { readonly id: number }>({
      query: ({ id, ...body }) => ({ url: `groups/${id}`, method: 'PUT', body }),
      invalidatesTags: staleRights,
    }),
    deleteGroup: build.mutation<unknown, number>({
      query: (id) => ({ url: `groups/${id}`, method: 'DELETE' }),
      invalidatesTags: staleRights,
    }),
    addMember: build.mutation<unknown, Place & MemberFlags>({
      query: ({ groupId, userId, ...flags }) => ({
        url: `groups/${groupId}/users`,
        method: 'POST',
        body: { userID: userId, ...flags },
      }),
      invalidatesTags: staleRights,
    }),
    updateMember: build.mutation<unknown, Place & Partial<MemberFlags>>({
      query: ({ groupId, userId, ...flags }) => ({
        url: `groups/${groupId}/users`,
        method: 'PATCH',
        body: { userID: userId, ...flags },
      }),
      invalidatesTags: staleRights,
      // Shown at once, as it gives nobody anything to see before the server has agreed.
      onQueryStarted: ({ groupId, userId, ...flags }, { dispatch, queryFulfilled }) => {
        const patch = dispatch(
          groupsApi.util.updateQueryData('getGroup', groupId, (group) => {
            const member = group.users?.find(({ id }) => id === userId);
            if (member) Object.assign(member, fieldsOfFlags(flags));
          }),
        );
        queryFulfilled.catch(patch.undo);
      },
    }),
    removeMember: build.mutation<unknown, Place>({
      query: ({ groupId, userId }) => ({
        url: `groups/${groupId}/users/${userId}`,
        method: 'DELETE',
      }),
      invalidatesTags: staleRights,
    }),
    addMembersOf: build.mutation<
      { readonly added: readonly number[] },
      { readonly groupId: number; readonly fromIds: readonly number[] }
    >({
      query: ({ groupId, fromIds }) => ({
        url: `groups/${groupId}/usersFromGroups`,
        method: 'POST',
        body: { fromGroupIDs: fromIds },
      }),
      invalidatesTags: staleRights,
    }),
    addGroupStream: build.mutation<unknown, GroupStream>({
      query: ({ groupId, streamId }) => ({
        url: `groups/${groupId}/streams`,
        method: 'POST',
        body: { stream_id: streamId },
      }),
      invalidatesTags: staleRights,
    }),
    removeGroupStream: build.mutation<unknown, GroupStream>({
      query: ({ groupId, streamId }) => ({
        url: `groups/${groupId}/streams/${streamId}`,
        method: 'DELETE',
      }),
      invalidatesTags: staleRights,
    }),
  }),
});

export const {
  useGetGroupsQuery,
  useGetGroupQuery,
  useCreateGroupMutation,
  useUpdateGroupMutation,
  useDeleteGroupMutation,
  useAddMemberMutation,
  useUpdateMemberMutation,
  useRemoveMemberMutation,
  useAddMembersOfMutation,
  useAddGroupStreamMutation,
  useRemoveGroupStreamMutation,
} = groupsApi;
