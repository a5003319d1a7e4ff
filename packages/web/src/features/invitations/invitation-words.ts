import type { Invitation } from '../../api/types.ts';
import { formatAgo, parseNaiveUtc } from '../../format/time.ts';
import { dayOf } from '../users/user-words.ts';

export type InvitationState = {
  readonly text: string;
  readonly tone: 'good' | 'bad' | 'quiet';
  /** Whether it can be sent again or withdrawn. */
  readonly isOpen: boolean;
};

function tellMail({ mail_status, mail_error, mail_at }: Invitation, now: Date): InvitationState {
  const when = mail_at === null ? '' : ` ${formatAgo(parseNaiveUtc(mail_at), now)}`;
  switch (mail_status) {
    case 'sending':
      return { text: 'being sent', tone: 'quiet', isOpen: true };
    case 'sent':
      return { text: `sent${when}`, tone: 'good', isOpen: true };
    case 'failed':
      return {
        text: `not sent${when}: ${mail_error ?? 'the mail server refused it'}`,
        tone: 'bad',
        isOpen: true,
      };
    default:
      return { text: 'link passed on by hand', tone: 'quiet', isOpen: true };
  }
}

/** How an invitation stands. */
export function tellInvitation(invitation: Invitation, now: Date): InvitationState {
  const { status, used_by, used_at, expires_at } = invitation;
  switch (status) {
    case 'used': {
      const when = used_at === null ? '' : ` on ${dayOf(used_at)}`;
      return { text: `accepted by ${used_by ?? 'somebody'}${when}`, tone: 'good', isOpen: false };
    }
    case 'withdrawn':
      return { text: 'withdrawn', tone: 'quiet', isOpen: false };
    case 'expired':
      return { text: `expired ${dayOf(expires_at)}`, tone: 'bad', isOpen: true };
    case 'void':
      return {
        text: 'cannot be accepted: who made it may not give this any more',
        tone: 'bad',
        isOpen: true,
      };
    default: {
      const mail = tellMail(invitation, now);
      return { ...mail, text: `${mail.text} · open until ${dayOf(expires_at)}` };
    }
  }
}

/** What an invitation gives, in one line. */
export function tellGifts({ role_id, groups, streams, user_expiration_date }: Invitation): string {
  const names = groups.map(({ name, admin, can_save }) => {
    const notes = [admin ? 'admin' : '', can_save ? '' : 'may not save'].filter(Boolean);
    return notes.length === 0 ? name : `${name} (${notes.join(', ')})`;
  });
  return [
    role_id,
    names.length === 0 ? 'no group' : names.join(', '),
    streams.map(({ name }) => name).join(', '),
    user_expiration_date === null ? '' : `account until ${dayOf(user_expiration_date)}`,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
