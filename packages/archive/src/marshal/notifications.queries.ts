import type pg from 'pg';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** Something that a person was told. */
export interface NotificationRow {
  id: number;
  user_id: number;
  /** What it is about: a name of the preferences. */
  kind: string;
  text: string;
  /** The page of it, a path. */
  url: string | null;
  viewed: boolean;
  created_at: Date;
  modified_at: Date;
}

const columns = 'id, user_id, kind, text, url, viewed, created_at, modified_at';
/** More of them nobody reads. */
const mostShown = 500;

/** What the viewer was told, the last first. */
export function listNotifications(tx: ViewerTx): Promise<NotificationRow[]> {
  return tx.query<NotificationRow & pg.QueryResultRow>(
    `SELECT ${columns} FROM notifications WHERE user_id = viewer_id()
      ORDER BY id DESC LIMIT ${mostShown}`,
  );
}

/** One of them; null where the viewer was told no such thing. */
export async function findNotification(tx: ViewerTx, id: number): Promise<NotificationRow | null> {
  const [row] = await tx.query<NotificationRow & pg.QueryResultRow>(
    `SELECT ${columns} FROM notifications WHERE id = $1`,
    [id],
  );
  return row ?? null;
}

/** Marks one as seen, or not; null: all of the viewer's. Tells how many there were. */
export async function markNotifications(
  tx: ViewerTx,
  id: number | null,
  viewed: boolean,
): Promise<number> {
  const rows = await tx.query(
    `UPDATE notifications SET viewed = $2, modified_at = now()
      WHERE user_id = viewer_id() AND ($1::int IS NULL OR id = $1) RETURNING id`,
    [id, viewed],
  );
  return rows.length;
}

/** Forgets one; null: all of the viewer's. Tells how many there were. */
export async function deleteNotifications(tx: ViewerTx, id: number | null): Promise<number> {
  const rows = await tx.query(
    `DELETE FROM notifications WHERE user_id = viewer_id() AND ($1::int IS NULL OR id = $1)
      RETURNING id`,
    [id],
  );
  return rows.length;
}

/** Tells the viewer something himself, as his preferences have it. */
export async function tellMyself(tx: ViewerTx, kind: string, text: string): Promise<void> {
  await tx.query('SELECT tell_myself($1, $2)', [kind, text]);
}

/** How many of the viewer's are not seen, and which was the last: another text where that changed. */
export async function notificationMark(tx: ViewerTx): Promise<{ unseen: number; mark: string }> {
  const [row] = await tx.query<{ unseen: number; mark: string }>(
    `SELECT (count(*) FILTER (WHERE NOT viewed))::int AS unseen,
        concat_ws(' ', max(id), count(*) FILTER (WHERE NOT viewed)) AS mark
      FROM notifications WHERE user_id = viewer_id()`,
  );
  return row ?? { unseen: 0, mark: '' };
}

/** A mail that is to go out. */
export interface NotificationMail {
  notification_id: number;
  /** This one included. */
  attempts: number;
  address: string | null;
  kind: string;
  words: string;
  page: string | null;
}

/** Takes some of the mails that are due; what is not settled within the lease is due again. */
export function takeNotificationMails(
  tx: ViewerTx,
  workKey: string,
  { most, leaseS }: { most: number; leaseS: number },
): Promise<NotificationMail[]> {
  return tx.query<NotificationMail & pg.QueryResultRow>(
    `SELECT * FROM take_notification_mails($1, $2, $3 * interval '1 second')`,
    [workKey, most, leaseS],
  );
}

/** Settles a mail: it has gone or is given up, or is tried again after so long. */
export async function settleNotificationMail(
  tx: ViewerTx,
  workKey: string,
  { notification_id, attempts }: Pick<NotificationMail, 'notification_id' | 'attempts'>,
  againS: number | null,
): Promise<void> {
  await tx.query(`SELECT settle_notification_mail($1, $2, $3, $4 * interval '1 second')`, [
    workKey,
    notification_id,
    attempts,
    againS,
  ]);
}
