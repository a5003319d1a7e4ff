import { api } from '../../api/api.ts';
import type { GroupDetail, GroupLists, Stream } from '../../api/types.ts';

export const groupsApi = api.injectEndpoints({
  endpoints: (build) => ({
    getGroups: build.query<GroupLists, void>({
      query: () => 'groups',
      providesTags: ['Group'],
    }),
    getGroup: build.query<GroupDetail, number>({
      query: (id) => `groups/${id}`,
      providesTags: ['Group'],
    }),
    createGroup: build.mutation<{ id: number }, { name: string }>({
      query: (body) => ({ url: 'groups', method: 'POST', body }),
      invalidatesTags: ['Group', 'Session'],
    }),
    addMember: build.mutation<unknown, { groupId: number; userId: number }>({
      query: ({ groupId, userId }) => ({
        url: `groups/${groupId}/users`,
        method: 'POST',
        body: { userID: userId, admin: false, canSave: true },
      }),
      invalidatesTags: (_result, error) => (error ? [] : ['Group']),
    }),
    addGroupStream: build.mutation<unknown, { groupId: number; streamId: number }>({
      query: ({ groupId, streamId }) => ({
        url: `groups/${groupId}/streams`,
        method: 'POST',
        body: { stream_id: streamId },
      }),
      invalidatesTags: (_result, error) => (error ? [] : ['Group']),
    }),
    getStreams: build.query<readonly Stream[], void>({
      query: () => 'streams',
      providesTags: ['Stream'],
    }),
  }),
});

export const {
  useGetGroupsQuery,
  useGetGroupQuery,
  useCreateGroupMutation,
  useAddMemberMutation,
  useAddGroupStreamMutation,
  useGetStreamsQuery,
} = groupsApi;
