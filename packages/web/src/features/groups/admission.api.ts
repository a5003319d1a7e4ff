import { api } from '../../api/api.ts';
import { staleRights } from '../../api/stale-rights.ts';
import type { AdmissionRequest } from '../../api/types.ts';
import { useProfile } from '../session/use-profile.ts';

type Decision = { readonly id: number; readonly status: 'accepted' | 'declined' };

export const admissionApi = api.injectEndpoints({
  endpoints: (build) => ({
    getAdmissionRequests: build.query<readonly AdmissionRequest[], void>({
      query: () => 'group_admission_requests',
      providesTags: ['AdmissionRequest'],
    }),
    askToJoin: build.mutation<Pick<AdmissionRequest, 'id' | 'status'>, number>({
      query: (groupId) => ({
        url: 'group_admission_requests',
        method: 'POST',
        body: { groupID: groupId },
      }),
      invalidatesTags: staleRights,
    }),
    decideRequest: build.mutation<unknown, Decision>({
      query: ({ id, status }) => ({
        url: `group_admission_requests/${id}`,
        method: 'PATCH',
        body: { status },
      }),
      invalidatesTags: staleRights,
    }),
    withdrawRequest: build.mutation<unknown, number>({
      query: (id) => ({ url: `group_admission_requests/${id}`, method: 'DELETE' }),
      invalidatesTags: staleRights,
    }),
  }),
});

export const {
  useGetAdmissionRequestsQuery,
  useAskToJoinMutation,
  useDecideRequestMutation,
  useWithdrawRequestMutation,
} = admissionApi;

// Nobody is told of a new request: the number is looked at again now and then.
const LOOK_AGAIN_MS = 60_000;
const NONE: readonly AdmissionRequest[] = [];

/** Requests to join that wait for the viewer's word, oldest first. */
export function useWaitingRequests(): readonly AdmissionRequest[] {
  const viewerId = useProfile()?.id;
  const { data = NONE } = useGetAdmissionRequestsQuery(undefined, {
    pollingInterval: LOOK_AGAIN_MS,
    skipPollingIfUnfocused: true,
  });
  return data
    .filter(({ can_decide, status, user_id }) => {
      return can_decide && status === 'pending' && user_id !== viewerId;
    })
    .toSorted((a, b) => a.created_at.localeCompare(b.created_at));
}

/** The viewer's own last request to join a group; null where there is none. */
export function useOwnRequest(groupId: number): AdmissionRequest | null {
  const viewerId = useProfile()?.id;
  const { data = NONE } = useGetAdmissionRequestsQuery();
  const own = data.filter((request) => {
    return request.user_id === viewerId && request.group_id === groupId;
  });
  return own.toSorted((a, b) => b.created_at.localeCompare(a.created_at))[0] ?? null;
}
