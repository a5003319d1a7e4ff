import {
  type Archive,
  type NotificationMail,
  settleNotificationMail,
  takeNotificationMails,
} from '@fritz/archive';
import type { FastifyBaseLogger } from 'fastify';
import type { MailRoom } from '../mail/mail-room.ts';

/** What mails of notifications are sent with. */
export interface MailerParts {
  archive: Archive;
  workKey: string;
  /** null: there is no mail server, and nothing goes by mail. */
  mail: MailRoom | null;
  /** What links begin with, without a slash at the end; null: there are none. */
  publicUrl: string | null;
  log: Pick<FastifyBaseLogger, 'warn'>;
}

const atOnce = 8;
/** A mail server may take half a minute for each, and four go at a time. */
const leaseS = 300;
const mostAttempts = 4;

/** How long to wait after an attempt that failed: a minute, then five times as long each time. */
export function mailAgainS(attempts: number): number {
  return 60 * 5 ** (attempts - 1);
}

/**
 * Sends people by mail what they were told, where they want that. A mail that a server died over may come
 * twice; none is lost but where a mail server refuses it for two hours.
 */
export class NotificationMailer {
  private readonly parts: MailerParts;

  constructor(parts: MailerParts) {
    this.parts = parts;
  }

  /** Sends what is due now; returns how many were tried. */
  async round(): Promise<number> {
    const { archive, workKey } = this.parts;
    const mails = await archive.asViewer(null, (tx) =>
      takeNotificationMails(tx, workKey, { most: atOnce, leaseS }),
    );
    await Promise.all(mails.map((mail) => this.send(mail)));
    return mails.length;
  }

  private async send(mail: NotificationMail): Promise<void> {
    const { archive, workKey, log } = this.parts;
    const failure = await this.post(mail);
    const isOver = failure === null || mail.attempts >= mostAttempts;
    if (failure !== null) {
      log.warn({ notificationId: mail.notification_id, failure, isOver }, 'a notification by mail');
    }
    const againS = isOver ? null : mailAgainS(mail.attempts);
    await archive.asViewer(null, (tx) => settleNotificationMail(tx, workKey, mail, againS));
  }

  /** Why it could not be sent; null: it was, or there is nowhere to send it to. */
  private post({ address, words, page }: NotificationMail): Promise<string | null> {
    const { mail, publicUrl } = this.parts;
    if (mail === null || !address) return Promise.resolve(null);
    const link = publicUrl === null || page === null ? [] : ['', `${publicUrl}${page}`];
    const why = ['', 'You have Fritz tell you such things by mail: your profile says of what.'];
    const text = [words, ...link, ...why].join('\n');
    return new Promise((resolve) =>
      mail.post({ to: address, subject: subjectOf(words), text }, async (failure) => {
        resolve(failure);
      }),
    );
  }
}

/** One line of what a mail says. */
function subjectOf(words: string): string {
  const line = words.replaceAll(/\s+/g, ' ').trim();
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}
