import { api } from '../../api/api.ts';
import type { InvitationList, InvitationSent } from '../../api/types.ts';

export const INVITATIONS_PER_PAGE = 25;

export type InvitationSearch = {
  readonly email: string;
  readonly includeUsed: boolean;
  readonly pageNumber: number;
};

export type NewInvitation = {
  readonly userEmail: string;
  readonly role: string;
  readonly groupIDs: readonly number[];
  readonly groupAdmin: readonly boolean[];
  readonly canSave: readonly boolean[];
  readonly streamIDs: readonly number[];
  readonly expires_at: string;
  readonly userExpirationDate: string | null;
  readonly sendEmail: boolean;
};

export const invitationsApi = api.injectEndpoints({
  endpoints: (build) => ({
    getInvitations: build.query<InvitationList, InvitationSearch>({
      query: ({ email, includeUsed, pageNumber }) => ({
        url: 'invitations',
        params: {
          includeUsed,
          pageNumber,
          numPerPage: INVITATIONS_PER_PAGE,
          ...(email === '' ? {} : { email }),
        },
      }),
      providesTags: ['Invitation'],
    }),
    invite: build.mutation<InvitationSent & { readonly id: number }, NewInvitation>({
      query: (body) => ({ url: 'invitations', method: 'POST', body }),
      invalidatesTags: ['Invitation'],
    }),
    sendAgain: build.mutation<InvitationSent, { readonly id: number; readonly byMail: boolean }>({
      query: ({ id, byMail }) => ({
        url: `invitations/${id}`,
        method: 'PATCH',
        body: { resend: true, sendEmail: byMail },
      }),
      invalidatesTags: ['Invitation'],
    }),
    withdrawInvitation: build.mutation<unknown, number>({
      query: (id) => ({ url: `invitations/${id}`, method: 'DELETE' }),
      invalidatesTags: ['Invitation'],
    }),
  }),
});

export const {
  useGetInvitationsQuery,
  useInviteMutation,
  useSendAgainMutation,
  useWithdrawInvitationMutation,
} = invitationsApi;
