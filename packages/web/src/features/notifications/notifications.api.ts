import { api } from '../../api/api.ts';
import type { Answer } from '../../api/types.ts';

export type Notification = Answer<'listNotifications'>[number];

const changed = (_result: unknown, error: unknown) =>
  error === undefined ? ['Notification' as const] : [];

const notificationsApi = api.injectEndpoints({
  endpoints: (build) => ({
    getNotifications: build.query<readonly Notification[], void>({
      query: () => 'internal/notifications',
      providesTags: ['Notification'],
    }),
    markNotification: build.mutation<unknown, number | 'all'>({
      query: (id) => ({
        url: `internal/notifications/${id}`,
        method: 'PATCH',
        body: { viewed: true },
      }),
      invalidatesTags: changed,
    }),
    deleteNotifications: build.mutation<unknown, number | 'all'>({
      query: (id) => ({ url: `internal/notifications/${id}`, method: 'DELETE' }),
      invalidatesTags: changed,
    }),
    testNotification: build.mutation<unknown, string>({
      query: (kind) => ({
        url: 'internal/notifications_test',
        method: 'POST',
        body: { notification_type: kind },
      }),
      invalidatesTags: changed,
    }),
  }),
});

export const {
  useGetNotificationsQuery,
  useMarkNotificationMutation,
  useDeleteNotificationsMutation,
  useTestNotificationMutation,
} = notificationsApi;
