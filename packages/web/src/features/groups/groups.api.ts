import { api } from '../../api/api.ts';
import type { GroupDetail, GroupLists } from '../../api/types.ts';

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
  }),
});

export const { useGetGroupsQuery, useGetGroupQuery, useCreateGroupMutation } = groupsApi;
