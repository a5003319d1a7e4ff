import {
  deleteNotifications,
  findNotification,
  listNotifications,
  markNotifications,
  type NotificationRow,
  tellMyself,
} from '@fritz/archive';
import { naiveUtc, routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { NotFoundError } from '../../http/fritz-error.ts';

export function bindNotificationRoutes(bind: Binder): void {
  bind.viewer(routes.listNotifications, async ({ tx }) =>
    (await listNotifications(tx)).map(presentNotification),
  );
  bind.viewer(routes.getNotification, async ({ tx, params }) => {
    const found = await findNotification(tx, params.id);
    if (found === null) throw new NotFoundError('notification');
    return presentNotification(found);
  });

  bind.viewer(routes.updateAllNotifications, async ({ tx, body }) => ({
    changed: await markNotifications(tx, null, body.viewed),
  }));
  bind.viewer(routes.updateNotification, async ({ tx, params, body }) => {
    if ((await markNotifications(tx, params.id, body.viewed)) === 0) {
      throw new NotFoundError('notification');
    }
    return {};
  });

  bind.viewer(routes.deleteAllNotifications, async ({ tx }) => ({
    deleted: await deleteNotifications(tx, null),
  }));
  bind.viewer(routes.deleteNotification, async ({ tx, params }) => {
    if ((await deleteNotifications(tx, params.id)) === 0) throw new NotFoundError('notification');
    return {};
  });

  bind.viewer(routes.testNotification, async ({ tx, body }) => {
    const kind = body.notification_type ?? 'facility_transactions';
    await tellMyself(tx, kind, 'This is how you are told of things');
    return {};
  });
}

function presentNotification({ kind, created_at, modified_at, ...rest }: NotificationRow) {
  return {
    ...rest,
    notification_type: kind,
    created_at: naiveUtc(created_at),
    modified: naiveUtc(modified_at),
  };
}
