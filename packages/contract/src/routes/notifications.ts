import { defineRoute } from '../route.ts';
import { closed, datetime, nullable, rowId, Type } from '../schema.ts';

/** What people are told of: names of `preferences.notifications`, as SkyPortal has them. */
export const notificationKinds = ['facility_transactions', 'mention'] as const;

const notification = closed({
  id: rowId('The notification'),
  user_id: rowId('The viewer'),
  text: Type.String(),
  notification_type: Type.String({ examples: [...notificationKinds] }),
  url: nullable(Type.String({ description: 'The page of it, a path' })),
  viewed: Type.Boolean(),
  created_at: datetime('When he was told'),
  modified: datetime('When it was seen'),
});
const params = closed({ id: rowId('The notification') });
const seen = closed({ viewed: Type.Boolean() });

export const listNotifications = defineRoute({
  method: 'GET',
  path: '/api/internal/notifications',
  tags: ['notifications'],
  summary: 'What the viewer was told, the last first; 500 of them',
  response: Type.Array(notification),
});

export const getNotification = defineRoute({
  method: 'GET',
  path: '/api/internal/notifications/{id}',
  tags: ['notifications'],
  summary: 'One notification',
  params,
  response: notification,
});

export const updateNotification = defineRoute({
  method: 'PATCH',
  path: '/api/internal/notifications/{id}',
  tags: ['notifications'],
  summary: 'Mark a notification as seen, or not',
  params,
  body: seen,
  ignored: { body: ['id'] },
  response: closed({}),
  examples: { body: { viewed: true } },
});

export const updateAllNotifications = defineRoute({
  method: 'PATCH',
  path: '/api/internal/notifications/all',
  tags: ['notifications'],
  summary: 'Mark all of the viewer’s notifications as seen, or not',
  body: seen,
  response: closed({ changed: Type.Integer() }),
  examples: { body: { viewed: true }, response: { changed: 3 } },
});

export const deleteNotification = defineRoute({
  method: 'DELETE',
  path: '/api/internal/notifications/{id}',
  tags: ['notifications'],
  summary: 'Forget a notification',
  params,
  response: closed({}),
});

export const deleteAllNotifications = defineRoute({
  method: 'DELETE',
  path: '/api/internal/notifications/all',
  tags: ['notifications'],
  summary: 'Forget all of the viewer’s notifications',
  response: closed({ deleted: Type.Integer() }),
});

export const testNotification = defineRoute({
  method: 'POST',
  path: '/api/internal/notifications_test',
  tags: ['notifications'],
  summary:
    'Tell the viewer something, as his preferences have it: by mail, too, where he wants that',
  body: closed({
    notification_type: Type.Optional(
      Type.Enum([...notificationKinds], { default: 'facility_transactions' }),
    ),
  }),
  response: closed({}),
});
